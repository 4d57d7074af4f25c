import { describe, expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { begin } from "./begin.ts";
import type { Collection } from "./collection.ts";
import { decide } from "./decide.ts";
import type { Standing } from "./events.ts";
import { PaymentId, PaymentsSessionId } from "./ids.ts";
import { type Paise, paise } from "./money.ts";
import { newborn } from "./testing.ts";

const payment = { id: PaymentId.parse("173000002314886"), paidAt: 0, method: "card" };
const HOUR = 3_600_000;

/** Recorded long ago, of ₹100.50. */
const recorded = (change: Partial<Collection> = {}): Collection =>
  newborn(0, { status: "recorded", holdsInvoice: false, payment, ...change });
const refund = (collection: Collection, amount: number, now: number, refundId = `r${amount}`): Collection =>
  decide(collection, { type: "refund_seen", refundId, amount: paise(amount) }, now).collection;
const standing = (applied: number | null, balance: number | null = null): Answer<Standing> => ({
  kind: "ok",
  value: { applied: applied as Paise | null, balance: balance as Paise | null },
});

/** Makes the call that is due and answers it. */
function ask(collection: Collection, answer: Answer<Standing>, now: number) {
  const begun = begin(collection, now, 5_000);
  if (begun?.call.call !== "reread") throw new Error(`${begun?.call.call} instead of a look at what Books shows`);
  const { calls: callNumber } = begun.collection;
  return {
    call: begun.call,
    decision: decide(begun.collection, { type: "answered", callNumber, call: "reread", answer }, now + 50),
  };
}

test("a refund calls nobody before Books is asked, and Books is asked at once", () => {
  const heard = refund(recorded(), 1_000, HOUR);
  expect(heard).toMatchObject({ refunded: 1_000, attention: null, task: { kind: "reread", dueAt: HOUR } });
});

describe("Books shows", () => {
  const rest = (applied: number | null) => ask(refund(recorded(), 1_000, HOUR), standing(applied), HOUR).decision;

  test.each([10_050, 9_051])("%d paise of it on the invoice, more than was kept: a human is called", (applied) => {
    const { collection, history } = rest(applied);
    expect(collection).toMatchObject({ attention: { reason: "refunded_still_paid" }, task: null, refundHeardAt: null });
    expect(history).toMatchObject([{ reason: "refunded_still_paid", by: "zoho" }]);
  });

  test.each([9_050, 0, null])("%s paise of it on the invoice, no more than was kept: nobody is", (applied) => {
    const { collection, history } = rest(applied);
    expect(collection).toMatchObject({ attention: null, task: null, refundHeardAt: null });
    expect(history).toMatchObject([{ reason: "refund_in_books", by: "zoho" }]);
  });

  test("nothing of ours where a person recorded it: the invoice's balance tells", () => {
    const byHand = recorded({ resolution: { outcome: "paid", reason: "in the evening" } });
    const heard = refund(byHand, 1_000, HOUR);
    const closed = ask(heard, standing(null, 500), HOUR);
    expect(closed.call).toMatchObject({ readBalance: true });
    expect(closed.decision.collection.attention?.reason).toBe("refunded_still_paid");
    expect(ask(heard, standing(null, 1_000), HOUR).decision.collection.attention).toBeNull();
  });
});

test("refunds add up, the same one once; an answer to the question before the second is not the answer", () => {
  const first = refund(recorded(), 1_000, HOUR);
  const begun = begin(first, HOUR, 5_000);
  if (!begun) throw new Error("nothing begun");
  const second = refund(refund(begun.collection, 2_000, HOUR + 10), 2_000, HOUR + 20);
  expect(second.refunded).toBe(3_000);
  const event = { type: "answered", call: "reread", callNumber: begun.collection.calls } as const;
  expect(decide(second, { ...event, answer: standing(9_050) }, HOUR + 50)).toEqual({ collection: second, history: [] });
  expect(ask(second, standing(9_050), HOUR + 60).decision.collection.attention?.detail).toContain("₹30.00");
});

test("P1: what was just posted may not show yet: Books is not believed to have nothing before it has settled", () => {
  const { recording } = recorded();
  const fresh = recorded({ recording: { ...recording, posts: 1, postedAt: HOUR } });
  expect(refund(fresh, 1_000, HOUR + 5_000).task).toEqual({ kind: "reread", dueAt: HOUR + 60_000, tries: 0 });
});

test("a refund heard before the payment is recorded waits for that, and for the comment", () => {
  const settings = { ...newborn().recording.settings, commentOnInvoice: true };
  const paid = newborn(0, { status: "succeeded", payment, task: { kind: "record", dueAt: 5, tries: 0 } });
  const heard = refund({ ...paid, recording: { ...paid.recording, settings } }, 1_000, 4);
  expect(heard.task?.kind).toBe("record");
  const begun = begin(heard, 5, 5_000);
  if (!begun) throw new Error("nothing begun");
  const record = { customerPaymentId: "77" as never, number: "7", amount: paise(10_050), applied: null };
  const done = decide(
    begun.collection,
    { type: "answered", callNumber: begun.collection.calls, call: "record", answer: { kind: "ok", value: record } },
    30,
  ).collection;
  expect(done).toMatchObject({ status: "recorded", task: { kind: "comment" } });
  // Dies with the comment under way: what is stored goes on. Books is given its minute from the answer.
  expect(begin(done, 40, 5_000)?.collection.task).toEqual({ kind: "reread", dueAt: 60_030, tries: 0 });
});

describe("what a human closed as paid", () => {
  const sessionId = PaymentsSessionId.parse("1990");
  const close = (collection: Collection, now: number) =>
    decide(collection, { type: "resolved", by: "accountant", outcome: "paid", reason: "by hand", reference: null }, now)
      .collection;
  const recheck = { kind: "recheck", dueAt: 10, tries: 0 } as const;

  test("P5: an answer that was under way then does not take the place of asking Books", () => {
    const attention = { reason: "payment_differs", detail: "" } as const;
    const paid = newborn(0, { status: "succeeded", payment, sessionId, attention, task: recheck });
    const begun = begin(refund(paid, 1_000, 5), 10, 5_000);
    if (!begun) throw new Error("nothing begun");
    const closed = close(begun.collection, 20);
    expect(closed.task?.kind).toBe("reread");
    const answer = { kind: "ambiguous", reason: "timeout", detail: "" } as const;
    const { calls: callNumber } = begun.collection;
    const late = decide(closed, { type: "answered", call: "poll", callNumber, answer, gap: 5_000 }, 30).collection;
    expect(late.task).toEqual(closed.task);
  });

  test("P5: its payment is known once Zoho confirms it, so that a refund of it finds the collection", () => {
    const closed = close(newborn(0, { status: "unresolved", sessionId, task: recheck }), 5);
    const begun = begin(closed, 10, 5_000);
    if (!begun) throw new Error("nothing begun");
    const { amount, currency, invoiceNumber, calls: callNumber } = begun.collection;
    const taken = { paymentId: payment.id, status: "succeeded", paidAt: 4, method: "card", failureCode: null };
    const session = { sessionId, status: "succeeded", amount, currency, invoiceNumber, payments: [taken] };
    const event = { type: "answered", call: "poll", callNumber, gap: 5_000 } as const;
    const confirmed = decide(begun.collection, { ...event, answer: { kind: "ok", value: session } }, 20).collection;
    expect(confirmed).toMatchObject({ status: "recorded", payment: { id: payment.id, paidAt: 4 }, task: null });
    expect(refund(confirmed, 1_000, HOUR).task?.kind).toBe("reread");
    const other = { ...session, amount: paise(1) };
    const differs = decide(begun.collection, { ...event, answer: { kind: "ok", value: other } }, 20).collection;
    expect(differs).toMatchObject({ status: "recorded", payment: null, task: null });
  });
});

describe("P5: while Books cannot be asked", () => {
  const lost: Answer<never> = { kind: "ambiguous", reason: "timeout", detail: "no answer within 10 s" };

  test("it is asked on with growing gaps, a human is told once after an hour, and its answer ends that", () => {
    let collection = refund(recorded(), 1_000, 0);
    const asked: number[] = [];
    const lines: string[] = [];
    while ((collection.task?.dueAt ?? 0) < 72 * HOUR) {
      const now = collection.task?.dueAt ?? 0;
      asked.push(now);
      const { decision } = ask(collection, lost, now);
      lines.push(...decision.history.map(({ reason }) => `${reason} ${now >= HOUR ? "late" : "early"}`));
      collection = decision.collection;
    }
    const gaps = asked.map((at, index) => at - (asked[index - 1] ?? 0));
    expect(gaps[1]).toBeLessThan(60_000);
    expect(Math.max(...gaps)).toBeLessThan(1.3 * HOUR);
    expect(asked.length).toBeLessThan(120);
    expect(lines).toEqual(["refund_unchecked late"]);
    expect(collection.attention?.reason).toBe("refund_unchecked");
    const heard = ask(collection, standing(null), 73 * HOUR).decision.collection;
    expect(heard).toMatchObject({ attention: null, task: null });
  });

  test("refused access calls a human at once and is tried on; a clear refusal ends it", () => {
    const heard = refund(recorded(), 1_000, 0);
    const refused = { code: "57", message: "not authorized" };
    const denied = ask(heard, { kind: "unauthorized", ...refused }, 0).decision.collection;
    expect(denied).toMatchObject({ attention: { reason: "refund_unchecked" }, task: { kind: "reread" } });
    const ended = ask(heard, { kind: "refused", status: 400, ...refused }, 0).decision.collection;
    expect(ended).toMatchObject({ attention: { reason: "refund_unchecked" }, task: null, refundHeardAt: null });
  });

  test("a day's limit is waited out, and a call that never left too", () => {
    const heard = refund(recorded(), 1_000, 0);
    const retryAt = 9 * HOUR;
    const day = ask(heard, { kind: "throttled", limit: "day", retryAt, message: "" }, 0).decision.collection;
    expect(day).toMatchObject({ attention: null, task: { dueAt: retryAt } });
    const kept = ask(heard, { kind: "not_sent", reason: "", retryAt: 700 }, 0).decision.collection;
    expect(kept).toMatchObject({ attention: null, task: { dueAt: 700 } });
  });
});

test("once Books was put right, a check sees it", () => {
  const called = ask(refund(recorded(), 1_000, HOUR), standing(10_050), HOUR).decision.collection;
  const checked = decide(called, { type: "check_asked", by: "accountant" }, 2 * HOUR).collection;
  expect(checked.task).toMatchObject({ kind: "reread", dueAt: 2 * HOUR });
  expect(ask(checked, standing(null), 2 * HOUR).decision.collection.attention).toBeNull();
});
