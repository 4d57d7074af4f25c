import { z } from "zod";
import { META_KEY } from "../../../collection/match.ts";
import { Paise } from "../../../collection/money.ts";
import { parseJson } from "../../../zoho/json.ts";
import { idText, money } from "../../../zoho/schemas.ts";

/** What an event of Zoho Payments is about, as it is kept until it is carried out. */
export const PaymentsRequest = z.object({
  type: z.string(),
  payment: z
    .object({ paymentId: z.string(), sessionId: z.string().nullable(), collectionId: z.string().nullable() })
    .nullable(),
  refund: z.object({ refundId: z.string(), paymentId: z.string(), amount: Paise }).nullable(),
});
export type PaymentsRequest = z.infer<typeof PaymentsRequest>;

/** What a webhook of Zoho Payments tells that we use. It moves no money: what Zoho answers when asked decides. */
export interface PaymentsEvent extends PaymentsRequest {
  /** As text: it is beyond 2^53. */
  eventId: string;
  accountId: string;
}

const Payment = z
  .object({
    payment_id: idText,
    payments_session_id: idText.nullish(),
    meta_data: z.array(z.object({ key: z.string(), value: z.coerce.string() })).nullish(),
  })
  .transform(({ payment_id, payments_session_id, meta_data }) => ({
    paymentId: payment_id,
    sessionId: payments_session_id ?? null,
    collectionId: meta_data?.find(({ key }) => key === META_KEY)?.value ?? null,
  }));

const Refund = z
  .object({ refund_id: idText, payment_id: idText, amount: money })
  .transform(({ refund_id, payment_id, amount }) => ({ refundId: refund_id, paymentId: payment_id, amount }));

const Envelope = z.object({
  event_id: idText,
  event_type: z.string().min(1).max(100),
  account_id: idText,
  event_object: z.object({ payment: Payment.nullish(), refund: Refund.nullish() }),
});

/** Reads the envelope (payments.md §10); null when it is not one. */
export function readPaymentsEvent(text: string): PaymentsEvent | null {
  const read = Envelope.safeParse(parseJson(text));
  if (!read.success) return null;
  const { event_id: eventId, event_type: type, account_id: accountId, event_object } = read.data;
  return { eventId, type, accountId, payment: event_object.payment ?? null, refund: event_object.refund ?? null };
}
