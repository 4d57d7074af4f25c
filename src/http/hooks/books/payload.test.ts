import { expect, test } from "vitest";
import { readBooksPayload } from "./payload.ts";

const read = (body: string, type = "application/json", query = "") =>
  readBooksPayload(new URLSearchParams(query), type, new TextEncoder().encode(body));
const FORM = "application/x-www-form-urlencoded";
const ID = "9460000000000012345";

test.each([
  [
    "the default payload, its id a number beyond 2^53",
    `{"organization_id":"60","invoice":{"invoice_id":${ID}}}`,
    undefined,
  ],
  ["the default payload, its id text", `{"invoice":{"invoice_id":"${ID}","total":"10.00"}}`, undefined],
  ["a raw body", `{"invoice_id":"${ID}"}`, undefined],
  ["an older payload", `{"data":{"invoice":{"invoice_id":"${ID}"}}}`, undefined],
  ["the form field JSONString", `JSONString=${encodeURIComponent(`{"invoice":{"invoice_id":${ID}}}`)}`, FORM],
  ["plain form fields", `invoice_id=${ID}&status=sent`, FORM],
])("%s names its invoice, whole", (_name, body, type) => {
  expect(read(body, type)?.invoiceId).toBe(ID);
});

test("the address may name it when the body does not", () => {
  expect(read("", "", `invoice_id=${ID}`)?.invoiceId).toBe(ID);
  expect(read("{}", "application/json", `invoice_id=${ID}`)?.invoiceId).toBe(ID);
  expect(read(`{"invoice_id":"7"}`, "application/json", `invoice_id=${ID}`)?.invoiceId).toBe("7");
});

test.each([
  "not json",
  "[]",
  "null",
  '"text"',
  "{}",
  '{"invoice":{}}',
  '{"invoice":{"invoice_id":true}}',
  '{"invoice_id":1.5}',
])("nothing is made of %s", (body) => {
  expect(read(body)).toBeNull();
});
