import { CounterId } from "../../collection/ids.ts";
import type { Paise } from "../../collection/money.ts";
import type { FormField, FormValues } from "../../views/collect/collect-form.tsx";
import { readAmount } from "../amount.ts";

/** What the form asks for, or what is wrong beside its fields. The page and the widget say it in the same words. */
export function checkForm(
  values: FormValues,
): { amount: Paise; counterId: CounterId } | { errors: Partial<Record<FormField, string>> } {
  const errors: Partial<Record<FormField, string>> = {};
  const amount = readAmount(values.amount);
  if (amount.kind === "refused") errors.amount = values.amount.trim() ? amount.message : "Enter the amount to collect.";
  const counterId = CounterId.safeParse(values.counterId);
  if (!counterId.success) errors.counter_id = "Choose the counter the customer is at.";
  if (amount.kind === "refused" || !counterId.success) return { errors };
  return { amount: amount.amount, counterId: counterId.data };
}
