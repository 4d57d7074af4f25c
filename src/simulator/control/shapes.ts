import { z } from "zod";
import { faultShape } from "../faults.ts";
import { paiseFrom } from "../money.ts";
import { settingsShape } from "../settings.ts";
import { webhookShape } from "../webhooks/shapes.ts";

/** Rupees as a decimal string or number, read as paise; positive. */
const amount = z.union([z.string(), z.number()]).transform((value, context) => {
  const paise = paiseFrom(value);
  if (paise === undefined || paise === 0) {
    context.addIssue({ code: "custom", message: "an amount has at most two decimals and is more than 0" });
    return z.NEVER;
  }
  return paise;
});

const method = z.enum(["card", "upi"]).optional();
const grantFilter = {
  client_id: z.string().optional(),
  user_id: z.string().optional(),
  refresh_token: z.string().optional(),
};

/** Bodies of the control API, by what they control. Amounts are rupees; inside they are paise. */
export const shapes = {
  device: z.discriminatedUnion("action", [
    z.object({ action: z.literal("fetch") }),
    z.object({ action: z.literal("start"), method }),
    z.object({ action: z.literal("pay"), method }),
    z.object({ action: z.literal("decline"), failure_code: z.string().min(1).max(60).optional(), method }),
    z.object({ action: z.literal("cancel") }),
    z.object({ action: z.literal("walk_away") }),
    z.object({ action: z.literal("charge_standalone"), amount, method }),
    z.object({ action: z.literal("refund"), payment_id: z.string(), amount: amount.optional() }),
    z.object({ action: z.literal("set_active"), active: z.boolean() }),
  ]),
  fault: faultShape,
  webhook: webhookShape,
  settings: settingsShape.partial(),
  clock: z.object({ advance_ms: z.number().int().nonnegative() }),
  newInvoice: z.object({
    total: amount,
    customer_id: z.string().optional(),
    customer: z.string().optional(),
    invoice_number: z.string().optional(),
    status: z.enum(["draft", "sent", "void"]).optional(),
    currency_code: z.enum(["INR", "USD"]).optional(),
    due_in_days: z.number().int().optional(),
    custom_fields: z.record(z.string(), z.string()).optional(),
    location_id: z.string().optional(),
  }),
  invoice: z.discriminatedUnion("action", [
    z.object({ action: z.literal("pay_in_cash"), amount: amount.optional() }),
    z.object({ action: z.literal("void") }),
    z.object({ action: z.literal("delete") }),
    z.object({ action: z.literal("mark_sent") }),
    z.object({ action: z.literal("edit_total"), total: amount }),
  ]),
  lock: z.object({ until: z.iso.date().nullable() }),
  tokens: z.discriminatedUnion("action", [
    z.object({ action: z.literal("expire"), ...grantFilter }),
    z.object({ action: z.literal("revoke"), ...grantFilter }),
    z.object({ action: z.literal("throttle"), on: z.boolean() }),
  ]),
};

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Drops fields that are undefined, which zod's optional fields may be and exact optional types may not. */
export function defined<T extends object>(
  value: T,
): Defined<T> & { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } {
  const kept = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(kept) as ReturnType<typeof defined<T>>;
}
