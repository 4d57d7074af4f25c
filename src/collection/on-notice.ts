import type { Collection } from "./collection.ts";
import { change, type Decision, task, unchanged, ZOHO } from "./decision.ts";
import { inr, type Paise, paise } from "./money.ts";
import { rereadTask } from "./on-reread.ts";
import { notAsked } from "./refund-attention.ts";
import { HINT_GAP } from "./schedule.ts";

/** A webhook about the session hastens the next question to Zoho; the answer alone decides (payments.md §10). */
export function onHint(collection: Collection, now: number): Decision {
  const { task: due, sessionId } = collection;
  if (sessionId === null || (due?.kind !== "poll" && due?.kind !== "recheck")) return unchanged(collection);
  const soonest = Math.max(now, (collection.calledAt ?? 0) + HINT_GAP);
  if (due.dueAt <= soonest) return unchanged(collection);
  // An even try of a recheck retrieves the session.
  const tries = due.kind === "recheck" ? due.tries + (due.tries % 2) : due.tries;
  return change(collection, now, { task: task(due.kind, soonest, tries) });
}

/**
 * A refund or void made elsewhere. The same refund told twice counts once. Whether Books knows is asked there before a
 * human is called; what an external biller shows, it alone knows: a human is to tell it.
 */
export function onRefund(collection: Collection, event: { refundId: string; amount: Paise }, now: number): Decision {
  if (collection.refundIds.includes(event.refundId)) return unchanged(collection);
  const { status, biller, payment, task: due } = collection;
  if (status !== "succeeded" && status !== "recorded") return unchanged(collection);
  const refunded = paise(collection.refunded + event.amount);
  const heard = { ...collection, refunded, refundIds: [...collection.refundIds, event.refundId] };
  const line = { reason: "refunded", by: ZOHO, detail: `${inr(event.amount)}, refund ${event.refundId}` };
  if (biller === "external" || !payment?.id) {
    const attention = status === "recorded" ? notAsked(heard) : collection.attention;
    return change(heard, now, { attention }, line);
  }
  const patch = { refundHeardAt: now };
  // Until it is recorded that goes on first, and so does the comment on the invoice.
  if (status === "succeeded" || due?.kind === "comment") return change(heard, now, patch, line);
  // An answer that is under way is to an older question.
  const calls = due?.kind === "reread" ? collection.calls + 1 : collection.calls;
  return change(heard, now, { ...patch, calls, task: rereadTask(collection, now) }, line);
}
