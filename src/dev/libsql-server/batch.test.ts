import type { Client } from "@libsql/client";
import { beforeEach, describe, expect, it } from "vitest";
import { CLIENTS, type ClientName, errorOf, useServer } from "./testing.ts";

describe.each(Object.keys(CLIENTS) as ClientName[])("batch(), executeMultiple() and migrate() of %s", (name) => {
  const server = useServer();
  let client: Client;
  const sum = async () => (await client.execute("SELECT coalesce(SUM(a), 0) FROM t")).rows[0]?.[0];
  beforeEach(async () => {
    client = CLIENTS[name]({ url: server.url });
    await client.executeMultiple(
      "DROP TABLE IF EXISTS t; DROP TABLE IF EXISTS t2; CREATE TABLE t (a UNIQUE); CREATE TABLE t2 (a)",
    );
  });

  it("runs statements in order and gives each one's result", async () => {
    const results = await client.batch(
      [
        "INSERT INTO t VALUES (1)",
        "SELECT * FROM t",
        { sql: "INSERT INTO t VALUES (?)", args: [2] },
        "SELECT * FROM t ORDER BY a",
      ],
      "write",
    );
    expect(results.map(({ rows }) => rows.map((row) => row.a))).toEqual([[], [1], [], [1, 2]]);
  });

  it.each(["read", "write", "deferred"] as const)("reads in mode %s", async (mode) => {
    const [result] = await client.batch(["SELECT 1 + 1"], mode);
    expect(result?.rows[0]?.[0]).toBe(2);
  });

  it("writes in a deferred batch after a read", async () => {
    const results = await client.batch(["SELECT 1", "INSERT INTO t VALUES (21) RETURNING 2 * a"], "deferred");
    expect(results[1]?.rows[0]?.[0]).toBe(42);
  });

  it("rolls the whole batch back on an error, and says which statement it was", async () => {
    const error = await errorOf(
      client.batch(["INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "SELECT 1"], "write"),
    );
    expect(error).toMatchObject({ code: "SQLITE_CONSTRAINT", statementIndex: 1 });
    expect(await sum()).toBe(0);
  });

  it("takes thousands of statements, equal ones and different ones", async () => {
    const different = await client.batch(
      Array.from({ length: 1000 }, (_, index) => `SELECT ${index}`),
      "read",
    );
    expect(different.map(({ rows }) => rows[0]?.[0])).toEqual(Array.from({ length: 1000 }, (_, index) => index));
    const equal = Array.from({ length: 2000 }, (_, index) => ({ sql: "SELECT ?", args: [index] }));
    expect((await client.batch(equal, "read")).at(-1)?.rows[0]?.[0]).toBe(1999);
  });

  it("keeps concurrent batches apart", async () => {
    const rounds = Array.from({ length: 100 }, async (_, index) => {
      const results = await client.batch(
        [
          { sql: "INSERT INTO t VALUES (?)", args: [index] },
          { sql: "INSERT INTO t2 VALUES (?)", args: [index * 10] },
          "SELECT (SELECT SUM(a) FROM t) * 10 = (SELECT SUM(a) FROM t2)",
        ],
        "write",
      );
      return results[2]?.rows[0]?.[0];
    });
    expect(new Set(await Promise.all(rounds))).toEqual(new Set([1]));
    expect(await sum()).toBe(4950);
  });

  it("runs a script, triggers and comments with semicolons included", async () => {
    await client.executeMultiple(`
      INSERT INTO t VALUES (1); -- one; two
      CREATE TRIGGER on_t AFTER INSERT ON t BEGIN
        INSERT INTO t2 SELECT CASE WHEN new.a > 4 THEN new.a END;
        INSERT INTO t2 VALUES ('; END;');
      END;
      /* INSERT INTO t VALUES (100); */
      INSERT INTO t VALUES (8);
    `);
    expect(await sum()).toBe(9);
    expect((await client.execute("SELECT a FROM t2")).rows.map((row) => row[0])).toEqual([8, "; END;"]);
  });

  it("stops a script at its first error, and keeps what was done before", async () => {
    const script = "INSERT INTO t VALUES (1); INSERT INTO t VALUES (foo()); INSERT INTO t VALUES (8)";
    expect(await errorOf(client.executeMultiple(script))).toMatchObject({ code: "SQL_INPUT_ERROR" });
    expect(await sum()).toBe(1);
  });

  it("commits and rolls back the transaction of a script", async () => {
    await client.executeMultiple("BEGIN; INSERT INTO t VALUES (1); COMMIT");
    await errorOf(client.executeMultiple("BEGIN; INSERT INTO t VALUES (2); INSERT INTO t VALUES (1); COMMIT"));
    expect(await sum()).toBe(1);
  });

  it("migrates with foreign keys off, and on again afterwards", async () => {
    await client.executeMultiple(
      "DROP TABLE IF EXISTS child; DROP TABLE IF EXISTS parent; CREATE TABLE parent (id INTEGER PRIMARY KEY); CREATE TABLE child (p REFERENCES parent (id)); INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)",
    );
    await client.migrate([
      "DROP TABLE parent",
      "CREATE TABLE parent (id INTEGER PRIMARY KEY, more TEXT)",
      "INSERT INTO parent (id) VALUES (1)",
    ]);
    expect((await client.execute("SELECT * FROM parent")).columns).toEqual(["id", "more"]);
    expect(await errorOf(client.execute("INSERT INTO child VALUES (2)"))).toMatchObject({ code: "SQLITE_CONSTRAINT" });
  });

  it("rolls a failed migration back", async () => {
    await errorOf(client.migrate(["CREATE TABLE never (a)", "CREATE TABLE t (a)"]));
    expect(await errorOf(client.execute("SELECT * FROM never"))).toMatchObject({ code: "SQLITE_UNKNOWN" });
  });
});
