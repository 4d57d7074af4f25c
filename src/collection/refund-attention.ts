import type { Attention, AttentionReason, Collection } from "./collection.ts";
import { change, type Decision, unchanged } from "./decision.ts";
import { inr } from "./money.ts";

/** True of what calls a human because money went back after it was recorded. */
export const isAboutRefund = (reason: AttentionReason | undefined): boolean =>
  reason === "refunded_still_paid" || reason === "refund_unchecked" || reason === "refund_to_tell";

/** Calls a human where nobody can be asked what is shown of the payment: nothing is claimed about it. */
export function notAsked({ biller, refunded }: Pick<Collection, "biller" | "refunded">): Attention {
  const gaveBack = `${inr(refunded)} was given back`;
  return biller === "external"
    ? { reason: "refund_to_tell", detail: `${gaveBack}; the billing software is to be told` }
    : { reason: "refund_unchecked", detail: `${gaveBack}; which payment it is in the books is not known here` };
}

/** True while a person may say that a refund is dealt with. */
export const maySettleRefund = ({ status, attention }: Pick<Collection, "status" | "attention">): boolean =>
  status === "recorded" && isAboutRefund(attention?.reason);

/**
 * A human's word that the refunds heard so far are dealt with, kept with its reason: nobody is called about them any
 * more, and Books is not asked. What is recorded stays so; the next refund calls again.
 */
export function settleRefund(
  collection: Collection,
  event: { by: string; reason: string; reference: string | null },
  now: number,
): Decision {
  if (!maySettleRefund(collection)) return unchanged(collection);
  const { by, reason, reference } = event;
  const detail = `${inr(collection.refunded)} given back: ${reason}${reference ? ` (reference ${reference})` : ""}`;
  const asking = collection.task?.kind === "reread";
  return change(
    collection,
    now,
    {
      attention: null,
      refundHeardAt: null,
      // An answer that is under way is to what was asked before.
      ...(asking ? { task: null, calls: collection.calls + 1 } : {}),
    },
    { reason: "refund_settled", by, detail },
  );
}
