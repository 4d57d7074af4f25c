import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { booksSigned, readPaymentsSignature, verifyBooks, verifyPayments } from "./zoho-signature.ts";

const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const text = (signed: Uint8Array) => new TextDecoder().decode(signed);
const SECRET = "aSecretOfLettersAnd123";
const JSON_BODY = '{"created_date":"2019-03-06","event_id":"5675"}';

test("Books signs its pairs sorted and joined, then the raw JSON: Zoho's own example", () => {
  const query = new URLSearchParams("subscription_id=90343&name=basic");
  expect(text(booksSigned(query, "application/json", bytes(JSON_BODY)))).toBe(
    `namebasicsubscription_id90343${JSON_BODY}`,
  );
});

test("a form's pairs are decoded before they are sorted and joined, and no raw body follows", () => {
  const form = bytes("name=Asha%20%26%20Sons&b=%E2%82%B9&a+b=c");
  const signed = booksSigned(new URLSearchParams("z=1&aa=2"), "application/x-www-form-urlencoded; charset=utf-8", form);
  expect(text(signed)).toBe("a bcaa2b₹nameAsha & Sonsz1");
});

test("Books' signature holds for its own bytes and secret alone, whatever the bytes are", async () => {
  const odd = Uint8Array.from([0x7b, 0xff, 0x00, 0x7d]);
  const signed = booksSigned(new URLSearchParams(), "application/json", odd);
  const signature = createHmac("sha256", SECRET).update(odd).digest("hex");
  expect(await verifyBooks(SECRET, signed, signature)).toBe(true);
  expect(await verifyBooks(SECRET, signed, ` ${signature} `)).toBe(true);
  expect(await verifyBooks("anotherSecret12345", signed, signature)).toBe(false);
  expect(await verifyBooks(SECRET, bytes("{}"), signature)).toBe(false);
  for (const wrong of [undefined, "", signature.slice(1), `${signature}0`, signature.toUpperCase(), "zz"]) {
    expect(await verifyBooks(SECRET, signed, wrong)).toBe(false);
  }
});

test("Payments' signature is of its time and its raw body", async () => {
  const body = bytes('{"event_id":9973000000138072}');
  const v = createHmac("sha256", SECRET).update("1745558807514.").update(body).digest("hex");
  const read = readPaymentsSignature(`t=1745558807514,v=${v}`);
  expect(read).toMatchObject({ at: 1_745_558_807_514 });
  if (!read) throw new Error("unread");
  expect(await verifyPayments(SECRET, read, body)).toBe(true);
  expect(await verifyPayments(SECRET, { ...read, t: "1745558807515" }, body)).toBe(false);
  expect(await verifyPayments(SECRET, read, bytes('{"event_id":9973000000138073}'))).toBe(false);
  for (const wrong of [undefined, "", v, "t=1,v=2", `v=${v}`, `t=x,v=${v}`, `t=1745558807514,v=${v}0`]) {
    expect(readPaymentsSignature(wrong)).toBeNull();
  }
});
