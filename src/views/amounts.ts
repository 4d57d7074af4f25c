import { inr, parseRupees } from "../collection/money.ts";

/** `"2450.50"` of a view → `₹2,450.50`. */
export function money(rupees: string): string {
  const amount = parseRupees(rupees);
  return amount === null ? `₹${rupees}` : inr(amount);
}
