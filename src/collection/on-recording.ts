import { type Answer, describe } from "./answer.ts";
import type { Attention, AttentionReason, Collection } from "./collection.ts";
import { change, type Decision, task, ZOHO } from "./decision.ts";
import type { Looked, Recorded } from "./events.ts";
import { inr, paise } from "./money.ts";
import { afterRecord } from "./on-reread.ts";
import { accessGap, BOOKS_SETTLES_WITHIN, gap } from "./schedule.ts";

/** Books: "amount entered is more than the balance due for this invoice" (customer payments, error codes). */
const OVER_BALANCE = "24016";
/** A wait longer than this may have seen a human record it by hand: look before posting again. */
const LOOK_AFTER = 5 * 60_000;
/** So many unanswered posts or looks until a human is told: some minutes. */
const TELL_AFTER_POSTS = 3;
const TELL_AFTER_LOOKS = 6;
/** A balance that is said to be lower however often it was read is for a human to understand. */
const LOWER_BALANCES = 6;

/** The answer to `POST /customerpayments`. */
export function onRecord(collection: Collection, answer: Answer<Recorded>, now: number): Decision {
  if (collection.status !== "succeeded") return change(collection, now, { task: afterRecord(collection, now) });
  // Of a clear answer: whatever it says, this post is none that may have reached Books.
  const { posts, lower } = collection.recording;
  const recording = { ...collection.recording, uncertain: false, posts: posts - 1 };
  switch (answer.kind) {
    case "ok":
      return recorded({ ...collection, recording: { ...recording, postedAt: now } }, answer.value, now, "recorded");
    case "ambiguous":
      return unanswered(collection, describe(answer), now);
    case "refused": {
      if (answer.code !== OVER_BALANCE || lower >= LOWER_BALANCES) return refused(collection, describe(answer), now);
      const wait = lower >= 2 ? gap("record", lower, collection.id) : 0;
      return change(
        collection,
        now,
        { recording: { ...recording, lower: lower + 1, readBalance: true }, task: task("look", now + wait) },
        { reason: "balance_is_lower", by: ZOHO, detail: describe(answer) },
      );
    }
    case "unauthorized":
      return accessRefused({ ...collection, recording }, describe(answer), now);
    case "throttled":
    case "not_sent":
      return waitFor({ ...collection, recording }, "record", answer, now);
  }
}

/** The answer to a look for our reference in Books, by the invoice's payments and then by the reference. */
export function onLook(collection: Collection, answer: Answer<Looked>, now: number): Decision {
  if (collection.status !== "succeeded") return change(collection, now, { task: afterRecord(collection, now) });
  const { recording } = collection;
  switch (answer.kind) {
    case "ok":
      if (answer.value.found) return recorded(collection, answer.value.found, now, "found_in_books");
      return notThere(collection, answer.value, now);
    case "refused": {
      const settlesAt = (recording.postedAt ?? 0) + BOOKS_SETTLES_WITHIN;
      if (recording.uncertain && now < settlesAt) {
        return change(collection, now, { task: task("look", settlesAt, collection.task?.tries ?? 0) });
      }
      return refused(collection, describe(answer), now);
    }
    case "unauthorized":
      return accessRefused(collection, describe(answer), now);
    case "throttled":
    case "not_sent":
      return waitFor(collection, "look", answer, now);
    case "ambiguous": {
      const tries = collection.task?.tries ?? 0;
      const next = task("look", now + gap("look", tries, collection.id), tries);
      if (tries < TELL_AFTER_LOOKS) return change(collection, now, { task: next });
      return wait(collection, { task: next }, "books_not_answering", describe(answer), now);
    }
  }
}

/** The post may have left as late as now, and may have been carried out: it is looked for. */
function unanswered(collection: Collection, detail: string, now: number): Decision {
  const recording = { ...collection.recording, postedAt: now };
  const attention =
    recording.posts < TELL_AFTER_POSTS ? collection.attention : waiting(collection, "books_not_answering", detail);
  return change(
    collection,
    now,
    { recording, attention, task: task("look", now + gap("look", 0, collection.id)) },
    { reason: "recording_unanswered", by: ZOHO, detail },
  );
}

