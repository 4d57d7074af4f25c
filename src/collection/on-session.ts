import { type Answer, describe } from "./answer.ts";
import type { Collection } from "./collection.ts";
import { CONNECTOR, change, type Decision, task, unchanged, ZOHO } from "./decision.ts";
import type { PaymentId } from "./ids.ts";
import { difference, type ListedPayment, ours, type Session, takenPayment, tookMoney } from "./match.ts";
import { ACKNOWLEDGE_WITHIN, GRACE, gap, nextOnGrid, POLL_GAP, RECHECK_FOR, VALIDITY } from "./schedule.ts";

/** The answer to "retrieve payment session" (step 4): the only word that makes a payment succeeded or failed. */
export function onRetrieve(collection: Collection, answer: Answer<Session>, pollGap: number, now: number): Decision {
  const session = answer.kind === "ok" && answer.value.sessionId === collection.sessionId ? answer.value : null;
  if (session?.status === "succeeded") return succeeded(collection, session, now);
  if (session?.status === "failed") return failed(collection, session, now);
  if (collection.status === "in_progress") return pollOn(collection, answer, pollGap, now);
  return recheckOn(collection, wasHeard(answer), now);
}

/** The answer to a search of `GET /payments` for our collection id (payments.md §2): it finds, it does not confirm. */
export function onFind(collection: Collection, answer: Answer<ListedPayment[]>, now: number): Decision {
  const found = answer.kind === "ok" ? ours(collection, answer.value) : null;
  if (collection.status === "sending") return findOn(collection, found, answer, now);
  // Where there is a session, only its own word ends the asking.
  const heard = collection.sessionId === null && wasHeard(answer);
  if (!found) return recheckOn(collection, heard, now);

  // Only what matched in all but the id: a payment that differs stays with the human it was shown to.
  const missingId = collection.status === "succeeded" && collection.attention?.reason === "payment_id_missing";
  if (missingId && tookMoney(found.status) && found.sessionId === collection.sessionId) {
    return startRecording(collection, found.paymentId, now, "payment id found in the list of payments");
  }
  if (found.sessionId && collection.sessionId === null) {
    return change(
      collection,
      now,
      { sessionId: found.sessionId, task: task("recheck", now) },
      { reason: "session_found", by: ZOHO, detail: `payment session ${found.sessionId}` },
    );
  }
  // The session may have been asked last while Zoho was away: an even try asks it again, at once.
  const tries = collection.task?.tries ?? 0;
  const ask = task("recheck", now, tries + (tries % 2));
  const closed = collection.status === "cancelled";
  // What a human has closed as not paid: its session says whether that was right, where there is one.
  if (tookMoney(found.status) && closed && collection.sessionId !== null) return change(collection, now, { task: ask });
  if (tookMoney(found.status) && (closed || collection.status === "unresolved") && collection.attention === null) {
    const detail = `payment ${found.paymentId} is listed as ${found.status}, its session does not confirm it`;
    const attention = { reason: "payment_seen" as const, detail };
    return change(collection, now, { attention, task: ask }, { reason: "payment_seen", by: ZOHO, detail });
  }
  return recheckOn(collection, heard, now);
}

function succeeded(collection: Collection, session: Session, now: number): Decision {
  if (collection.status === "recorded") return confirmed(collection, session, now);
  if (collection.status === "succeeded" && collection.payment?.id && !collection.attention)
    return unchanged(collection);

  const differs = difference(collection, session);
  const payment = paymentOf(session, now);
  if (differs !== null || payment.id === null) {
    if (collection.status === "succeeded") return recheckOn(collection, true, now);
    const attention = differs
      ? { reason: "payment_differs" as const, detail: differs }
      : { reason: "payment_id_missing" as const, detail: "Zoho confirmed the payment without its id" };
    return change(
      collection,
      now,
      { status: "succeeded", payment, attention, recheckSince: now, task: task("recheck", now + POLL_GAP, 1) },
      { reason: attention.reason, by: ZOHO, detail: attention.detail },
    );
  }
  const closed = collection.status === "cancelled" || collection.status === "failed";
  return startRecording({ ...collection, payment }, payment.id, now, `payment ${payment.id}`, closed);
}

/** Closed by a human who had recorded it by hand: Zoho agrees that it was paid. What is given back of it names its id. */
function confirmed(collection: Collection, session: Session, now: number): Decision {
  const payment = difference(collection, session) === null ? paymentOf(session, now) : null;
  const known = payment?.id ? { payment } : {};
  return change(collection, now, { ...known, task: null }, { reason: "confirmed", by: ZOHO });
}

function paymentOf(session: Session, now: number) {
  const taken = takenPayment(session);
  return { id: taken?.paymentId ?? null, paidAt: taken?.paidAt ?? now, method: taken?.method ?? null };
}

