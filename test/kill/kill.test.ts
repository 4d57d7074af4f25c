import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const RUN = fileURLToPath(new URL("./run.ts", import.meta.url));

test("P1 P5: the Worker, the database and the network are killed in turn, and every payment is recorded once", async () => {
  const child = spawn(process.execPath, [RUN, "--kills", "6"]);
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(said).toContain(" 0 broken promises");
  expect(code).toBe(0);
}, 400_000);
