import { type Answer, describe } from "./answer.ts";
import type { Collection } from "./collection.ts";
import { change, type Decision, task, ZOHO } from "./decision.ts";
import type { PaymentsSessionId } from "./ids.ts";
import { CREATE_WITHIN, gap, POLL_GAP, VALIDITY } from "./schedule.ts";

/**
 * The answer to "create payment session" (POS billing integration, step 1). The call has no idempotency key, so only
 * an answer that proves it did not happen lets us ask again; anything unclear holds the terminal and is looked for.
 */
export function onCreate(
  collection: Collection,
  answer: Answer<{ sessionId: PaymentsSessionId }>,
  now: number,
): Decision {
  switch (answer.kind) {
    case "ok":
      return change(
        collection,
        now,
        {
          status: "in_progress",
          sessionId: answer.value.sessionId,
          pollBase: now,
          // Made while the call was under way: its three minutes are over by then.
          validUntil: now + VALIDITY,
          task: task("poll", now + POLL_GAP),
        },
        { reason: "session_created", by: ZOHO, detail: `payment session ${answer.value.sessionId}` },
      );
    case "ambiguous":
      return change(
        collection,
        now,
        // It may have left as late as now.
        { sentAt: now, task: task("find", now + gap("find", 0, collection.id)) },
        { reason: "create_unanswered", by: ZOHO, detail: describe(answer) },
      );
    case "refused":
      return fail(collection, now, answer.code, answer.message);
    case "unauthorized":
      return fail(collection, now, "payments_access_refused", answer.message);
    case "throttled":
    case "not_sent":
      return putOff(collection, answer.retryAt, describe(answer), now);
  }
}

function putOff(collection: Collection, retryAt: number, detail: string, now: number): Decision {
  if (collection.cancelAskedAt !== null) {
    return change(
      collection,
      now,
      { status: "cancelled", sentAt: null, task: null },
      { reason: "cancelled_before_sending" },
    );
  }
  const giveUpAt = (collection.takenAt ?? now) + CREATE_WITHIN;
  if (retryAt > giveUpAt || now >= giveUpAt) return fail(collection, now, "not_sent", detail);
  const first = collection.calls <= 1;
  return change(
    collection,
    now,
    { sentAt: null, task: task("create", Math.max(retryAt, now + 500)) },
    first ? { reason: "create_put_off", by: ZOHO, detail } : undefined,
  );
}

function fail(collection: Collection, now: number, code: string, message: string): Decision {
  return change(
    collection,
    now,
    { status: "failed", sentAt: null, failure: { code, message }, task: null },
    { reason: "create_refused", by: ZOHO, detail: `${code}: ${message}` },
  );
}
