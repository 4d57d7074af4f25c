import { describe, expect, it } from "vitest";
import { MAX_BODY_BYTES } from "./http.ts";
import { STREAM_IDLE_MS } from "./streams.ts";
import { ManualClock, useServer } from "./testing.ts";

const clock = new ManualClock();
const server = useServer({ now: clock.now });
const post = (path: string, body: BodyInit) => fetch(`${server.url}${path}`, { method: "POST", body });
const send = async (body: object, path = "/v3/pipeline") => {
  const response = await post(path, JSON.stringify(body));
  return { status: response.status, body: await response.json() };
};
const execute = (sql: string) => ({ type: "execute", stmt: { sql } });
const integer = (value: number) => ({ type: "integer", value: String(value) });

describe("versions", () => {
  it.each(["/v2", "/v3", "/health"])("answers GET %s", async (path) => {
    expect((await fetch(server.url + path)).status).toBe(200);
  });

  it.each(["/v3-protobuf", "/v1", "/v2/pipeline"])("has nothing at GET %s", async (path) => {
    expect((await fetch(server.url + path)).ok).toBe(false);
  });

  it.each(["/v2/pipeline", "/v3/pipeline"])("serves %s", async (path) => {
    const { status, body } = await send({ requests: [execute("SELECT 7 AS n"), { type: "close" }] }, path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      baton: null,
      base_url: null,
      results: [
        {
          type: "ok",
          response: { type: "execute", result: { cols: [{ name: "n", decltype: null }], rows: [[integer(7)]] } },
        },
        { type: "ok", response: { type: "close" } },
      ],
    });
  });
});

describe("streams", () => {
  it("keeps the state of a stream from baton to baton, each good for one request", async () => {
    const first = await send({ requests: [execute("BEGIN"), { type: "store_sql", sql_id: 5, sql: "SELECT 5" }] });
    const second = await send({
      baton: first.body.baton,
      requests: [{ type: "get_autocommit" }, { type: "execute", stmt: { sql_id: 5 } }],
    });
    expect(second.body.baton).not.toBe(first.body.baton);
    expect(second.body.results).toMatchObject([
      { response: { type: "get_autocommit", is_autocommit: false } },
      { response: { result: { rows: [[integer(5)]] } } },
    ]);
    const again = await send({ baton: first.body.baton, requests: [] });
    expect(again.status).toBe(400);
    const close = await send({ baton: second.body.baton, requests: [{ type: "close" }, execute("SELECT 1")] });
    expect(close.body).toMatchObject({ baton: null, results: [{ type: "ok" }, { error: { code: "STREAM_CLOSED" } }] });
  });

  it("forgets stored texts when told, and knows only its own", async () => {
    const { body } = await send({
      requests: [
        { type: "store_sql", sql_id: 1, sql: "SELECT 1" },
        { type: "store_sql", sql_id: 1, sql: "SELECT 2" },
        { type: "close_sql", sql_id: 1 },
        { type: "execute", stmt: { sql_id: 1 } },
        { type: "execute", stmt: { sql: "SELECT 1", sql_id: 1 } },
        { type: "execute", stmt: {} },
        { type: "close" },
      ],
    });
    expect(body.results.map((result: { error?: { code: string } }) => result.error?.code)).toEqual([
      undefined,
      "SQL_EXISTS",
      undefined,
      "SQL_NOT_FOUND",
      "SQL_INVALID",
      "SQL_INVALID",
      undefined,
    ]);
  });

  it("says that an idle stream expired", async () => {
    const { body } = await send({ requests: [execute("BEGIN")] });
    clock.advance(STREAM_IDLE_MS);
    const late = await send({ baton: body.baton, requests: [] });
    expect(late).toMatchObject({ status: 400, body: { code: "STREAM_EXPIRED" } });
  });

  it("refuses a baton it never gave", async () => {
    expect(await send({ baton: "made up", requests: [] })).toMatchObject({
      status: 400,
      body: { error: expect.stringContaining("baton") },
    });
  });
});

