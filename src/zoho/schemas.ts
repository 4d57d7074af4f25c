import { z } from "zod";
import { parseRupees } from "../collection/money.ts";

/** An id Zoho may write as text or as a number; always text with us. */
export const idText = z.union([z.string().min(1), z.number().int().transform(String)]);

/** Rupees as a number or as text, read as decimal text into paise. */
export const money = z.union([z.string(), z.number()]).transform((value, context) => {
  const amount = parseRupees(value);
  if (amount === null) {
    context.addIssue({ code: "custom", message: "is not an amount in rupees and whole paise" });
    return z.NEVER;
  }
  return amount;
});

/** Epoch seconds (or milliseconds: one page says so, payments.md §14; or finer) to whole epoch milliseconds. */
export const epoch = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\d{1,20}$/)
      .transform(Number),
  ])
  .transform((value) => {
    let ms = value < 1e12 ? value * 1000 : value;
    while (ms > 1e14) ms /= 1000;
    return Math.round(ms);
  });

/** Names the first field that is missing or wrong, for the error of an answer we cannot use. */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  return issue ? `${issue.path.join(".") || "answer"}: ${issue.message}` : "unreadable answer";
}
