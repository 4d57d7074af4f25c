import { z } from "zod";
import { AttentionReason, type Collection, type HistoryEntry, Method, Status } from "./collection.ts";
import { rupees } from "./money.ts";

const time = z.iso.datetime();

/** A collection as the outside reads it (DESIGN §6): over the API, the socket and in events. */
export const CollectionView = z.object({
  id: z.string(),
  organization_id: z.string(),
  invoice_id: z.string(),
  invoice_number: z.string(),
  customer_name: z.string(),
  counter_id: z.string(),
  counter_name: z.string(),
  terminal_id: z.string(),
  amount: z.string().describe("Rupees with two decimals"),
  currency: z.literal("INR"),
  payment_method: Method,
  status: Status,
  queue_position: z.number().int().nullable().describe("1 is next; null when not queued"),
  payments_session_id: z.string().nullable(),
  session_valid_until: time.nullable(),
  payment_id: z.string().nullable(),
  paid_at: time.nullable(),
  failure_code: z.string().nullable(),
  failure_message: z.string().nullable(),
  customer_payment_id: z.string().nullable(),
  customer_payment_number: z.string().nullable(),
  attention: AttentionReason.nullable().describe("Why a human must look, beside any status"),
  attention_message: z.string().nullable(),
  cancel_requested: z.boolean(),
  refunded_amount: z.string().nullable().describe("Given back since, as far as Zoho Payments told us; rupees"),
  created_at: time,
  updated_at: time,
  history: z.array(z.object({ at: time, status: Status, reason: z.string(), by: z.string(), detail: z.string() })),
});
export type CollectionView = z.infer<typeof CollectionView>;

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: number | null | undefined): string | null => (ms == null ? null : iso(ms));

/** The outside form of a collection with its history, oldest first. */
export function view(collection: Collection, history: HistoryEntry[], queuePosition: number | null): CollectionView {
  return {
    id: collection.id,
    organization_id: collection.organizationId,
    invoice_id: collection.invoiceId,
    invoice_number: collection.invoiceNumber,
    customer_name: collection.customerName,
    counter_id: collection.counterId,
    counter_name: collection.counterName,
    terminal_id: collection.terminalId,
    amount: rupees(collection.amount),
    currency: collection.currency,
    payment_method: collection.method,
    status: collection.status,
    queue_position: queuePosition,
    payments_session_id: collection.sessionId,
    session_valid_until: isoOrNull(collection.validUntil),
    payment_id: collection.payment?.id ?? null,
    paid_at: isoOrNull(collection.payment?.paidAt),
    failure_code: collection.failure?.code ?? null,
    failure_message: collection.failure?.message ?? null,
    customer_payment_id: collection.customerPaymentId,
    customer_payment_number: collection.customerPaymentNumber,
    attention: collection.attention?.reason ?? null,
    attention_message: collection.attention?.detail ?? null,
    cancel_requested: collection.cancelAskedAt !== null,
    refunded_amount: collection.refunded > 0 ? rupees(collection.refunded) : null,
    created_at: iso(collection.createdAt),
    updated_at: iso(collection.updatedAt),
    history: history.map(({ at, status, reason, by, detail }) => ({ at: iso(at), status, reason, by, detail })),
  };
}
