import type { BillingInvoice } from "../../billing/billing.ts";
import { zohoBilling } from "../../billing/zoho-billing.ts";
import type { Answer } from "../../collection/answer.ts";
import type { InvoiceId, OrganizationId } from "../../collection/ids.ts";
import { turnsAtBooks } from "../../organization/call-books.ts";
import { booksClient } from "../../zoho/books/client.ts";
import type { Dependencies } from "../dependencies.ts";

export type InvoiceRef = { id: InvoiceId } | { number: string };

export type InvoiceRefusal =
  | { reason: "unknown_invoice" }
  | { reason: "several_invoices"; count: number }
  | { reason: "books_access_refused"; message: string }
  | { reason: "books_unavailable"; retryAt: number; message: string };

export type InvoiceRead = { kind: "ok"; invoice: BillingInvoice } | { kind: "refused"; refusal: InvoiceRefusal };

type InvoiceDependencies = Pick<Dependencies, "transport" | "organization" | "now">;

/** Reads the invoice from the billing system as it is now, by id or by its exact number. One call to Books. */
export async function readInvoice(
  deps: InvoiceDependencies,
  organizationId: OrganizationId,
  ref: InvoiceRef,
): Promise<InvoiceRead> {
  const organization = deps.organization(organizationId);
  const turn = turnsAtBooks(organization, organizationId, { kind: "interactive" }, deps.now);
  const billing = zohoBilling(booksClient(deps.transport, deps.now), turn);
  if ("id" in ref) {
    const answer = await billing.invoice(ref.id);
    return answer.kind === "ok" ? { kind: "ok", invoice: answer.value } : refused(answer, deps.now());
  }
  const answer = await billing.invoicesByNumber(ref.number);
  if (answer.kind !== "ok") return refused(answer, deps.now());
  const [invoice, ...others] = answer.value;
  if (!invoice) return { kind: "refused", refusal: { reason: "unknown_invoice" } };
  if (others.length > 0) return { kind: "refused", refusal: { reason: "several_invoices", count: others.length + 1 } };
  return { kind: "ok", invoice };
}

function refused(answer: Exclude<Answer<never>, { kind: "ok" }>, now: number): InvoiceRead {
  switch (answer.kind) {
    case "refused":
      return { kind: "refused", refusal: { reason: "unknown_invoice" } };
    case "unauthorized":
      return { kind: "refused", refusal: { reason: "books_access_refused", message: answer.message } };
    case "throttled":
    case "not_sent": {
      const message = answer.kind === "throttled" ? answer.message : answer.reason;
      return { kind: "refused", refusal: { reason: "books_unavailable", retryAt: answer.retryAt, message } };
    }
    case "ambiguous":
      return {
        kind: "refused",
        refusal: { reason: "books_unavailable", retryAt: now + 5_000, message: answer.detail },
      };
  }
}
