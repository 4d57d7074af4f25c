import { z } from "zod";
import {
  CollectionId,
  CounterId,
  CustomerId,
  CustomerPaymentId,
  InvoiceId,
  OrganizationId,
  PaymentId,
  PaymentsSessionId,
  TerminalId,
} from "./ids.ts";
import { Paise, paise } from "./money.ts";

/** DESIGN §2. `succeeded` is money taken and not yet recorded; `unresolved` is no final answer past every deadline. */
export const Status = z.enum([
  "queued",
  "sending",
  "in_progress",
  "succeeded",
  "recorded",
  "failed",
  "cancelled",
  "unresolved",
]);
export type Status = z.infer<typeof Status>;

export const Method = z.enum(["card", "upi"]);
export type Method = z.infer<typeof Method>;

/** Why a human must look, beside any status. */
export const AttentionReason = z.enum([
  "recording_refused",
  "books_access_refused",
  "books_daily_limit",
  "books_not_answering",
  "payment_differs",
  "payment_id_missing",
  "payment_seen",
  "recorded_amount_differs",
  "excess_is_credit",
  "paid_after_closed",
  "recorded_but_failed",
  "checks_ended",
  "not_acknowledged",
  "refunded_still_paid",
  "refund_unchecked",
  "refund_to_tell",
]);
export type AttentionReason = z.infer<typeof AttentionReason>;

const Attention = z.object({ reason: AttentionReason, detail: z.string() });
export type Attention = z.infer<typeof Attention>;

/**
 * The one thing to do next and when. Before a call leaves, the task already names what to do if no answer ever comes,
 * so that a crash at any point is followed by the right next step.
 */
const Task = z.object({
  /** `acknowledge` waits for the billing software of an external organization; its due time is when a human is told. */
  kind: z.enum(["create", "find", "poll", "recheck", "look", "record", "comment", "reread", "acknowledge"]),
  dueAt: z.number().int(),
  /** How often this kind was tried in a row; growing gaps come from it. */
  tries: z.number().int(),
});
export type Task = z.infer<typeof Task>;
export type TaskKind = Task["kind"];

/** How the organization wants payments recorded; taken along so that recording needs nothing but Books. */
export const RecordingSettings = z.object({
  paymentMode: z.string().min(1).max(100),
  depositAccountId: z.string().nullable(),
  commentOnInvoice: z.boolean(),
  timeZone: z.string().min(1),
});
export type RecordingSettings = z.infer<typeof RecordingSettings>;

const Recording = z.object({
  settings: RecordingSettings,
  /** Posts that may have reached Books. */
  posts: z.number().int(),
  /** When the newest of them left at the latest. */
  postedAt: z.number().int().nullable(),
  /** True while the newest post may have happened unseen: look before the next. */
  uncertain: z.boolean(),
  /** How often in a row Books said that the balance is lower. */
  lower: z.number().int().default(0),
  /** True after Books said the balance is lower: read it again before the next post. */
  readBalance: z.boolean(),
  /** How much of the payment goes on the invoice; less than the amount once the balance was lower. */
  applied: Paise,
});

/** Who records: Zoho Books or Invoice through us, or the shop's own billing software, which then acknowledges. */
export const Biller = z.enum(["zoho", "external"]);
export type Biller = z.infer<typeof Biller>;

const MetaData = z.array(z.object({ key: z.string(), value: z.string() }));