describe("requests", () => {
  const batchOf = (steps: object[]) => send({ requests: [{ type: "batch", batch: { steps } }, { type: "close" }] });
  const one = { stmt: { sql: "SELECT 1" } };
  const bad = { stmt: { sql: "SELECT bad" } };
  const ranLast = async (condition: object) => {
    const { body } = await batchOf([
      one,
      bad,
      { ...one, condition: { type: "error", step: 0 } },
      { ...one, condition },
    ]);
    return body.results[0].response.result.step_results[3] !== null;
  };

  it.each([
    [{ type: "ok", step: 0 }, true],
    [{ type: "ok", step: 1 }, false],
    [{ type: "ok", step: 2 }, false],
    [{ type: "error", step: 0 }, false],
    [{ type: "error", step: 1 }, true],
    [{ type: "error", step: 2 }, false],
    [{ type: "not", cond: { type: "ok", step: 1 } }, true],
    [
      {
        type: "and",
        conds: [
          { type: "ok", step: 0 },
          { type: "error", step: 1 },
        ],
      },
      true,
    ],
    [
      {
        type: "and",
        conds: [
          { type: "ok", step: 0 },
          { type: "ok", step: 1 },
        ],
      },
      false,
    ],
    [
      {
        type: "or",
        conds: [
          { type: "ok", step: 1 },
          { type: "ok", step: 0 },
        ],
      },
      true,
    ],
    [{ type: "or", conds: [] }, false],
    [{ type: "is_autocommit" }, true],
  ])("runs a step if %j is %s", async (condition, expected) => {
    expect(await ranLast(condition)).toBe(expected);
  });

  it("refuses a condition on a step that is not before it", async () => {
    const { body } = await batchOf([{ ...one, condition: { type: "not", cond: { type: "ok", step: 0 } } }]);
    expect(body.results[0]).toMatchObject({ type: "error", error: { code: "BATCH_COND_BAD_STEP" } });
  });

  it("stops a transaction that a step rolled back, when asked by is_autocommit", async () => {
    const inTransaction = { type: "not", cond: { type: "is_autocommit" } };
    const { body } = await batchOf([
      { stmt: { sql: "BEGIN" } },
      { stmt: { sql: "ROLLBACK" } },
      { ...one, condition: inTransaction },
    ]);
    expect(body.results[0].response.result.step_results[2]).toBeNull();
  });

  it("leaves the rows out when they are not wanted", async () => {
    const { body } = await send({ requests: [{ type: "execute", stmt: { sql: "SELECT 1", want_rows: false } }] });
    expect(body.results[0].response.result).toMatchObject({ cols: [{ name: "1" }], rows: [] });
  });

  it.each([
    ["SELECT 1 AS x WHERE ?2 = :a", { params: [null, "?2", ":a"], cols: ["x"], is_explain: false, is_readonly: true }],
    ["EXPLAIN CREATE TABLE x (a)", { params: [], is_explain: true, is_readonly: true }],
    ["CREATE TABLE described (a)", { params: [], cols: [], is_explain: false, is_readonly: false }],
    ["WITH x AS (SELECT 1) SELECT * FROM x", { params: [], cols: ["1"], is_explain: false, is_readonly: true }],
    ["PRAGMA user_version = 3", { params: [], cols: [], is_explain: false, is_readonly: false }],
  ])("describes %s", async (sql, { params, cols, ...rest }: { params: unknown[]; cols?: string[] }) => {
    const { body } = await send({ requests: [{ type: "describe", sql }, { type: "close" }] });
    const { result } = body.results[0].response;
    expect(result).toMatchObject({ ...rest, params: params.map((name) => ({ name })) });
    if (cols !== undefined) expect(result.cols.map((col: { name: string }) => col.name)).toEqual(cols);
  });

  it("streams a batch by cursor, and keeps its stream", async () => {
    const steps = [
      { stmt: { sql: "SELECT 1 AS a UNION SELECT 2" } },
      bad,
      { ...one, condition: { type: "ok", step: 1 } },
    ];
    const text = await (await post("/v3/cursor", JSON.stringify({ batch: { steps } }))).text();
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { baton: expect.any(String), base_url: null },
      { type: "step_begin", step: 0, cols: [{ name: "a" }] },
      { type: "row", row: [integer(1)] },
      { type: "row", row: [integer(2)] },
      { type: "step_end", affected_row_count: 0, last_insert_rowid: null },
      { type: "step_error", step: 1, error: { code: "SQL_INPUT_ERROR" } },
    ]);
    expect((await send({ baton: lines[0].baton, requests: [{ type: "close" }] })).status).toBe(200);
  });
});

describe("malformed requests", () => {
  it.each([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no requests", "{}"],
    ["an unknown request", '{"requests":[{"type":"dance"}]}'],
    ["an unknown value", '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"date"}]}}]}'],
    [
      "a huge integer",
      '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"integer","value":"9223372036854775808"}]}}]}',
    ],
    [
      "a blob that is not base64",
      '{"requests":[{"type":"execute","stmt":{"sql":"SELECT ?","args":[{"type":"blob","base64":"é"}]}}]}',
    ],
    ["bytes that are not UTF-8", new Uint8Array([0x7b, 0xff])],
    [
      "a bottomless condition",
      `{"requests":[{"type":"batch","batch":{"steps":[{"stmt":{"sql":"SELECT 1"},"condition":${'{"type":"not","cond":'.repeat(20_000)}{"type":"is_autocommit"}${"}".repeat(20_000)}}]}}]}`,
    ],
  ])("get a clear error for %s", async (_, body) => {
    const response = await post("/v2/pipeline", body);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining("Malformed request") });
    expect((await send({ requests: [execute("SELECT 1"), { type: "close" }] })).status).toBe(200);
  });

  it("get a clear error for a body that is too large", async () => {
    const response = await post("/v2/pipeline", new Uint8Array(MAX_BODY_BYTES + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ error: expect.stringContaining("bytes") });
  });

  it("get a clear error for an unknown place", async () => {
    expect(await send({}, "/v9/pipeline")).toMatchObject({ status: 404, body: { error: expect.any(String) } });
  });
});
