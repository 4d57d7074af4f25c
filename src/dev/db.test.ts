import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client/web";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const SCRIPT = fileURLToPath(new URL("db.ts", import.meta.url));
let folder: string;
let running: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "db-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  await rm(folder, { recursive: true, force: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [SCRIPT, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let output = "";
  const ended = once(child, "close").then(([code]) => ({ code, output }));
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        const found = /at (http:\S+)/.exec(output)?.[1];
        if (found !== undefined) resolve(found);
      });
    }
  });
  return { child, url, ended };
}

describe("npm run db", () => {
  it("prints one line with its address, serves, and stops cleanly on SIGTERM and SIGINT", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const file = join(folder, "deep", "some.db");
      const server = run("--port", "0", "--file", file);
      const url = await server.url;
      expect((await createClient({ url }).execute("SELECT 1")).rows.length).toBe(1);
      server.child.kill(signal);
      expect(await server.ended).toEqual({ code: 0, output: `libSQL server at ${url} on ${file}\n` });
    }
  });

  it("says so when the port is busy", async () => {
    const first = run("--port", "0", "--file", join(folder, "first.db"));
    const { port } = new URL(await first.url);
    const second = await run("--port", port, "--file", ":memory:").ended;
    expect(second).toEqual({ code: 1, output: expect.stringContaining(`Port ${port} is already in use`) });
  });

  it("says so when the file cannot be a database", async () => {
    const { code, output } = await run("--port", "0", "--file", folder).ended;
    expect(code).toBe(1);
    expect(output).toContain(`The database file ${folder} cannot be opened`);
  });

  it.each([["--port", "many"], ["--what"]])("refuses %s", async (...args) => {
    const { code, output } = await run(...args).ended;
    expect(code).toBe(2);
    expect(output).toContain("npm run db --");
  });

  it("loses no committed write and keeps no half transaction when killed", async () => {
    const file = join(folder, "killed.db");
    const first = run("--port", "0", "--file", file);
    const client = createClient({ url: await first.url });
    await client.executeMultiple("CREATE TABLE t (a); CREATE TABLE u (a)");
    const open = await client.transaction("deferred");
    await open.execute("SELECT * FROM t");
    const acknowledged: number[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let n = writer; ; n += 8) {
        const both = ["t", "u"].map((table) => ({ sql: `INSERT INTO ${table} VALUES (?)`, args: [n] }));
        await client.batch(both, "write");
        if (acknowledged.push(n) === 200) first.child.kill("SIGKILL");
      }
    });
    await Promise.allSettled(writers);
    await first.ended;

    const second = run("--port", "0", "--file", file);
    const again = createClient({ url: await second.url });
    const [t, u] = await again.batch(["SELECT a FROM t ORDER BY a", "SELECT a FROM u ORDER BY a"], "read");
    const kept = new Set(t?.rows.map((row) => row[0]));
    expect(acknowledged.filter((n) => !kept.has(n))).toEqual([]);
    expect(u?.rows.map((row) => row[0])).toEqual([...kept]);
  });
});
