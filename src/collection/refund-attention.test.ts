import { describe, expect, test } from "vitest";
import { begin } from "./begin.ts";
import { objection } from "./by-human.ts";
import type { Collection } from "./collection.ts";
import { decide } from "./decide.ts";
import type { CollectionEvent } from "./events.ts";
import { PaymentId } from "./ids.ts";
import { type Paise, paise } from "./money.ts";
import { newborn } from "./testing.ts";

const HOUR = 3_600_000;
const payment = { id: PaymentId.parse("173000002314886"), paidAt: 0, method: "card" };

const of = (change: Partial<Collection> = {}): Collection =>
  newborn(0, { status: "recorded", holdsInvoice: false, payment, ...change });
const became = (collection: Collection, event: CollectionEvent, now: number) =>
  decide(collection, event, now).collection;
const refund = (collection: Collection, refundId: string, now: number): Collection =>
  became(collection, { type: "refund_seen", refundId, amount: paise(1_000) }, now);
const settle = { type: "resolved", by: "Meera", outcome: "refund_settled", reason: "credit note made" } as const;

/** Books is asked, and still shows all of it as paid. */
function stillPaid(collection: Collection, now: number): Collection {
  const begun = begin(collection, now, 5_000);
  if (!begun) throw new Error("Books is not asked");
  const answer = { kind: "ok", value: { applied: 10_050 as Paise, balance: null } } as const;
  const event = { type: "answered", call: "reread", callNumber: begun.collection.calls, answer } as const;
  return became(begun.collection, event, now + 50);
}

describe("P2: a person's word that a refund is dealt with", () => {
  test("ends the call about it in one line, and changes nothing else", () => {
    const called = stillPaid(refund(of(), "r1", HOUR), HOUR);
    const { collection, history } = decide(called, { ...settle, reference: "CN-7" }, 2 * HOUR);
    const { revision, seq, updatedAt } = collection;
    expect(collection).toEqual({ ...called, attention: null, revision, seq, updatedAt });
    expect(history).toMatchObject([
      {
        status: "recorded",
        reason: "refund_settled",
        by: "Meera",
        detail: "₹10.00 given back: credit note made (reference CN-7)",
      },
    ]);
  });

  test("ends asking Books, and the answer that is under way is not heard", () => {
    const called = stillPaid(refund(of(), "r1", HOUR), HOUR);
    const asking = begin(became(called, { type: "check_asked", by: "Meera" }, 2 * HOUR), 2 * HOUR, 5_000);
    if (!asking) throw new Error("Books is not asked");
    const settled = became(asking.collection, { ...settle, reference: null }, 2 * HOUR + 10);
    expect(settled).toMatchObject({ status: "recorded", attention: null, task: null, refundHeardAt: null });
    const answer = { kind: "ok", value: { applied: 10_050 as Paise, balance: null } } as const;
    const late = { type: "answered", call: "reread", callNumber: asking.collection.calls, answer } as const;
    expect(became(settled, late, 2 * HOUR + 50)).toEqual(settled);
  });

  test("holds for the same refund told again, and not for another", () => {
    const settled = became(stillPaid(refund(of(), "r1", HOUR), HOUR), { ...settle, reference: null }, 2 * HOUR);
    expect(refund(settled, "r1", 3 * HOUR)).toEqual(settled);
    const again = stillPaid(refund(settled, "r2", 3 * HOUR), 3 * HOUR);
    expect(again.attention).toMatchObject({ reason: "refunded_still_paid" });
    expect(again.attention?.detail).toContain("₹20.00");
  });

  test.each([
    ["nothing was given back", of()],
    ["something else calls", of({ attention: { reason: "excess_is_credit", detail: "" } })],
    ["it is not recorded yet", newborn(0, { status: "succeeded", payment, refunded: paise(1_000) })],
    ["nobody knows how it ended", newborn(0, { status: "unresolved" })],
  ])("is not taken where %s", (_where, collection) => {
    expect(objection(collection, { action: "resolve", outcome: "refund_settled" }, HOUR)).toContain("No refund");
    expect(became(collection, { ...settle, reference: null }, HOUR)).toEqual(collection);
  });

  test("is no other closing word: those are not taken where only a refund calls", () => {
    const called = stillPaid(refund(of(), "r1", HOUR), HOUR);
    for (const outcome of ["paid", "not_paid"] as const) {
      expect(objection(called, { action: "resolve", outcome }, HOUR)).not.toBeNull();
      expect(became(called, { ...settle, outcome, reference: null }, 2 * HOUR)).toEqual(called);
    }
  });
});

describe("P2: where nobody can be asked, nothing is claimed about the invoice", () => {
  const external = { biller: "external", task: null } as const;

  test("the billing software is to be told, and a check changes nothing", () => {
    const called = refund(of(external), "r1", HOUR);
    expect(called).toMatchObject({ attention: { reason: "refund_to_tell" }, task: null, refundHeardAt: null });
    expect(called.attention?.detail).toBe("₹10.00 was given back; the billing software is to be told");
    expect(became(called, { type: "check_asked", by: "Meera" }, 2 * HOUR)).toEqual(called);
    const settled = became(called, { ...settle, reference: null }, 2 * HOUR);
    expect(settled).toMatchObject({ status: "recorded", attention: null, refunded: 1_000 });
    expect(refund(settled, "r2", 3 * HOUR).attention?.reason).toBe("refund_to_tell");
  });

  test("also when it went back before the billing software took it in", () => {
    const heard = refund(of({ ...external, status: "succeeded" }), "r1", HOUR);
    expect(heard.attention).toBeNull();
    const event = { type: "acknowledged", by: "till", reference: "R-1" } as const;
    const attention = { reason: "refund_to_tell" };
    expect(became(heard, event, 2 * HOUR)).toMatchObject({ status: "recorded", attention });
    expect(became(of({ ...external, status: "succeeded" }), event, HOUR).attention).toBeNull();
  });

  test("a payment that Zoho never named is not said to be on the invoice", () => {
    const called = refund(of({ payment: null }), "r1", HOUR);
    expect(called).toMatchObject({ attention: { reason: "refund_unchecked" }, task: null });
  });
});
