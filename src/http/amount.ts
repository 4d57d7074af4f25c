import { type Paise, parseRupees } from "../collection/money.ts";
import type { ErrorCode } from "./errors.ts";

export type AmountRead =
  | { kind: "ok"; amount: Paise }
  | { kind: "refused"; code: Extract<ErrorCode, `amount_${string}`>; message: string };

/** Reads an amount as people and programs send it: rupees, at most two decimals, more than zero. */
export function readAmount(input: string | number): AmountRead {
  const text = String(input)
    .trim()
    .replace(/^₹\s*/, "")
    .replace(GROUPED, (grouped) => grouped.replaceAll(",", ""));
  if (/^-\s*[\d.]/.test(text)) return refused("amount_negative", "The amount must be more than zero, not negative.");
  if (!/^\d+(\.\d*)?$|^\.\d+$/.test(text)) {
    return refused("amount_malformed", 'The amount must be rupees as a decimal number, such as "1250.50".');
  }
  if (/\.\d{2}\d*[1-9]/.test(text)) {
    return refused("amount_too_precise", "The amount has more than two decimals. Round it to whole paise.");
  }
  const amount = parseRupees(text.replace(/^\./, "0.").replace(/\.$/, ""));
  if (amount === null) return refused("amount_malformed", "The amount is too large.");
  if (amount === 0) return refused("amount_zero", "The amount must be more than zero.");
  return { kind: "ok", amount };
}

/** Digits grouped by commas, in thousands or the Indian way: `2,45,999`. */
const GROUPED = /^\d{1,3}(,\d{2,3})*,\d{3}(?=\.|$)/;

const refused = (code: Extract<ErrorCode, `amount_${string}`>, message: string): AmountRead => ({
  kind: "refused",
  code,
  message,
});
