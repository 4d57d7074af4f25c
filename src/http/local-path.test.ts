import { expect, test } from "vitest";
import { knownPath } from "./local-path.ts";

test.each([
  ["/collect?organization_id=1&invoice_id=2", "/collect?organization_id=1&invoice_id=2"],
  ["/collections", "/collections"],
  ["/collections/col_0000000000000000000000000", "/collections/col_0000000000000000000000000"],
  ["/setup#x", "/setup"],
  ["/x/../setup", "/setup"],
])("P9: %s leads to %s", (text, expected) => {
  expect(knownPath(text)).toBe(expected);
});

test.each([
  undefined,
  "",
  "https://evil.example/collect",
  "//evil.example/collect",
  "/\\evil.example/collect",
  "/\t/evil.example/collect",
  "\\\\evil.example",
  "javascript:alert(1)",
  "/sign-out",
  "/collect/../sign-out",
  "/api/v1/counters",
  `/collect?x=${"y".repeat(1_000)}`,
])("P9: %s leads to the list", (text) => {
  expect(knownPath(text)).toBe("/collections");
});
