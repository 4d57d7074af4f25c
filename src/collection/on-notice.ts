import type { Collection } from "./collection.ts";
import { change, type Decision, task, unchanged, ZOHO } from "./decision.ts";
import { inr, type Paise, paise } from "./money.ts";
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

/** A refund or void made elsewhere. The same refund told twice counts once; Books is for a human to put right. */
export function onRefund(collection: Collection, event: { refundId: string; amount: Paise }, now: number): Decision {
  if (collection.refundIds.includes(event.refundId)) return unchanged(collection);
  if (collection.status !== "succeeded" && collection.status !== "recorded") return unchanged(collection);
  const refunded = paise(collection.refunded + event.amount);
  const detail = `${inr(event.amount)} was given back (refund ${event.refundId}); the invoice still shows it as paid`;
  const attention =
    collection.status === "recorded" ? { reason: "refunded_still_paid" as const, detail } : collection.attention;
  return change(
    collection,
    now,
    { refunded, refundIds: [...collection.refundIds, event.refundId], attention },
    { reason: "refunded", by: ZOHO, detail: `${inr(event.amount)}, refund ${event.refundId}` },
  );
}
