import { isDay } from "../dates.ts";
import { formatMoney, type Paise, paiseFrom } from "../money.ts";
import type { World } from "../world.ts";
import { addComment } from "./comments.ts";
import { type CustomerPayment, filePayment, type Invoice, type Organization } from "./state.ts";

/** A refusal in Books' own form. */
export type BooksError = { code: number; message: string; status: 400 | 401 | 404 | 429 };
export type Recorded = { ok: true; payment: CustomerPayment } | { ok: false; error: BooksError };

/** Not documented by Zoho; numbers of our own choosing for rules whose code is unknown. */
export const UNDOCUMENTED = { invoice_not_payable: 24_028, locked: 110_023, over_applied: 24_017 } as const;

const MODES = new Set([
  "check",
  "cash",
  "creditcard",
  "banktransfer",
  "bankremittance",
  "autotransaction",
  "others",
  "upi",
]);
const refuse = (code: number, message: string, status: 400 | 404 = 400): { ok: false; error: BooksError } => ({
  ok: false,
  error: { code, message, status },
});

/**
 * `POST /customerpayments`: checks in Books' order of thought, then files the payment, lowers balances, writes history.
 * Codes 3004, 1002, 24016 are documented (books.md 1.8); the rest are 2 ("Invalid value") or our own.
 */
export function recordPayment(
  world: World,
  organization: Organization,
  body: Record<string, unknown>,
  by: string,
): Recorded {
  const customer = organization.customers.get(text(body.customer_id) ?? "");
  if (customer === undefined) return refuse(3004, "Customer is either blank or incorrect.");
  const mode = text(body.payment_mode)?.toLowerCase();
  if (mode === undefined || !MODES.has(mode)) return refuse(2, "Invalid value passed for payment_mode");
  const amount = paiseFrom(body.amount);
  if (amount === undefined || amount === 0) return refuse(2, "Invalid value passed for amount");
  if (!isDay(body.date)) return refuse(2, "Invalid value passed for date");
  const date = body.date;
  const reference = text(body.reference_number) ?? "";
  if (reference.length > 100)
    return refuse(15, "Please ensure that the reference_number has less than 100 characters.");
  const charges = body.bank_charges === undefined ? 0 : paiseFrom(body.bank_charges);
  if (charges === undefined) return refuse(2, "Invalid value passed for bank_charges");
  if (organization.locked_until !== null && date <= organization.locked_until) {
    return refuse(UNDOCUMENTED.locked, `Transactions before ${organization.locked_until} have been locked.`);
  }

  const wishes = wishesOf(body.invoices);
  if (wishes === undefined) return refuse(2, "Invalid value passed for invoices");
  const targets: { invoice: Invoice; amount: Paise }[] = [];
  let applied = 0;
  for (const wish of wishes) {
    const invoice = organization.invoices.get(wish.invoice_id);
    if (invoice === undefined) return refuse(1002, "Invoice does not exist.", 404);
    if (invoice.customer_id !== customer.customer_id) return refuse(3004, "The invoice belongs to another customer.");
    if (invoice.status !== "sent") {
      return refuse(UNDOCUMENTED.invoice_not_payable, `Payments cannot be recorded for ${invoice.status} invoices.`);
    }
    const already = targets
      .filter((target) => target.invoice === invoice)
      .reduce((sum, target) => sum + target.amount, 0);
    if (wish.amount + already > invoice.balance) {
      return refuse(24_016, "The amount entered is more than the balance due for the selected invoices.");
    }
    targets.push({ invoice, amount: wish.amount });
    applied += wish.amount;
  }
  if (applied > amount)
    return refuse(UNDOCUMENTED.over_applied, "The amount applied is more than the payment received.");

  const payment = file(
    world,
    organization,
    {
      customer_id: customer.customer_id,
      payment_mode: mode,
      amount,
      bank_charges: charges,
      unused: amount - applied,
      date,
      reference_number: reference,
      description: text(body.description) ?? "",
      account_id: text(body.account_id) ?? organization.profile.bank_accounts[0]?.account_id ?? "",
      location_id: text(body.location_id) ?? organization.profile.locations[0]?.location_id ?? "",
      targets,
    },
    by,
  );
  return { ok: true, payment };
}

type Filing = Omit<CustomerPayment, "payment_id" | "payment_number" | "created_at" | "invoices"> & {
  targets: { invoice: Invoice; amount: Paise }[];
  /** When it happened, if not now. */
  at?: number;
};

/** Files a payment whose checks are done. */
export function file(
  world: World,
  organization: Organization,
  { targets, at, ...filing }: Filing,
  by: string,
): CustomerPayment {
  organization.paymentsMade += 1;
  const now = at ?? world.clock.now();
  const payment: CustomerPayment = {
    ...filing,
    payment_id: world.ids.books(),
    payment_number: organization.paymentsMade,
    invoices: [],
    created_at: now,
  };
  for (const { invoice, amount } of targets) {
    const invoicePaymentId = world.ids.books();
    payment.invoices.push({ invoice_id: invoice.invoice_id, amount, invoice_payment_id: invoicePaymentId });
    invoice.applications.push({ invoice_payment_id: invoicePaymentId, payment_id: payment.payment_id, amount });
    invoice.balance -= amount;
    invoice.modified_at = now;
    const said = `Payment of amount ${formatMoney(amount, invoice.currency_code)} received and applied for ${invoice.invoice_number}`;
    addComment(world, organization, invoice.invoice_id, { description: said, by, type: "system", at: now });
  }
  filePayment(organization, payment);
  for (const { invoice_id } of payment.invoices) {
    world.happened({ kind: "invoice", organization, invoice_id, change: "edited" });
  }
  world.changed();
  return payment;
}

/** `DELETE /customerpayments/{id}`: the invoices it paid are due again. False when there is none. */
export function deletePayment(world: World, organization: Organization, paymentId: string, by: string): boolean {
  const payment = organization.payments.get(paymentId);
  if (payment === undefined) return false;
  for (const { invoice_id, amount } of payment.invoices) {
    const invoice = organization.invoices.get(invoice_id);
    if (invoice === undefined) continue;
    invoice.applications = invoice.applications.filter((application) => application.payment_id !== paymentId);
    invoice.balance += amount;
    invoice.modified_at = world.clock.now();
    const said = `Payment of amount ${formatMoney(amount, invoice.currency_code)} deleted`;
    addComment(world, organization, invoice_id, { description: said, by, type: "system" });
  }
  organization.payments.delete(paymentId);
  for (const [index, key] of [
    [organization.byReference, payment.reference_number],
    [organization.byCustomer, payment.customer_id],
  ] as const) {
    index.set(
      key,
      (index.get(key) ?? []).filter((id) => id !== paymentId),
    );
  }
  world.changed();
  return true;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : typeof value === "number" ? String(value) : undefined;
}

/** Absent or empty is an advance; undefined is not acceptable. */
function wishesOf(value: unknown): { invoice_id: string; amount: Paise }[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const wishes: { invoice_id: string; amount: Paise }[] = [];
  for (const entry of value as unknown[]) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const fields = entry as Record<string, unknown>;
    const amount = paiseFrom(fields.amount_applied);
    const id = text(fields.invoice_id);
    if (amount === undefined || amount === 0 || id === undefined) return undefined;
    wishes.push({ invoice_id: id, amount });
  }
  return wishes;
}
