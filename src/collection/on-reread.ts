import { type Answer, describe } from "./answer.ts";
import type { Collection, Task } from "./collection.ts";
import { change, type Decision, task, ZOHO } from "./decision.ts";
import type { Standing } from "./events.ts";
import { inr, type Paise, paise } from "./money.ts";
import { isAboutRefund } from "./refund-attention.ts";
import { accessGap, BOOKS_SETTLES_WITHIN, gap, REREAD_WITHIN } from "./schedule.ts";

/** Asks Books what it shows of the payment: at once, but no sooner than what we posted is sure to show there. */
export function rereadTask({ recording }: Pick<Collection, "recording">, now: number): Task {
  const { postedAt } = recording;
  return task("reread", postedAt === null ? now : Math.max(now, postedAt + BOOKS_SETTLES_WITHIN));
}

/** What is left to do once the payment is recorded: nothing, unless money was heard to have gone back before. */
export const afterRecord = (collection: Pick<Collection, "refundHeardAt" | "recording">, now: number): Task | null =>
  collection.refundHeardAt === null ? null : rereadTask(collection, now);

/** True when a person has put Books right, and may want it looked at again. */
export const mayReread = ({ status, biller, payment, attention }: Collection): boolean =>
  status === "recorded" && biller === "zoho" && payment?.id != null && isAboutRefund(attention?.reason);

/** The answer to what Books shows of a payment of which money went back: only it says that the invoice is still paid. */
export function onReread(collection: Collection, answer: Answer<Standing>, now: number): Decision {
  switch (answer.kind) {
    case "ok": {
      const still = stillPaid(collection, answer.value);
      return still === null ? agreed(collection, answer.value, now) : disagreed(collection, still, now);
    }
    case "refused": {
      const attention = unchecked(collection, describe(answer));
      const line = { reason: "refund_unchecked", by: ZOHO, detail: describe(answer) };
      return change(collection, now, { attention, refundHeardAt: null, task: null }, line);
    }
    case "unauthorized":
      return later(collection, answer, now + accessGap(triesOf(collection), collection.id), now);
    case "throttled":
    case "not_sent":
      return later(collection, answer, Math.max(answer.retryAt, now + 200), now);
    case "ambiguous":
      return later(collection, answer, now + gap("reread", triesOf(collection), collection.id), now);
  }
}

/** In what way Books shows more as paid than the shop has kept of the payment; null when it does not. */
function stillPaid({ amount, refunded, resolution }: Collection, { applied, balance }: Standing): string | null {
  if (applied !== null) {
    return applied > kept(amount, refunded) ? `the invoice still shows ${inr(applied)} of this payment as paid` : null;
  }
  // Ours is not there. What a person recorded instead of us is not known by its reference.
  if (resolution === null || balance === null || balance >= refunded) return null;
  return `only ${inr(balance)} of the invoice is open, and the payment was recorded by hand`;
}

const kept = (amount: Paise, refunded: Paise): Paise => paise(Math.max(0, amount - refunded));

function disagreed(collection: Collection, how: string, now: number): Decision {
  const detail = `${inr(collection.refunded)} was given back; ${how}`;
  const attention = { reason: "refunded_still_paid" as const, detail };
  const line = { reason: attention.reason, by: ZOHO, detail };
  return change(collection, now, { attention, refundHeardAt: null, task: null }, line);
}

function agreed(collection: Collection, { applied }: Standing, now: number): Decision {
  const detail = applied === null ? "the payment is not on the invoice" : `${inr(applied)} of the payment is on it`;
  const attention = isAboutRefund(collection.attention?.reason) ? null : collection.attention;
  const line = { reason: "refund_in_books", by: ZOHO, detail };
  return change(collection, now, { attention, refundHeardAt: null, task: null }, line);
}

/** Asks on, however long; a human is told once where access is refused, or when it has taken too long. */
function later(collection: Collection, answer: Answer<never>, dueAt: number, now: number): Decision {
  const patch = { task: task("reread", dueAt, triesOf(collection)) };
  const long = now >= (collection.refundHeardAt ?? now) + REREAD_WITHIN;
  const tell = (long || answer.kind === "unauthorized") && !isAboutRefund(collection.attention?.reason);
  if (!tell) return change(collection, now, patch);
  const detail = describe(answer);
  const line = { reason: "refund_unchecked", by: ZOHO, detail };
  return change(collection, now, { ...patch, attention: unchecked(collection, detail) }, line);
}

/** What was seen in Books before stays said. */
function unchecked({ attention, refunded }: Collection, why: string): Collection["attention"] {
  if (attention?.reason === "refunded_still_paid") return attention;
  return { reason: "refund_unchecked", detail: `${inr(refunded)} was given back; ${why}` };
}

const triesOf = ({ task: due }: Collection): number => due?.tries ?? 0;
