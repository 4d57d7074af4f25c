import type { Collection, RecordingSettings } from "./collection.ts";
import { change, type Decision, task, unchanged } from "./decision.ts";
import type { Outcome } from "./events.ts";
import { CustomerPaymentId } from "./ids.ts";
import { mayReread, rereadTask } from "./on-reread.ts";
import { maySettleRefund, settleRefund } from "./refund-attention.ts";
import { BOOKS_SETTLES_WITHIN, CHECK_GAP, POLL_GAP, RECHECK_FOR } from "./schedule.ts";

export type HumanAction = "cancel" | "check" | "retry_recording" | "resolve";

/** Why an action is not possible now, in words for the person who asked; null when it is. */
export function objection(
  collection: Collection,
  wish: { action: HumanAction; outcome?: Outcome },
  now: number,
): string | null {
  const { status, attention, recording } = collection;
  switch (wish.action) {
    case "cancel":
      if (status === "queued" || status === "sending" || status === "in_progress") return null;
      return `This collection is ${status.replace("_", " ")}; there is nothing left to cancel.`;
    case "check":
      return null;
    case "retry_recording":
      if (collection.biller === "external")
        return "The billing software records this payment; send it the event again.";
      if (status !== "succeeded") return "Only a payment that was taken and not yet recorded can be recorded again.";
      if (attention?.reason === "payment_differs") {
        return "What Zoho confirmed differs from what was asked for. Compare the two and resolve it by hand.";
      }
      if (!collection.payment?.id) return "Zoho has not told the payment's id yet; it is still being asked.";
      return null;
    case "resolve":
      if (wish.outcome === "refund_settled") {
        return maySettleRefund(collection) ? null : "No refund of this collection is waiting for anybody's word.";
      }
      if (status === "unresolved") return null;
      if (status !== "succeeded" || !attention) {
        return "Only a collection that is unresolved, or paid and asking for attention, can be resolved by hand.";
      }
      if (wish.outcome === "not_paid") {
        return "Zoho confirmed that the money was taken. Resolve it as paid once it is recorded by hand or given back.";
      }
      if (recording.uncertain && now < (recording.postedAt ?? 0) + BOOKS_SETTLES_WITHIN) {
        return "The payment may be reaching Books this very moment. Try again in a minute.";
      }
      return null;
  }
}

/** Before anything was sent a cancel is final. After that it is only a wish: Zoho has no call for it. */
export function askCancel(collection: Collection, by: string, now: number): Decision {
  if (objection(collection, { action: "cancel" }, now) !== null || collection.cancelAskedAt !== null)
    return unchanged(collection);
  const sent = collection.sentAt !== null;
  if (sent) {
    const detail = "the terminal may still show it; what it reports decides";
    return change(collection, now, { cancelAskedAt: now }, { reason: "cancel_asked", by, detail });
  }
  return change(
    collection,
    now,
    { status: "cancelled", cancelAskedAt: now, task: null },
    { reason: "cancelled", by, detail: "nothing had been sent to the terminal" },
  );
}

/** Asks Zoho now instead of at the next due time. Polls of an active session already run at their fixed rate. */
export function askCheck(collection: Collection, by: string, now: number): Decision {
  const last = collection.checkAskedAt ?? 0;
  if (now - last < CHECK_GAP) return unchanged(collection);
  const line = { reason: "check_asked", by };
  const { task: due } = collection;
  if (due?.kind === "recheck") {
    // An even try retrieves the session, an odd one searches for it.
    const tries = collection.sessionId !== null ? due.tries + (due.tries % 2) : due.tries;
    const soonest = Math.max(now, (collection.calledAt ?? 0) + POLL_GAP / 2);
    return change(collection, now, { checkAskedAt: now, task: task("recheck", soonest, tries) }, line);
  }
  if (due?.kind === "look" || due?.kind === "find") {
    return change(collection, now, { checkAskedAt: now, task: { ...due, dueAt: Math.min(due.dueAt, now) } }, line);
  }
  if (due?.kind === "reread" || (due === null && mayReread(collection))) {
    const heard = collection.refundHeardAt ?? now;
    return change(
      collection,
      now,
      { checkAskedAt: now, refundHeardAt: heard, task: rereadTask(collection, now) },
      line,
    );
  }
  if (due === null && collection.status === "unresolved") {
    const since = now - RECHECK_FOR + CHECK_GAP * 12;
    return change(collection, now, { checkAskedAt: now, recheckSince: since, task: task("recheck", now) }, line);
  }
  return unchanged(collection);
}

/** Records again, with the settings as they are now, after a look whether it is there by now. */
export function askRetryRecording(
  collection: Collection,
  event: { by: string; settings: RecordingSettings },
  now: number,
): Decision {
  if (objection(collection, { action: "retry_recording" }, now) !== null) return unchanged(collection);
  // Whoever asks has reason to: the gaps between unanswered posts begin anew.
  const recording = { ...collection.recording, settings: event.settings, posts: 0, lower: 0 };
  return change(
    collection,
    now,
    { recording, task: task("look", now) },
    { reason: "retry_recording_asked", by: event.by },
  );
}

/**
 * A human's closing word, kept with its reason. It never touches Zoho or Books. What had no final answer is still
 * asked about until 48 hours are over, so that a late success is seen whatever was said here.
 */
export function resolve(
  collection: Collection,
  event: { by: string; outcome: Outcome; reason: string; reference: string | null },
  now: number,
): Decision {
  const { outcome, reason, reference, by } = event;
  if (outcome === "refund_settled") return settleRefund(collection, event, now);
  if (objection(collection, { action: "resolve", outcome }, now) !== null) return unchanged(collection);
  const paid = outcome === "paid";
  const detail = `${paid ? "recorded by hand" : "not paid"}: ${reason}${reference ? ` (reference ${reference})` : ""}`;
  return change(
    collection,
    now,
    {
      status: paid ? "recorded" : "cancelled",
      resolution: { outcome, reason },
      customerPaymentId: paid && reference ? CustomerPaymentId.parse(reference) : null,
      attention: null,
      task: collection.status === "unresolved" ? collection.task : null,
      // An answer that is under way is to what was asked before.
      ...(collection.refundHeardAt === null ? {} : { calls: collection.calls + 1, task: rereadTask(collection, now) }),
    },
    { reason: `resolved_${outcome}`, by, detail },
  );
}