function startRecording(collection: Collection, id: PaymentId, now: number, detail: string, closed = false): Decision {
  const payment = { paidAt: now, method: null, ...collection.payment, id };
  const attention = closed
    ? { reason: "paid_after_closed" as const, detail: "Zoho confirmed the payment after this collection was closed" }
    : null;
  const zoho = task(collection.recording.uncertain ? "look" : "record", now);
  const next = collection.biller === "zoho" ? zoho : task("acknowledge", now + ACKNOWLEDGE_WITHIN);
  return change(
    collection,
    now,
    { status: "succeeded", payment, attention, failure: null, task: next },
    { reason: closed ? "paid_after_closed" : "paid", by: ZOHO, detail },
  );
}

function failed(collection: Collection, session: Session, now: number): Decision {
  if (collection.status === "recorded") {
    const detail = "Zoho says this payment failed, and it was marked as recorded by hand";
    const attention = { reason: "recorded_but_failed" as const, detail };
    return change(collection, now, { attention, task: null }, { reason: attention.reason, by: ZOHO, detail });
  }
  // Zoho has said succeeded before: the contradiction is for the human who is already called.
  if (collection.status === "succeeded") return recheckOn(collection, true, now);
  if (collection.status === "cancelled")
    return change(collection, now, { task: null }, { reason: "confirmed_not_paid", by: ZOHO });
  const code = session.payments.at(-1)?.failureCode ?? "session_failed";
  const status = collection.cancelAskedAt === null ? "failed" : "cancelled";
  return change(
    collection,
    now,
    { status, failure: { code, message: `Zoho Payments: ${code}` }, task: null, attention: null },
    { reason: status === "failed" ? "declined" : "ended_after_cancel", by: ZOHO, detail: code },
  );
}

function pollOn(collection: Collection, answer: Answer<Session>, pollGap: number, now: number): Decision {
  if (now >= (collection.validUntil ?? now) + GRACE) return toUnresolved(collection, describe(answer), now);
  const next = nextOnGrid(collection.pollBase ?? now, Math.max(pollGap, POLL_GAP), now);
  const dueAt = answer.kind === "throttled" || answer.kind === "not_sent" ? Math.max(next, answer.retryAt) : next;
  const first = answer.kind !== "ok" && collection.task?.tries === 0;
  const tries = answer.kind === "ok" ? 0 : 1;
  // Most polls bring no news, and what to do next was stored before they left.
  if (collection.task?.dueAt === dueAt && collection.task.tries === tries) return unchanged(collection);
  return change(
    collection,
    now,
    { task: task("poll", dueAt, tries) },
    first ? { reason: "poll_unanswered", by: ZOHO, detail: describe(answer) } : undefined,
  );
}

function findOn(collection: Collection, found: ListedPayment | null, answer: Answer<unknown>, now: number): Decision {
  const sentAt = collection.sentAt ?? now;
  if (found?.sessionId) {
    return change(
      collection,
      now,
      {
        status: "in_progress",
        sessionId: found.sessionId,
        pollBase: now,
        validUntil: sentAt + VALIDITY,
        task: task("poll", now),
      },
      { reason: "session_found", by: ZOHO, detail: `payment session ${found.sessionId}` },
    );
  }
  if (now >= sentAt + VALIDITY + GRACE) return toUnresolved(collection, describe(answer), now);
  const tries = collection.task?.tries ?? 0;
  return change(collection, now, { task: task("find", now + gap("find", tries, collection.id), tries) });
}

function toUnresolved(collection: Collection, detail: string, now: number): Decision {
  return change(
    collection,
    now,
    { status: "unresolved", recheckSince: now, task: task("recheck", now + gap("recheck", 0, collection.id)) },
    { reason: "no_final_answer", by: CONNECTOR, detail: `last answer: ${detail}` },
  );
}

/** Whether Zoho spoke, if only to refuse: an outage says nothing of what becomes of a payment. */
const wasHeard = ({ kind }: Answer<unknown>): boolean => kind === "ok" || kind === "refused";

/**
 * Asks again later, for 48 hours, and on until Zoho was `heard` after them; then leaves it to a human, still
 * unresolved.
 */
function recheckOn(collection: Collection, heard: boolean, now: number): Decision {
  const tries = collection.task?.tries ?? 0;
  const dueAt = now + gap("recheck", tries, collection.id);
  if (!heard || dueAt < (collection.recheckSince ?? now) + RECHECK_FOR) {
    return change(collection, now, { task: task("recheck", dueAt, tries) });
  }
  if (collection.status !== "unresolved") return change(collection, now, { task: null }, { reason: "checks_ended" });
  const detail = "Zoho gave no final answer in 48 hours";
  const attention = collection.attention ?? { reason: "checks_ended" as const, detail };
  return change(collection, now, { task: null, attention }, { reason: "checks_ended", detail });
}
