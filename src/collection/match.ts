import type { Collection } from "./collection.ts";
import type { PaymentId, PaymentsSessionId } from "./ids.ts";
import { type Paise, rupees } from "./money.ts";

/** A payment session as the retrieve call shows it (POS billing integration, step 4). */
export interface Session {
  sessionId: PaymentsSessionId;
  /** `in_progress`, `succeeded`, `failed`, or a word we do not know: then it is not final. */
  status: string;
  amount: Paise;
  currency: string;
  /** Absent when Zoho leaves it out; it cannot match then. */
  invoiceNumber: string | null;
  payments: SessionPayment[];
}

export interface SessionPayment {
  paymentId: PaymentId;
  status: string;
  paidAt: number | null;
  method: string | null;
  failureCode: string | null;
}

/** A payment of `GET /payments`, with what is needed to know it as ours. */
export interface ListedPayment {
  paymentId: PaymentId;
  sessionId: PaymentsSessionId | null;
  status: string;
  /** The value under `META_KEY` in its `meta_data`. */
  collectionId: string | null;
}

/** The `meta_data` key that carries our collection id (at most 20 characters, payments.md §3). */
export const META_KEY = "collection_id";

/**
 * P2: what differs between the session Zoho confirmed and the one we asked for, or null. Only when nothing differs
 * may the payment be recorded.
 */
export function difference(collection: Collection, session: Session): string | null {
  if (session.sessionId !== collection.sessionId) {
    return `session ${session.sessionId} instead of ${collection.sessionId}`;
  }
  if (session.amount !== collection.amount) {
    return `amount ${rupees(session.amount)} instead of ${rupees(collection.amount)}`;
  }
  if (session.currency !== collection.currency) return `currency ${session.currency} instead of INR`;
  if (session.invoiceNumber !== sessionInvoiceNumber(collection.invoiceNumber)) {
    return `invoice ${session.invoiceNumber ?? "(none)"} instead of ${collection.invoiceNumber}`;
  }
  return null;
}

/** The invoice number as a session carries it: at most 50 characters (payments.md §3). */
export const sessionInvoiceNumber = (invoiceNumber: string): string => invoiceNumber.slice(0, 50);

/**
 * Whether a payment of this status took money: one that was given back later did too (payments.md §10: even the event
 * of a success may say so). A word we do not know is no payment.
 */
export const tookMoney = (status: string): boolean =>
  status === "succeeded" || status === "partially_refunded" || status === "refunded";

/** The payment that took the money, of which a session has at most one. */
export const takenPayment = (session: Session): SessionPayment | null =>
  session.payments.find(({ status }) => tookMoney(status)) ?? null;

/**
 * Our payment in a list that Zoho may have filtered loosely or not at all. A session may hold a declined attempt
 * beside the one that took the money: the latter wins.
 */
export function ours(collection: Collection, listed: ListedPayment[]): ListedPayment | null {
  const mine = listed.filter((payment) => payment.collectionId === collection.id);
  return mine.find(({ status }) => tookMoney(status)) ?? mine[0] ?? null;
}
