import { z } from "zod";

/** Whole paise. Money is never a float here: Zoho's numbers and strings are read as decimal text. */
export const Paise = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).brand<"Paise">();
export type Paise = z.infer<typeof Paise>;

export const paise = (value: number): Paise => Paise.parse(value);

const DECIMAL = /^(\d{1,13})(?:\.(\d+))?$/;

/**
 * Reads rupees as Zoho writes them (`100.5`, `"100.50"`, `"100.5000"`) and as people type them in our API.
 * Returns null for anything that is not a non-negative amount of whole paise.
 */
export function parseRupees(input: string | number): Paise | null {
  const found = DECIMAL.exec(String(input).trim());
  if (!found) return null;
  const fraction = (found[2] ?? "").replace(/0+$/, "");
  if (fraction.length > 2) return null;
  return paise(Number(found[1]) * 100 + Number(fraction.padEnd(2, "0")));
}

/** `10050` → `"100.50"`: the form of our API and of Zoho's answers. */
export function rupees(amount: Paise): string {
  return `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, "0")}`;
}

/** `10050` → `100.5`: the JSON number Zoho asks for in requests; exact for every amount `parseRupees` accepts. */
export function rupeesNumber(amount: Paise): number {
  return Number(rupees(amount));
}

/** `24599950` → `"₹2,45,999.50"`: Indian grouping, for people. */
export function inr(amount: Paise): string {
  const [whole = "0", fraction = "00"] = rupees(amount).split(".");
  const last = whole.slice(-3);
  const rest = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ",");
  return `₹${rest ? `${rest},` : ""}${last}.${fraction}`;
}
