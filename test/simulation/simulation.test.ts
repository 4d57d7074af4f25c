import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const RUN = fileURLToPath(new URL("./run.ts", import.meta.url));

/** The same command people run, in its own threads; what it prints when a promise breaks is the failure's message. */
function simulate(...wish: string[]): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [RUN, ...wish]);
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.once("close", (code) => resolve({ code, said }));
  });
}

// CI runs longer ones beside the tests: see .ci/run.
test("P1 to P8 hold over 5,000 collections with faults and crashes", async () => {
  const { code, said } = await simulate("--collections", "5000", "--seed", "20261122");
  expect(said).toContain("\n0 broken promises");
  expect(code).toBe(0);
}, 170_000);
