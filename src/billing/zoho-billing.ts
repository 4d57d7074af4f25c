import type { z } from "zod";
import type { Answer } from "../collection/answer.ts";
import type { Looked, Recorded, Standing } from "../collection/events.ts";
import type { InvoiceId, PaymentId } from "../collection/ids.ts";
import { inr, paise } from "../collection/money.ts";
import type { BooksClient } from "../zoho/books/client.ts";
import type { CustomerPayment, Invoice, InvoicePayment } from "../zoho/books/schemas.ts";
import type { Billing, BillingInvoice } from "./billing.ts";
import { localDate } from "./local-date.ts";
import { type AskBooks, oneByOne, type TakeTurn } from "./turns.ts";

/** Zoho Books and Zoho Invoice as a billing system; the two differ only in `zoho/books/product.ts`. */
export function zohoBilling(client: BooksClient, turn: TakeTurn): Billing {
  const ask = oneByOne(turn);
  return {
    async invoice(id) {
      const answer = await ask((access) => client.invoice(access, id));
      return answer.kind === "ok" ? { kind: "ok", value: toInvoice(answer.value.invoice) } : answer;
    },

    async invoicesByNumber(number) {
      const answer = await ask((access) => client.invoicesByNumber(access, number));
      if (answer.kind !== "ok") return answer;
      const exact = answer.value.invoices.filter((invoice) => invoice.invoice_number === number);
      return { kind: "ok", value: exact.map(toInvoice) };
    },

    look({ invoiceId }, paymentId, readBalance) {
      return turn(readBalance ? 3 : 2, async (ask): Promise<Answer<Looked>> => {
        const found = await findRecorded(client, ask, invoiceId, paymentId);
        if (found.kind !== "ok") return found;
        if (found.value || !readBalance) return { kind: "ok", value: { found: found.value, balance: null } };
        const answer = await ask((access) => client.invoice(access, invoiceId));
        if (answer.kind !== "ok") return answer;
        return { kind: "ok", value: { found: null, balance: answer.value.invoice.balance } };
      });
    },

    async record(collection, paymentId, applied, paidAt) {
      const { paymentMode, depositAccountId, timeZone } = collection.recording.settings;
      const payment = {
        customerId: collection.customerId,
        amount: collection.amount,
        applied,
        invoiceId: collection.invoiceId,
        paymentMode,
        date: localDate(paidAt, timeZone),
        referenceNumber: paymentId,
        description: `POS payment at ${collection.counterName}, terminal ${collection.terminalId}`,
        depositAccountId,
      };
      const { postedAt } = collection.recording;
      const answer = await turn(1, (ask) => ask((access) => client.createCustomerPayment(access, payment)), postedAt);
      return answer.kind === "ok"
        ? { kind: "ok", value: fromPayment(answer.value.payment, collection.invoiceId) }
        : answer;
    },

    standing({ invoiceId, customerPaymentId }, paymentId, readBalance) {
      return turn(readBalance ? 2 : 1, async (ask): Promise<Answer<Standing>> => {
        const listed = await ask((access) => client.invoicePayments(access, invoiceId));
        // An invoice that is no more shows nothing as paid.
        if (isGone(listed)) return { kind: "ok", value: { applied: null, balance: null } };
        if (listed.kind !== "ok") return listed;
        const ours = listed.value.payments.filter(
          ({ payment_id, reference_number }) => payment_id === customerPaymentId || reference_number === paymentId,
        );
        if (ours.length > 0) {
          const applied = paise(ours.reduce((sum, { amount }) => sum + amount, 0));
          return { kind: "ok", value: { applied, balance: null } };
        }
        if (!readBalance) return { kind: "ok", value: { applied: null, balance: null } };
        const invoice = await ask((access) => client.invoice(access, invoiceId));
        if (isGone(invoice)) return { kind: "ok", value: { applied: null, balance: null } };
        return invoice.kind === "ok"
          ? { kind: "ok", value: { applied: null, balance: invoice.value.invoice.balance } }
          : invoice;
      });
    },

    async comment(collection, paymentId) {
      const text = `Collected ${inr(collection.amount)} by ${collection.method} at ${collection.counterName}, payment ${paymentId}.`;
      const answer = await ask((access) => client.comment(access, collection.invoiceId, text));
      return answer.kind === "ok" ? { kind: "ok", value: null } : answer;
    },
  };
}

/** Books' own word that there is no such thing, in its own form (books.md §1, errors). */
const isGone = (answer: Answer<unknown>): boolean => answer.kind === "refused" && answer.code === "1002";

/**
 * Looks for our reference among the invoice's payments, then among all: a payment left wholly as credit is on no
 * invoice, and an invoice that was deleted has no list.
 */
async function findRecorded(
  client: BooksClient,
  ask: AskBooks,
  invoiceId: InvoiceId,
  reference: PaymentId,
): Promise<Answer<Recorded | null>> {
  const onInvoice = await ask((access) => client.invoicePayments(access, invoiceId));
  if (onInvoice.kind !== "ok" && onInvoice.kind !== "refused") return onInvoice;
  const listed = onInvoice.kind === "ok" ? onInvoice.value.payments : [];
  const there = listed.find((payment) => payment.reference_number === reference);

  const everywhere = await ask((access) => client.customerPayments(access, reference));
  if (everywhere.kind === "ok") {
    const payment = everywhere.value.find((candidate) => candidate.reference_number === reference);
    if (payment) return { kind: "ok", value: fromPayment(payment, invoiceId) };
  }
  // The list on the invoice shows only what was applied there; it still proves that the payment was recorded.
  if (there) return { kind: "ok", value: fromInvoicePayment(there) };
  return everywhere.kind === "ok" ? { kind: "ok", value: null } : everywhere;
}

function toInvoice(invoice: Invoice): BillingInvoice {
  return {
    id: invoice.invoice_id,
    number: invoice.invoice_number,
    status: invoice.status,
    customerId: invoice.customer_id,
    customerName: invoice.customer_name,
    currency: invoice.currency_code,
    total: invoice.total,
    balance: invoice.balance,
    locationId: invoice.location_id ?? invoice.branch_id ?? null,
    customFields: Object.fromEntries(
      (invoice.custom_fields ?? []).flatMap(({ api_name, label, value }) =>
        [api_name, label].flatMap((name) => (name && value ? [[name, value]] : [])),
      ),
    ),
  };
}

function fromPayment(payment: z.infer<typeof CustomerPayment>, invoiceId: InvoiceId): Recorded {
  const { invoices } = payment;
  const onInvoice = invoices?.find((line) => line.invoice_id === invoiceId);
  return {
    customerPaymentId: payment.payment_id,
    number: payment.payment_number ?? null,
    amount: payment.amount,
    applied: invoices ? (onInvoice?.amount_applied ?? (0 as Recorded["amount"])) : null,
  };
}

function fromInvoicePayment(payment: z.infer<typeof InvoicePayment>): Recorded {
  const { payment_id, payment_number, amount } = payment;
  return { customerPaymentId: payment_id, number: payment_number ?? null, amount, applied: amount };
}
