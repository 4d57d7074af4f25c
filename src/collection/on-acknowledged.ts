import type { Collection } from "./collection.ts";
import { change, type Decision, unchanged } from "./decision.ts";
import { CustomerPaymentId } from "./ids.ts";
import { notAsked } from "./refund-attention.ts";

/**
 * The shop's own billing software says that it has taken the payment into its books: that is its "recorded". Once is
 * enough; a second word, however late, changes nothing.
 */
export function onAcknowledged(
  collection: Collection,
  event: { by: string; reference: string | null },
  now: number,
): Decision {
  if (collection.biller !== "external" || collection.status !== "succeeded") return unchanged(collection);
  if (collection.payment?.id == null) return unchanged(collection);
  const { by, reference } = event;
  const kept = collection.attention?.reason === "paid_after_closed" ? collection.attention : null;
  // What it has just taken in may be the whole payment.
  const attention = collection.refunded > 0 ? notAsked(collection) : kept;
  return change(
    collection,
    now,
    {
      status: "recorded",
      customerPaymentId: reference ? CustomerPaymentId.parse(reference) : null,
      customerPaymentNumber: reference,
      attention,
      task: null,
    },
    { reason: "acknowledged", by, detail: reference ? `reference ${reference}` : "" },
  );
}

/** Nobody acknowledged in time: a human is told, and an acknowledgement is still taken. */
export function onOverdue(collection: Collection, now: number): Decision {
  if (collection.biller !== "external" || collection.status !== "succeeded") return unchanged(collection);
  const detail = "the billing software has not acknowledged the payment";
  const attention = collection.attention ?? { reason: "not_acknowledged" as const, detail };
  return change(collection, now, { attention, task: null }, { reason: "not_acknowledged", detail });
}
