import type { Answer } from "./answer.ts";
import type { RecordingSettings } from "./collection.ts";
import type { CustomerPaymentId, PaymentId, PaymentsSessionId } from "./ids.ts";
import type { ListedPayment, Session } from "./match.ts";
import type { Paise } from "./money.ts";

/** A customer payment that stands in Books. `applied` is what it put on the invoice. */
export interface Recorded {
  customerPaymentId: CustomerPaymentId;
  number: string | null;
  amount: Paise;
  applied: Paise | null;
}

/** What a look into Books found under our reference, and the invoice's balance when it was asked for. */
export interface Looked {
  found: Recorded | null;
  balance: Paise | null;
}

/**
 * What Books shows of a recorded payment: how much of it is on the invoice, null when it is not there; and the
 * invoice's balance, when it was asked for and there is an invoice.
 */
export interface Standing {
  applied: Paise | null;
  balance: Paise | null;
}

/** A call that left, with the number it left under: `Collection.calls` at that moment. */
export type Answered =
  | { call: "create"; answer: Answer<{ sessionId: PaymentsSessionId }> }
  | { call: "find"; answer: Answer<ListedPayment[]> }
  | { call: "poll"; answer: Answer<Session>; gap: number }
  | { call: "look"; answer: Answer<Looked> }
  | { call: "record"; answer: Answer<Recorded> }
  | { call: "comment"; answer: Answer<null> }
  | { call: "reread"; answer: Answer<Standing> };

/** How a person says that a collection, or a refund of it, ended. */
export type Outcome = "paid" | "not_paid" | "refund_settled";

/** Everything that can happen to a collection after its birth. */
export type CollectionEvent =
  /** The terminal is free and this one is next in its queue. */
  | { type: "taken" }
  | ({ type: "answered"; callNumber: number } & Answered)
  | { type: "cancel_asked"; by: string }
  | { type: "check_asked"; by: string }
  /** Zoho Payments sent a webhook about this session: worth asking at once, proof of nothing (P2). */
  | { type: "hinted" }
  /** The billing software of an external organization has taken the payment into its books. */
  | { type: "acknowledged"; by: string; reference: string | null }
  | { type: "acknowledge_overdue" }
  /** Zoho Payments told of a refund. */
  | { type: "refund_seen"; refundId: string; amount: Paise }
  | { type: "retry_recording_asked"; by: string; settings: RecordingSettings }
  | { type: "resolved"; by: string; outcome: Outcome; reason: string; reference: string | null }
  /** The terminal was told of it so late that nobody waits at the counter any more. */
  | { type: "told_late" };

/** One call to make now, with all it needs. */
export type Call =
  | { call: "create" }
  | { call: "find" }
  | { call: "poll"; sessionId: PaymentsSessionId }
  | { call: "look"; paymentId: PaymentId; readBalance: boolean }
  | { call: "record"; paymentId: PaymentId; applied: Paise; paidAt: number | null }
  | { call: "comment"; paymentId: PaymentId }
  | { call: "reread"; paymentId: PaymentId; readBalance: boolean };
