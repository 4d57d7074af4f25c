import { existsSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@libsql/client/web";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type LibsqlServerOptions, startLibsqlServer } from "./index.ts";
import { errorOf } from "./testing.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "server-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function start(options: Partial<LibsqlServerOptions> = {}) {
  const server = await startLibsqlServer({ file: join(folder, "new", "file.db"), port: 0, ...options });
  return { server, client: createClient({ url: server.url }) };
}

describe("startLibsqlServer", () => {
  it("makes the file and its folder, and finds what was committed when started again", async () => {
    const first = await start();
    await first.client.executeMultiple("CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    const open = await first.client.transaction("write");
    await open.execute("INSERT INTO t VALUES (2)");
    await first.server.close();
    expect(statSync(join(folder, "new", "file.db-wal"), { throwIfNoEntry: false })?.size ?? 0).toBe(0);

    const second = await start();
    expect((await second.client.execute("SELECT a FROM t")).rows.map((row) => row[0])).toEqual([1]);
    await second.server.close();
  });

  it("gives each :memory: server a database of its own, shared by its clients and gone at its end", async () => {
    const [one, two] = await Promise.all([start({ file: ":memory:" }), start({ file: ":memory:" })]);
    await one.client.execute("CREATE TABLE t (a)");
    const places = (await one.client.execute("PRAGMA database_list")).rows.map((row) => String(row.file));
    expect((await createClient({ url: one.server.url }).execute("SELECT * FROM t")).columns).toEqual(["a"]);
    expect(await errorOf(two.client.execute("SELECT * FROM t"))).toMatchObject({ code: "SQLITE_UNKNOWN" });
    expect(places.map(existsSync)).toEqual([true]);
    await Promise.all([one.server.close(), two.server.close()]);
    expect(places.map(existsSync)).toEqual([false]);
  });

  it("answers a writer that waits before it closes, and closes once however often it is asked", async () => {
    const { server, client } = await start({ now: () => 0 });
    await client.execute("CREATE TABLE t (a)");
    const open = await client.transaction("write");
    await open.execute("INSERT INTO t VALUES (1)");
    const waiting = errorOf(client.execute("INSERT INTO t VALUES (2)"));
    await client.execute("SELECT 1");
    await Promise.all([server.close(), server.close()]);
    expect(await waiting).toBeInstanceOf(Error);
    expect(await errorOf(client.execute("SELECT 1"))).toBeInstanceOf(Error);
  });

  it("rejects with Node's error when the port is taken, and leaves the first server alone", async () => {
    const { server, client } = await start();
    expect(await errorOf(start({ port: server.port }))).toMatchObject({ code: "EADDRINUSE" });
    expect((await client.execute("SELECT 1")).rows.length).toBe(1);
    await server.close();
  });

  it("rejects when the file cannot be opened", async () => {
    expect(await errorOf(start({ file: folder }))).toMatchObject({ message: expect.stringContaining(folder) });
  });
});
