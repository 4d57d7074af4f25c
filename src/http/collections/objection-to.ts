import type { BillingInvoice } from "../../billing/billing.ts";
import type { StartRefusal } from "./start.ts";

/** Statuses of an invoice that take no payment (books.md §1.3); anything else with a balance does. */
const NOT_PAYABLE = new Set(["draft", "void", "voided", "paid", "pending_approval", "rejected"]);

/** Why this invoice cannot be collected at all, as it is now; null when it can. */
export function objectionTo(invoice: BillingInvoice): StartRefusal | null {
  if (NOT_PAYABLE.has(invoice.status.toLowerCase())) return { reason: "invoice_not_payable", status: invoice.status };
  if (invoice.currency !== "INR") return { reason: "invoice_not_inr", currency: invoice.currency };
  return invoice.balance === 0 ? { reason: "invoice_without_balance" } : null;
}
