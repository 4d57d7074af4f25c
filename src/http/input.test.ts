import { describe, expect, test } from "vitest";
import { readAmount } from "./amount.ts";
import { readCursor, writeCursor } from "./collections/cursor.ts";
import { isLedgerOutage } from "./ledger-outage.ts";
import { misspelling } from "./misspelling.ts";

describe("amounts", () => {
  test.each([
    ["100", 10_000],
    ["100.5", 10_050],
    [" 100.50 ", 10_050],
    ["100.5000", 10_050],
    [100.5, 10_050],
    ["₹ 2,45,999.50", 24_599_950],
    ["1,234", 123_400],
    [".5", 50],
    ["5.", 500],
  ])("%s is read", (input, paise) => {
    expect(readAmount(input)).toEqual({ kind: "ok", amount: paise });
  });

  test.each([
    ["0", "amount_zero"],
    ["0.00", "amount_zero"],
    ["-1", "amount_negative"],
    ["-.5", "amount_negative"],
    ["1.001", "amount_too_precise"],
    [0.1 + 0.2, "amount_too_precise"],
    ["", "amount_malformed"],
    ["ten", "amount_malformed"],
    ["1e3", "amount_malformed"],
    [1e21, "amount_malformed"],
    [Number.NaN, "amount_malformed"],
    ["1,2", "amount_malformed"],
    ["1.2.3", "amount_malformed"],
    ["٣", "amount_malformed"],
    ["99999999999999", "amount_malformed"],
  ])("%s is %s", (input, code) => {
    expect(readAmount(input)).toMatchObject({ kind: "refused", code });
  });
});

describe("misspelt names", () => {
  const known = ["amount", "counter_id", "invoice_id", "payment_method"];
  test.each([
    ["ammount", "amount"],
    ["amout", "amount"],
    ["amonut", "amount"],
    ["Amount", "amount"],
    ["counterId", "counter_id"],
    ["paymentmethod", "payment_method"],
  ])("%s means %s", (found, meant) => {
    expect(misspelling([found], known)).toEqual({ found, meant });
  });

  test("others are other names, and a right one beside it stands", () => {
    expect(misspelling(["note", "discount", "invoice_date"], known)).toBeNull();
    expect(misspelling(["amount", "ammount"], known)).toBeNull();
  });
});

describe("cursors", () => {
  test("come back as they were written", () => {
    const place = { createdAt: 1_795_344_018_628, id: "col_0mhx2k1ab3f9q0r7s5t2u8v4w" };
    expect(readCursor(writeCursor(place))).toEqual(place);
  });

  test.each(["", "x", "%", "MTIz", writeCursor({ createdAt: 1, id: "col_x' or 1=1" })])("%s is none", (text) => {
    expect(readCursor(text)).toBeNull();
  });
});

describe("what the ledger throws", () => {
  const caused = (cause: Error) => new Error("Failed query: select 1", { cause });
  const coded = (name: string, code: string) => Object.assign(new Error("x"), { name, code });
  test.each([
    [caused(new TypeError("fetch failed")), true],
    [caused(Object.assign(new Error("late"), { name: "TimeoutError" })), true],
    [caused(coded("LibsqlError", "SQLITE_BUSY")), true],
    [caused(coded("LibsqlError", "SERVER_ERROR")), true],
    [new Error("Network connection lost."), true],
    [caused(new Error("SQLITE_ERROR: no such table: collections")), true],
    [caused(coded("LibsqlError", "SQLITE_CONSTRAINT")), false],
    [new TypeError("x is not a function"), false],
    ["text", false],
  ])("%s is an outage: %s", (error, expected) => {
    expect(isLedgerOutage(error)).toBe(expected);
  });
});
