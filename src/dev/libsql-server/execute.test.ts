import type { Client } from "@libsql/client";
import { beforeEach, describe, expect, it } from "vitest";
import { CLIENTS, type ClientName, errorOf, useServer } from "./testing.ts";

describe.each(Object.keys(CLIENTS) as ClientName[])("execute() of %s", (name) => {
  const server = useServer();
  let client: Client;
  beforeEach(async () => {
    client = CLIENTS[name]({ url: server.url });
    await client.batch(
      [
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b FLOAT CHECK (b < 100), c BLOB)",
      ],
      "write",
    );
  });

  it("gives the names, declared types and values of columns", async () => {
    await client.execute("INSERT INTO t VALUES (42, 'foo', 0.5, X'626172')");
    const { columns, columnTypes, rows } = await client.execute("SELECT *, 1+1 AS two FROM t");
    expect(columns).toEqual(["id", "a", "b", "c", "two"]);
    expect(columnTypes).toEqual(["INTEGER", "TEXT", "FLOAT", "BLOB", ""]);
    expect(Object.entries(rows[0] ?? {})).toEqual([
      ["id", 42],
      ["a", "foo"],
      ["b", 0.5],
      ["c", new Uint8Array([0x62, 0x61, 0x72]).buffer],
      ["two", 2],
    ]);
  });

  it("gives many rows, and none", async () => {
    const many = "WITH RECURSIVE n(x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT x FROM n";
    const { rows } = await client.execute(many);
    expect(rows.map((row) => row[0])).toEqual(Array.from({ length: 1000 }, (_, index) => index + 1));
    const none = await client.execute("SELECT a FROM t");
    expect(none).toMatchObject({ columns: ["a"], rows: [] });
  });

  it("counts changed rows, and only those of the statement itself", async () => {
    await client.executeMultiple(
      "CREATE TABLE IF NOT EXISTS log (x); CREATE TRIGGER tr AFTER INSERT ON t BEGIN INSERT INTO log VALUES (1); INSERT INTO log VALUES (2); END;",
    );
    expect((await client.execute("INSERT INTO t (a) VALUES ('x'), ('y'), ('z')")).rowsAffected).toBe(3);
    expect((await client.execute("UPDATE t SET b = 1 WHERE a <> 'x'")).rowsAffected).toBe(2);
    expect((await client.execute("SELECT * FROM t")).rowsAffected).toBe(0);
    expect((await client.execute("DELETE FROM t")).rowsAffected).toBe(3);
    expect((await client.execute("DELETE FROM t")).rowsAffected).toBe(0);
    const copied = await client.execute("WITH v(a) AS (VALUES ('p'), ('q')) INSERT INTO t (a) SELECT a FROM v");
    expect(copied.rowsAffected).toBe(2);
  });

  it("gives the rowid of an insert and of nothing else", async () => {
    const inserted = await client.execute("INSERT INTO t (id, a) VALUES (9223372036854775807, 'x')");
    expect(inserted.lastInsertRowid).toBe(9223372036854775807n);
    expect(inserted.toJSON()).toEqual({
      columns: [],
      columnTypes: [],
      rows: [],
      rowsAffected: 1,
      lastInsertRowid: "9223372036854775807",
    });
    expect((await client.execute("SELECT 1")).lastInsertRowid).toBeUndefined();
  });

  it("gives the rows and the count of RETURNING", async () => {
    const returned = await client.execute(
      "INSERT INTO t (id, a) VALUES (5, 'x'), (6, 'y') RETURNING a, id * 2 AS twice",
    );
    expect(returned).toMatchObject({ columns: ["a", "twice"], rowsAffected: 2, lastInsertRowid: 6n });
    expect(returned.rows.map((row) => Array.from(row))).toEqual([
      ["x", 10],
      ["y", 12],
    ]);
  });

  it.each([
    ["SELECT ?, ?", ["x", "y"], ["x", "y"]],
    ["SELECT ?2, ?3, ?1", ["x", "y", "z"], ["y", "z", "x"]],
    ["SELECT ?3, ?1", ["x", "y", "z"], ["z", "x"]],
    ["SELECT ?2, ?, ?3 -- ? in a comment", ["x", "y", "z"], ["y", "z", "z"]],
    ["SELECT :b, :a, :b || :a", { a: "x", ":b": "y" }, ["y", "x", "yx"]],
    ["SELECT @b, @a, ?1", { a: "x", "@b": "y" }, ["y", "x", "y"]],
    ['SELECT $b, $a, \'?\', "$b" FROM (SELECT 1 AS "$b")', { a: "x", $b: "y" }, ["y", "x", "?", 1]],
  ])("binds the arguments of %s", async (sql, args, expected) => {
    const { rows } = await client.execute({ sql, args });
    expect(Array.from(rows[0] ?? [])).toEqual(expected);
  });

  it.each([
    ["SELECT ?, ?", ["x"]],
    ["SELECT ?", ["x", "y"]],
    ["SELECT :a", { b: "x" }],
  ])("refuses arguments that do not fit %s", async (sql, args) => {
    expect(await errorOf(client.execute({ sql, args }))).toMatchObject({ name: "LibsqlError", code: "ARGS_INVALID" });
  });

  it.each([
    ["INSERT INTO t (a) VALUES ('twice')", "SQLITE_CONSTRAINT", /UNIQUE constraint failed: t\.a/],
    ["INSERT INTO t (a) VALUES ('twice') RETURNING id", "SQLITE_CONSTRAINT", /UNIQUE constraint failed: t\.a/],
    ["INSERT INTO t (b) VALUES (100)", "SQLITE_CONSTRAINT", /CHECK constraint failed/],
    ["INSERT INTO t (id) VALUES ('word')", "SQLITE_MISMATCH", /datatype mismatch/],
    ["SELECT absent", "SQL_INPUT_ERROR", /no such column: absent \(at offset 7\)/],
    ["SELECT * FROM nowhere", "SQLITE_UNKNOWN", /no such table: nowhere/],
    ["THIS IS NOT SQL", "SQL_PARSE_ERROR", /syntax error/],
    ["SELECT 1 FROM", "SQL_PARSE_ERROR", /incomplete input/],
    ["SELECT 1 \0 + 1", "SQL_PARSE_ERROR", /NUL/],
    ["-- nothing", "SQL_NO_STATEMENT", /not contain any statement/],
    ["SELECT 1; SELECT 2", "SQL_MANY_STATEMENTS", /more than one statement/],
    ["ATTACH '/tmp/other.db' AS other", "SQL_PARSE_ERROR", /unsupported statement/],
    ["PRAGMA synchronous = OFF", "SQL_PARSE_ERROR", /unsupported statement/],
    ["PRAGMA journal_mode(DELETE)", "SQL_PARSE_ERROR", /unsupported statement/],
    ["CREATE TEMP TABLE x (a)", "SQL_PARSE_ERROR", /unsupported statement/],
  ])("refuses %s with %s", async (sql, code, message) => {
    await client.execute("INSERT INTO t (a) VALUES ('twice')");
    const error = await errorOf(client.execute(sql));
    expect(error).toMatchObject({ name: "LibsqlError", code, message: expect.stringMatching(message) });
  });

  it("enforces foreign keys, and enforces them again after a client turned them off", async () => {
    await client.executeMultiple("CREATE TABLE IF NOT EXISTS child (t REFERENCES t (id)); PRAGMA foreign_keys = OFF");
    expect((await client.execute("PRAGMA foreign_keys")).rows[0]?.[0]).toBe(1);
    expect(await errorOf(client.execute("INSERT INTO child VALUES (1)"))).toMatchObject({ code: "SQLITE_CONSTRAINT" });
  });

  it("runs in WAL with full sync", async () => {
    expect((await client.execute("PRAGMA journal_mode")).rows[0]?.[0]).toBe("wal");
    expect((await client.execute("PRAGMA synchronous")).rows[0]?.[0]).toBe(2);
  });

  it("explains without arguments, again and again", async () => {
    for (let round = 0; round < 3; round += 1) {
      const { rows } = await client.execute("EXPLAIN QUERY PLAN SELECT * FROM t WHERE a = ?");
      expect(rows.length).toBe(1);
    }
  });
});

describe("a server that is not there", () => {
  it.each(Object.keys(CLIENTS) as ClientName[])("is an error of %s", async (name) => {
    const client = CLIENTS[name]({ url: "http://127.0.0.1:1" });
    expect(await errorOf(client.execute("SELECT 1"))).toBeInstanceOf(Error);
  });
});
