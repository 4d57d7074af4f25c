import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLedger } from "../ledger/client.ts";
import { findGrant } from "../ledger/grants.ts";
import { parseKeyRing } from "../security/key-ring.ts";
import { openRefreshToken } from "../security/refresh-token.ts";
import { type Backends, startBackends } from "./stack/backends.ts";

const OLD = `old:${Buffer.alloc(32, 1).toString("base64")}`;
const NEW = `new:${Buffer.alloc(32, 2).toString("base64")}`;
let backends: Backends;
beforeAll(async () => {
  backends = await startBackends({
    ports: { database: 0, zoho: 0 },
    ledgerFile: ":memory:",
    encryptionKeys: OLD,
    publicUrl: "http://127.0.0.1:8787",
    zoho: { kind: "simulator" },
  });
});
afterAll(() => backends.close());

async function run(script: string, env: Record<string, string | undefined>, ...words: string[]) {
  const path = fileURLToPath(new URL(`${script}.ts`, import.meta.url));
  const outcome = promisify(execFile)(process.execPath, [path, ...words], { env, cwd: "/" });
  return outcome.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }: { code: number; stdout: string; stderr: string }) => ({ code, said: stdout + stderr }),
  );
}

describe("npm run doctor", { timeout: 60_000 }, () => {
  it("finds everything in order, and shows no secret", async () => {
    const { code, said } = await run("doctor", backends.settings);
    expect(said).toContain("Everything is in order.");
    for (const about of ["ledger", "migrations", "key ring", "clock", "ZOHO_CLIENT_ID/_SECRET", "sealed secrets"]) {
      expect(said).toMatch(new RegExp(`^ok +${about}`, "m"));
    }
    expect(code).toBe(0);
    for (const [name, value] of Object.entries(backends.settings)) {
      if (/KEYS|SECRET/.test(name)) expect(said).not.toContain(value);
    }
  });

  it.each([
    ["ENCRYPTION_KEYS", undefined, "ENCRYPTION_KEYS +is not set"],
    ["DATABASE_URL", "http://127.0.0.1:9", "ledger +does not answer; compare DATABASE_URL"],
    ["ZOHO_CLIENT_SECRET", "wrong", "ZOHO_CLIENT_ID/_SECRET +Zoho does not know it"],
    ["ZOHO_API_URL", "http://127.0.0.1:9/api", "http://127.0.0.1:9 +does not answer"],
    ["ENCRYPTION_KEYS", NEW, "sealed secrets +5 are sealed with a key that is not in the ring .old"],
    ["PUBLIC_URL", "http://127.0.0.1:8787/path", "PUBLIC_URL +must be the address of the Worker alone"],
  ])("%s as %s is bad: %s", async (name, value, says) => {
    const env: Record<string, string | undefined> = { ...backends.settings, [name]: value };
    if (value === undefined) delete env[name];
    const { code, said } = await run("doctor", env);
    expect(said).toMatch(new RegExp(`^BAD +${says}`, "m"));
    expect(code).toBe(1);
  });

  it("names a file that is not there", async () => {
    expect(await run("doctor", {}, "--settings", "/nowhere.env")).toMatchObject({
      code: 2,
      said: expect.stringContaining("/nowhere.env: there is no such file"),
    });
  });
});

describe("npm run rotate-keys", { timeout: 60_000 }, () => {
  it("seals everything with the first key, once, and loses nothing", async () => {
    const env = { ...backends.settings, ENCRYPTION_KEYS: `${NEW},${OLD}` };
    expect(await run("rotate-keys", env)).toEqual({
      code: 0,
      said: expect.stringMatching(/^5 sealed anew with new\./),
    });
    expect(await run("rotate-keys", env)).toEqual({
      code: 0,
      said: expect.stringMatching(/^0 sealed anew with new\./),
    });
    const ledger = openLedger({ url: backends.databaseUrl });
    const [organization] = backends.seed.organizations;
    if (!organization || organization.product === "external") throw new Error("no organization of Books");
    const id = organization.organization_id;
    const grant = await findGrant(ledger, id, "books");
    if (!grant) throw new Error("no grant");
    const sealed = { keyId: grant.keyId, sealed: grant.sealedRefreshToken };
    expect(await openRefreshToken(await parseKeyRing(NEW), id, "books", sealed)).toBe(
      organization.refresh_tokens.books,
    );
    const gone = await run("rotate-keys", { ...env, ENCRYPTION_KEYS: OLD });
    expect(gone).toMatchObject({ code: 1, said: expect.stringContaining("sealed with key new and does not open") });
  });
});

it("npm run deploy stops before anything is changed when something is bad", { timeout: 60_000 }, async () => {
  const { code, said } = await run("deploy", { ...backends.settings, ZOHO_PAYMENTS_CLIENT_SECRET: "wrong" });
  expect(said).toContain("Nothing was deployed.");
  expect(code).toBe(1);
});
