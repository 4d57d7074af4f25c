import { describe, expect, it } from "vitest";
import { splitStatements } from "./sql-statements.ts";
import { isSupported } from "./supported.ts";

const texts = (sql: string) => splitStatements(sql).map((statement) => statement.sql);
const only = (sql: string) => {
  const [statement] = splitStatements(sql);
  if (statement === undefined) throw new Error(`no statement in ${sql}`);
  return statement;
};

describe("splitStatements", () => {
  it.each([
    ["", []],
    [" ; -- only a comment;\n ;/* ; */", []],
    ["SELECT 1", ["SELECT 1"]],
    ["SELECT 1;;SELECT 2;", ["SELECT 1", "SELECT 2"]],
    [
      "SELECT 'it''s; -- text'; SELECT \"a;b\", `c;d`, [e;f]",
      ["SELECT 'it''s; -- text'", 'SELECT "a;b", `c;d`, [e;f]'],
    ],
    ["/* one; */ SELECT 1 -- two;\n; SELECT 2 /* open; ", ["SELECT 1", "SELECT 2"]],
    ["SELECT 'not closed; SELECT 2", ["SELECT 'not closed; SELECT 2"]],
    [
      "create trigger x after insert on t begin select 1; select case when 1 then 2 end; end; SELECT 2",
      ["create trigger x after insert on t begin select 1; select case when 1 then 2 end; end", "SELECT 2"],
    ],
    ["BEGIN; SELECT 1; END; SELECT 2", ["BEGIN", "SELECT 1", "END", "SELECT 2"]],
  ])("cuts %j", (sql, expected) => {
    expect(texts(sql)).toEqual(expected);
  });

  it.each([
    ["SELECT 1", "SELECT", false],
    ["EXPLAIN QUERY PLAN DELETE FROM t", "DELETE", true],
    ["WITH a AS (SELECT 1), b AS (VALUES (2)) UPDATE t SET x = 1", "UPDATE", false],
    ["with recursive c(x) as (select 1 union select x from c) insert into t select * from c", "INSERT", false],
    ["replace into t values (1)", "REPLACE", false],
    ["(", "", false],
  ])("finds what %s does", (sql, verb, isExplain) => {
    expect(only(sql)).toMatchObject({ verb, isExplain });
  });

  it.each([
    ["SELECT ?, ?", [undefined, undefined]],
    ["SELECT ?3, ?1, ?", ["?1", undefined, "?3", undefined]],
    ["SELECT :a, @b, $c, :a, ?2", [":a", "@b", "$c"]],
    ["SELECT '?', \":a\", x'00' -- ?", []],
    ["SELECT $a::b(c), json->>'$.x' FROM t WHERE a=?", ["$a::b(c)", undefined]],
  ])("numbers the parameters of %s", (sql, params) => {
    expect(only(sql).params).toEqual(params);
  });
});

describe("isSupported", () => {
  it.each([
    ["PRAGMA foreign_keys=off", true],
    ["PRAGMA main.table_info(t)", true],
    ["PRAGMA journal_mode", true],
    ["PRAGMA main.journal_mode = DELETE", false],
    ["PRAGMA synchronous(0)", false],
    ["PRAGMA wal_checkpoint", false],
    ["VACUUM INTO 'copy.db'", false],
    ["DETACH x", false],
    ["CREATE TEMPORARY VIEW v AS SELECT 1", false],
    ["CREATE TABLE temp_t (a)", true],
  ])("of %s is %s", (sql, expected) => {
    expect(isSupported(only(sql))).toBe(expected);
  });
});
