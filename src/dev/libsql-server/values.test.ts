import type { IntMode, InValue, Value } from "@libsql/client";
import { describe, expect, it } from "vitest";
import { CLIENTS, type ClientName, errorOf, useServer } from "./testing.ts";

const bytes = Uint8Array.from({ length: 256 }, (_, index) => 255 - index);

const KEPT: readonly [string, InValue, Value, IntMode?][] = [
  ["text", "counter 3", "counter 3"],
  ["empty text", "", ""],
  ["text with control characters", "\t\r\n\u0001", "\t\r\n\u0001"],
  ["text beyond ASCII", "₹ 1.234,50 – चालान 🧾", "₹ 1.234,50 – चालान 🧾"],
  ["null", null, null],
  ["integer as float", 7, 7, "bigint"],
  ["fraction", -0.125, -0.125],
  ["large float", 1e18, 1e18, "bigint"],
  ["greatest float", Number.MAX_VALUE, Number.MAX_VALUE],
  ["least float", Number.MIN_VALUE, Number.MIN_VALUE],
  ["bigint as number", 12n, 12, "number"],
  ["greatest safe bigint", 9007199254740991n, 9007199254740991, "number"],
  ["bigint", 1152921504608088318n, 1152921504608088318n, "bigint"],
  ["greatest bigint", 9223372036854775807n, 9223372036854775807n, "bigint"],
  ["least bigint", -9223372036854775808n, -9223372036854775808n, "bigint"],
  ["bigint as text", 9223372036854775807n, "9223372036854775807", "string"],
  ["true", true, 1],
  ["false", false, 0n, "bigint"],
  ["date", new Date("2026-02-03T04:05:06Z"), 1770091506000],
  ["ArrayBuffer", bytes.buffer, bytes.buffer],
  ["Uint8Array", bytes, bytes.buffer],
  ["empty blob", new Uint8Array(), new ArrayBuffer(0)],
];

describe.each(Object.keys(CLIENTS) as ClientName[])("values through %s", (name) => {
  const server = useServer();
  const ask = async (value: InValue, intMode: IntMode = "number") => {
    const client = CLIENTS[name]({ url: server.url, intMode });
    const { rows } = await client.execute({ sql: "SELECT ?", args: [value] });
    return rows[0]?.[0];
  };

  it.each(KEPT)("keeps %s", async (_, sent, received, intMode) => {
    expect(await ask(sent, intMode)).toStrictEqual(received);
  });

  it("refuses an integer that a number cannot hold, in number mode", async () => {
    expect(await errorOf(ask(9007199254740992n))).toBeInstanceOf(RangeError);
  });

  it.each([
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["2^63", 2n ** 63n],
  ])("refuses %s", async (_, v) => {
    expect(await errorOf(ask(v))).toBeInstanceOf(RangeError);
  });

  it("keeps the storage class of what is sent", async () => {
    const client = CLIENTS[name]({ url: server.url });
    const { rows } = await client.execute({
      sql: "SELECT typeof(?), typeof(?), typeof(?), typeof(?), typeof(?)",
      args: [1, 1n, "1", null, new Uint8Array([1])],
    });
    expect(Array.from(rows[0] ?? [])).toEqual(["real", "integer", "text", "null", "blob"]);
  });

  it("refuses a text it could not give back whole", async () => {
    expect(await errorOf(ask("a\0b"))).toMatchObject({ code: "ARGS_INVALID" });
  });
});
