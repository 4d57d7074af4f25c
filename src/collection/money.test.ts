import fc from "fast-check";
import { expect, test } from "vitest";
import { inr, paise, parseRupees, rupees, rupeesNumber } from "./money.ts";

const amount = fc.integer({ min: 0, max: 10 ** 15 - 1 }).map(paise);

test("every amount survives the way to Zoho as a number and back as text", () => {
  fc.assert(
    fc.property(amount, (value) => {
      expect(parseRupees(rupees(value))).toBe(value);
      const wire = JSON.stringify(rupeesNumber(value));
      if (value < 10 ** 13) expect(parseRupees(wire)).toBe(value);
    }),
  );
});

test.each(["", " ", "-1", "1.005", "1e3", "NaN", "1,000", "₹1", ".5", "1.", "0x10", "12345678901234"])(
  "%j is no amount",
  (text) => {
    expect(parseRupees(text)).toBeNull();
  },
);

test.each([
  ["100.5", 10_050],
  ["100.50", 10_050],
  ["100.5000", 10_050],
  ["0.01", 1],
  [" 7 ", 700],
])("%j is %i paise", (text, expected) => {
  expect(parseRupees(text)).toBe(expected);
});

test("people see Indian grouping", () => {
  const shown = [1, 99_999, 100_000, 1_234_567, 24_599_950, 12_345_678_900].map((value) => inr(paise(value)));
  expect(shown).toEqual(["₹0.01", "₹999.99", "₹1,000.00", "₹12,345.67", "₹2,45,999.50", "₹12,34,56,789.00"]);
});