export const Collection = z.object({
  id: CollectionId,
  organizationId: OrganizationId,
  invoiceId: InvoiceId,
  invoiceNumber: z.string(),
  customerId: CustomerId,
  customerName: z.string(),
  counterId: CounterId,
  counterName: z.string(),
  terminalId: TerminalId,
  amount: Paise,
  currency: z.literal("INR"),
  method: Method,
  startedBy: z.string(),
  biller: Biller,
  /** What the terminal's payment is described by; null says the invoice's number. */
  description: z.string().nullable(),
  /** The caller's own pairs for the session, beside ours (at most 4). */
  metaData: MetaData,
  createdAt: z.number().int(),
  updatedAt: z.number().int(),
  status: Status,
  /** While true no other collection may start for this invoice; once false never true again. */
  holdsInvoice: z.boolean(),
  /** Grows with every change: the newer of two states is the one with the higher. */
  revision: z.number().int(),
  /** Length of the history; the number of the newest entry. */
  seq: z.number().int(),
  /** Calls begun; an answer to any but the newest is stale. */
  calls: z.number().int(),
  /** When the newest call left. */
  calledAt: z.number().int().nullable(),
  task: Task.nullable(),
  /** When it became this terminal's turn. */
  takenAt: z.number().int().nullable(),
  /** When a create that may have reached Zoho left at the latest; null while none may have. */
  sentAt: z.number().int().nullable(),
  sessionId: PaymentsSessionId.nullable(),
  /** Polls happen at `pollBase + k × gap`. */
  pollBase: z.number().int().nullable(),
  validUntil: z.number().int().nullable(),
  payment: z
    .object({ id: PaymentId.nullable(), paidAt: z.number().int().nullable(), method: z.string().nullable() })
    .nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  recording: Recording,
  customerPaymentId: CustomerPaymentId.nullable(),
  customerPaymentNumber: z.string().nullable(),
  attention: Attention.nullable(),
  cancelAskedAt: z.number().int().nullable(),
  checkAskedAt: z.number().int().nullable(),
  /** When checking past the deadlines began; it ends 48 hours later. */
  recheckSince: z.number().int().nullable(),
  /** What was given back on the device or in Zoho Payments since, as far as we were told. */
  refunded: Paise,
  /** Refunds already counted. */
  refundIds: z.array(z.string()),
  /** When money was heard to have gone back of which it is not known yet what Books shows. */
  refundHeardAt: z.number().int().nullable().default(null),
  /** Set by a human's closing word. */
  resolution: z.object({ outcome: z.enum(["paid", "not_paid"]), reason: z.string() }).nullable(),
});
export type Collection = z.infer<typeof Collection>;

/** One line of the append-only history (P8). */
export const HistoryEntry = z.object({
  seq: z.number().int(),
  at: z.number().int(),
  status: Status,
  reason: z.string(),
  by: z.string(),
  detail: z.string(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** What is needed to begin; everything else of a collection follows from it. */
export type NewCollection = Pick<
  Collection,
  | "id"
  | "organizationId"
  | "invoiceId"
  | "invoiceNumber"
  | "customerId"
  | "customerName"
  | "counterId"
  | "counterName"
  | "terminalId"
  | "amount"
  | "method"
  | "startedBy"
> &
  Partial<Pick<Collection, "biller" | "description" | "metaData">> & { settings: RecordingSettings };

/** A collection at birth: queued, nothing sent, with the first line of its history. */
export function born(input: NewCollection, now: number): { collection: Collection; history: HistoryEntry[] } {
  const { settings, ...facts } = input;
  const collection: Collection = {
    biller: "zoho",
    description: null,
    metaData: [],
    ...facts,
    currency: "INR",
    createdAt: now,
    updatedAt: now,
    status: "queued",
    holdsInvoice: true,
    revision: 1,
    seq: 1,
    calls: 0,
    calledAt: null,
    task: null,
    takenAt: null,
    sentAt: null,
    sessionId: null,
    pollBase: null,
    validUntil: null,
    payment: null,
    failure: null,
    recording: {
      settings,
      posts: 0,
      postedAt: null,
      uncertain: false,
      lower: 0,
      readBalance: false,
      applied: facts.amount,
    },
    customerPaymentId: null,
    customerPaymentNumber: null,
    attention: null,
    cancelAskedAt: null,
    checkAskedAt: null,
    recheckSince: null,
    refunded: paise(0),
    refundIds: [],
    refundHeardAt: null,
    resolution: null,
  };
  return { collection, history: [firstLine(collection)] };
}

/** The first line of a collection's history: who wants what collected where. It never changes. */
export function firstLine(collection: Collection): HistoryEntry {
  const { createdAt, startedBy, counterName, terminalId, method } = collection;
  const detail = `collect at ${counterName} (${terminalId}) by ${method}`;
  return { seq: 1, at: createdAt, status: "queued", reason: "created", by: startedBy, detail };
}

/** Statuses that occupy the terminal (P4). */
export const holdsTerminal = (status: Status): boolean => status === "sending" || status === "in_progress";

/** True while the collection may still change by itself. */
export const isOpen = (collection: Pick<Collection, "status" | "task">): boolean =>
  collection.status === "queued" || collection.task !== null;
