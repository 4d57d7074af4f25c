import { z } from "zod";
import { CustomerId, CustomerPaymentId, InvoiceId } from "../../collection/ids.ts";
import { idText, money } from "../schemas.ts";

/** Wire shapes of Books and Invoice v3, only the fields we act on; others are tolerated (openapi/books-*.yml). */
export const Invoice = z.object({
  invoice_id: idText.pipe(InvoiceId),
  invoice_number: z.string().min(1),
  status: z.string(),
  customer_id: idText.pipe(CustomerId),
  customer_name: z.string().default(""),
  currency_code: z.string(),
  total: money,
  balance: money,
  location_id: idText.nullish(),
  branch_id: idText.nullish(),
  custom_fields: z
    .array(
      z.object({
        api_name: z.string().nullish(),
        label: z.string().nullish(),
        value: z
          .unknown()
          .transform((value) => (typeof value === "string" || typeof value === "number" ? String(value) : null)),
      }),
    )
    .nullish()
    .catch(null),
});
export type Invoice = z.infer<typeof Invoice>;

const anyText = z.union([z.string(), z.number()]).transform(String);

export const InvoicePayment = z.object({
  payment_id: idText.pipe(CustomerPaymentId),
  payment_number: anyText.nullish(),
  reference_number: z.string().nullish(),
  amount: money,
});

export const CustomerPayment = z.object({
  payment_id: idText.pipe(CustomerPaymentId),
  payment_number: anyText.nullish(),
  reference_number: z.string().nullish(),
  amount: money,
  invoices: z.array(z.object({ invoice_id: idText, amount_applied: money })).nullish(),
});

export const Organization = z.object({
  organization_id: idText,
  name: z.string(),
  currency_code: z.string().default(""),
  time_zone: z.string().default("Asia/Kolkata"),
});

export const User = z.object({
  user_id: idText,
  name: z.string(),
  email: z.string().default(""),
  user_role: z.string().default(""),
});

export const BankAccount = z.object({
  account_id: idText,
  account_name: z.string(),
  account_type: z.string().default(""),
  is_active: z.boolean().default(true),
});

export const Location = z.object({
  location_id: idText,
  location_name: z.string(),
});