function notThere(collection: Collection, looked: Looked, now: number): Decision {
  const { recording } = collection;
  const postedAt = recording.postedAt ?? 0;
  const settlesAt = postedAt + BOOKS_SETTLES_WITHIN;
  const repostAt = Math.max(settlesAt, postedAt + gap("repost", Math.max(0, recording.posts - 1), collection.id));
  if (recording.uncertain && (collection.calledAt ?? now) < repostAt) {
    const tries = collection.task?.tries ?? 0;
    // Once it has settled, one look before the next post is enough.
    const next = now < settlesAt ? Math.min(now + gap("look", tries, collection.id), settlesAt) : repostAt;
    return change(collection, now, { task: task("look", Math.max(now, next), tries) });
  }
  if (recording.readBalance && looked.balance === null) {
    return change(collection, now, { task: task("look", now + gap("look", 1, collection.id), 1) });
  }
  const applied = looked.balance === null ? recording.applied : paise(Math.min(looked.balance, collection.amount));
  return change(collection, now, {
    recording: { ...recording, applied, uncertain: false, readBalance: false },
    task: task("record", now, collection.task?.tries ?? 0),
  });
}

function recorded(collection: Collection, record: Recorded, now: number, reason: string): Decision {
  const recording = { ...collection.recording, uncertain: false };
  return change(
    collection,
    now,
    {
      status: "recorded",
      recording,
      customerPaymentId: record.customerPaymentId,
      customerPaymentNumber: record.number,
      attention: attentionOnRecord(collection, record),
      task: recording.settings.commentOnInvoice ? task("comment", now) : afterRecord({ ...collection, recording }, now),
    },
    { reason, by: ZOHO, detail: `payment no. ${record.number ?? record.customerPaymentId}` },
  );
}

function attentionOnRecord(collection: Collection, record: Recorded): Attention | null {
  if (record.amount !== collection.amount) {
    const detail = `Books has ${inr(record.amount)}, the terminal took ${inr(collection.amount)}`;
    return { reason: "recorded_amount_differs", detail };
  }
  if (collection.attention?.reason === "paid_after_closed") return collection.attention;
  const applied = record.applied ?? collection.amount;
  if (applied >= collection.amount) return null;
  const excess = inr(paise(collection.amount - applied));
  return { reason: "excess_is_credit", detail: `${excess} was more than the balance and is the customer's credit` };
}

function refused(collection: Collection, detail: string, now: number): Decision {
  return change(
    collection,
    now,
    {
      attention: { reason: "recording_refused", detail },
      recording: { ...collection.recording, uncertain: false },
      task: null,
    },
    { reason: "recording_refused", by: ZOHO, detail },
  );
}

/** Nobody's fault and nothing lost: tried again by itself, seldom, looking first, until access is back. */
function accessRefused(collection: Collection, detail: string, now: number): Decision {
  const tries = collection.task?.tries ?? 0;
  const patch = {
    recording: collection.recording,
    task: task("look", now + accessGap(tries, collection.id), tries),
  };
  return wait(collection, patch, "books_access_refused", detail, now);
}

function waitFor(
  collection: Collection,
  kind: "look" | "record",
  answer: Extract<Answer<never>, { kind: "throttled" | "not_sent" }>,
  now: number,
): Decision {
  const dueAt = Math.max(answer.retryAt, now + 200);
  // A look that did not leave was none; the wait was not Books' silence.
  const tries = Math.max(0, (collection.task?.tries ?? 0) - (kind === "look" ? 1 : 0));
  const next = task(dueAt - now > LOOK_AFTER ? "look" : kind, dueAt, tries);
  const patch = { recording: collection.recording, task: next };
  if (answer.limit !== "day") return change(collection, now, patch);
  const detail = "Books' daily limit of calls is used up; the payment is recorded when it resets";
  return wait(collection, patch, "books_daily_limit", detail, now);
}

const WAITS = ["books_access_refused", "books_daily_limit", "books_not_answering"] as const;
type WaitsFor = (typeof WAITS)[number];
const isWait = (reason: AttentionReason): boolean => (WAITS as readonly AttentionReason[]).includes(reason);

/** Goes on by itself, and says what it waits for: once, until it waits for something else. */
function wait(
  collection: Collection,
  patch: Partial<Collection>,
  reason: WaitsFor,
  detail: string,
  now: number,
): Decision {
  const attention = waiting(collection, reason, detail);
  const news = attention !== collection.attention;
  return change(collection, now, { ...patch, attention }, news ? { reason, by: ZOHO, detail } : undefined);
}

/** What needs a human is not hidden behind what will pass. */
function waiting({ attention }: Collection, reason: WaitsFor, detail: string): Attention {
  const keeps = attention && (attention.reason === reason || !isWait(attention.reason));
  return keeps ? attention : { reason, detail };
}
