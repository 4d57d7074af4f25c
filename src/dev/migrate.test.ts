import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LibsqlServer, startLibsqlServer } from "./libsql-server/index.ts";

const SCRIPT = fileURLToPath(new URL("migrate.ts", import.meta.url));
let server: LibsqlServer;
beforeEach(async () => {
  server = await startLibsqlServer({ port: 0, file: ":memory:", authToken: "sesame" });
});
afterEach(() => server.close());

async function run(env: Record<string, string>) {
  const outcome = promisify(execFile)(process.execPath, [SCRIPT], { env });
  return outcome.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stderr }: { code: number; stderr: string }) => ({ code, said: stderr }),
  );
}

describe("npm run migrate", { timeout: 30_000 }, () => {
  it("migrates, and changes nothing the second time", async () => {
    const env = { DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: "sesame" };
    expect(await run(env)).toEqual({
      code: 0,
      said: expect.stringMatching(/is current: \d+ migrations? applied\.\n$/),
    });
    expect(await run(env)).toEqual({ code: 0, said: `The ledger at ${server.url} was current already.\n` });
  });

  it.each([
    ["DATABASE_URL is not set", () => ({})],
    ["DATABASE_URL must begin with libsql://", () => ({ DATABASE_URL: "file:x.db" })],
    ["DATABASE_URL no database answers at http://nowhere.invalid", () => ({ DATABASE_URL: "http://nowhere.invalid" })],
    ["DATABASE_AUTH_TOKEN must not be empty", () => ({ DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: "" })],
    ["DATABASE_AUTH_TOKEN is missing, expired", () => ({ DATABASE_URL: server.url, DATABASE_AUTH_TOKEN: "wrong" })],
  ])("says %s", async (says, env) => {
    expect(await run(env())).toEqual({ code: 1, said: expect.stringContaining(says) });
  });
});
