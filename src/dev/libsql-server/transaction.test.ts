import type { Client } from "@libsql/client";
import { beforeEach, describe, expect, it } from "vitest";
import { STREAM_IDLE_MS } from "./streams.ts";
import { CLIENTS, type ClientName, errorOf, ManualClock, useServer } from "./testing.ts";
import { BUSY_TIMEOUT_MS } from "./write-turns.ts";

describe.each(Object.keys(CLIENTS) as ClientName[])("transaction() of %s", (name) => {
  const clock = new ManualClock();
  const server = useServer({ now: clock.now });
  let client: Client;
  const values = async () => (await client.execute("SELECT a FROM t ORDER BY a")).rows.map((row) => row[0]);
  beforeEach(async () => {
    client = CLIENTS[name]({ url: server.url });
    await client.executeMultiple("DROP TABLE IF EXISTS t; CREATE TABLE t (a UNIQUE)");
  });

  it("commits", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    expect(await values()).toEqual([]);
    await txn.execute({ sql: "INSERT INTO t VALUES (?)", args: [2] });
    expect(txn.closed).toBe(false);
    await txn.commit();
    expect(txn.closed).toBe(true);
    expect(await values()).toEqual([1, 2]);
    expect(await errorOf(txn.execute("SELECT 1"))).toMatchObject({ code: "TRANSACTION_CLOSED" });
  });

  it.each(["rollback", "close"] as const)("undoes on %s()", async (end) => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    await txn[end]();
    expect(txn.closed).toBe(true);
    await client.execute("INSERT INTO t VALUES (2)");
    expect(await values()).toEqual([2]);
  });

  it("commits and rolls back when nothing was asked", async () => {
    await (await client.transaction("read")).commit();
    await (await client.transaction("write")).rollback();
    expect(await values()).toEqual([]);
  });

  it("goes on after an error of a statement", async () => {
    const txn = await client.transaction("write");
    await errorOf(txn.execute("SELECT foo"));
    await txn.execute("INSERT INTO t VALUES (1)");
    expect(await errorOf(txn.execute("INSERT INTO t VALUES (1)"))).toMatchObject({ code: "SQLITE_CONSTRAINT" });
    await txn.commit();
    expect(await values()).toEqual([1]);
  });

  it("stops a batch inside it at the first error, and keeps what was before", async () => {
    const txn = await client.transaction("write");
    await txn.batch(["INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (2)"]);
    await errorOf(txn.batch(["INSERT INTO t VALUES (4)", "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (8)"]));
    await txn.commit();
    expect(await values()).toEqual([1, 2, 4]);
  });

  it("runs scripts inside it, first or later", async () => {
    const txn = await client.transaction("write");
    await txn.executeMultiple("INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);");
    await errorOf(txn.executeMultiple("INSERT INTO t VALUES (4); INSERT INTO t VALUES (1); INSERT INTO t VALUES (8)"));
    await txn.commit();
    expect(await values()).toEqual([1, 2, 4]);
  });

  it("refuses to commit what a statement rolled back", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    await errorOf(txn.execute("INSERT OR ROLLBACK INTO t VALUES (1)"));
    expect(await errorOf(txn.commit())).toMatchObject({ message: expect.stringContaining("no transaction is active") });
    expect(await values()).toEqual([]);
  });

  it("reads a steady picture, and a fresh one afterwards", async () => {
    await client.execute("INSERT INTO t VALUES (1)");
    const txn = await client.transaction("read");
    expect((await txn.execute("SELECT a FROM t")).rows.length).toBe(1);
    await client.execute("INSERT INTO t VALUES (2)");
    expect((await txn.execute("SELECT a FROM t")).rows.length).toBe(1);
    expect(await errorOf(txn.execute("INSERT INTO t VALUES (3)"))).toMatchObject({ code: "SQLITE_BUSY" });
    await txn.rollback();
    expect(await values()).toEqual([1, 2]);
    await client.execute("INSERT INTO t VALUES (3)");
    expect(await values()).toEqual([1, 2, 3]);
  });

  it("lets concurrent write transactions take turns", async () => {
    await client.execute("INSERT INTO t VALUES (0)");
    await Promise.all(
      Array.from({ length: 20 }, async () => {
        const txn = await CLIENTS[name]({ url: server.url }).transaction("write");
        const { rows } = await txn.execute("SELECT a FROM t");
        await txn.execute({ sql: "UPDATE t SET a = ?", args: [Number(rows[0]?.[0]) + 1] });
        await txn.commit();
      }),
    );
    expect(await values()).toEqual([20]);
  });

  it("makes a writer wait for an open transaction while readers go on", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    let isWritten = false;
    const write = client.execute("INSERT INTO t VALUES (2)").then(() => {
      isWritten = true;
    });
    expect(await values()).toEqual([]);
    expect(isWritten).toBe(false);
    await txn.commit();
    await write;
    expect(await values()).toEqual([1, 2]);
  });

  it("makes a deferred batch wait, and writes what it should once", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    const batches = [2, 3].map((value) =>
      client.batch([{ sql: "INSERT INTO t VALUES (?) RETURNING a", args: [value] }, "SELECT COUNT(*) FROM t"]),
    );
    await values();
    await txn.commit();
    const results = await Promise.all(batches);
    expect(results.map(([, count]) => count?.rows[0]?.[0]).sort()).toEqual([2, 3]);
    expect(await values()).toEqual([1, 2, 3]);
  });

  it("gives a writer SQLITE_BUSY after 5 seconds behind an open transaction", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    let refused: unknown;
    void errorOf(client.execute("INSERT INTO t VALUES (2)")).then((error) => {
      refused = error;
    });
    while (refused === undefined) {
      clock.advance(BUSY_TIMEOUT_MS / 2);
      await txn.execute("SELECT 1");
    }
    expect(refused).toMatchObject({ code: "SQLITE_BUSY" });
    await txn.commit();
    expect(await values()).toEqual([1]);
    await client.execute("INSERT INTO t VALUES (2)");
    expect(await values()).toEqual([1, 2]);
  });

  it("gives up at once a write whose picture of the database is out of date", async () => {
    const txn = await client.transaction("deferred");
    await txn.execute("SELECT a FROM t");
    await client.execute("INSERT INTO t VALUES (1)");
    expect(await errorOf(txn.execute("INSERT INTO t VALUES (2)"))).toMatchObject({ code: "SQLITE_BUSY" });
    await txn.rollback();
    await client.execute("INSERT INTO t VALUES (3)");
    expect(await values()).toEqual([1, 3]);
  });

  it("rolls back a transaction left idle for 10 seconds, and tells its owner", async () => {
    const txn = await client.transaction("write");
    await txn.execute("INSERT INTO t VALUES (1)");
    clock.advance(STREAM_IDLE_MS);
    await client.execute("INSERT INTO t VALUES (2)");
    expect(await errorOf(txn.execute("INSERT INTO t VALUES (3)"))).toMatchObject({ code: "STREAM_EXPIRED" });
    expect(await values()).toEqual([2]);
  });

  it("keeps a transaction that is asked something before its 10 seconds are over", async () => {
    const txn = await client.transaction("write");
    for (const value of [1, 2, 3]) {
      await txn.execute({ sql: "INSERT INTO t VALUES (?)", args: [value] });
      clock.advance(STREAM_IDLE_MS - 1);
    }
    await txn.commit();
    expect(await values()).toEqual([1, 2, 3]);
  });

  it("serves many clients at once", async () => {
    const clients = Array.from({ length: 60 }, () => CLIENTS[name]({ url: server.url }));
    await Promise.all(clients.map((one, index) => one.execute({ sql: "INSERT INTO t VALUES (?)", args: [index] })));
    const counts = await Promise.all(clients.map((one) => one.execute("SELECT COUNT(*) FROM t")));
    expect(counts.map(({ rows }) => rows[0]?.[0])).toEqual(clients.map(() => 60));
  });
});
