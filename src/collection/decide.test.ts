import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { begin } from "./begin.ts";
import type { Collection, HistoryEntry } from "./collection.ts";
import { decide } from "./decide.ts";
import type { Answered, Call, CollectionEvent, Looked, Recorded, Standing } from "./events.ts";
import { CustomerPaymentId, PaymentId, PaymentsSessionId } from "./ids.ts";
import type { ListedPayment, Session } from "./match.ts";
import { paise } from "./money.ts";
import { FOLLOWS, newborn } from "./testing.ts";

const sessionId = PaymentsSessionId.parse("2000000012001");
const paymentId = PaymentId.parse("173000002314886");

/** Anything Zoho may say to a call, true or not. */
const failure = fc.oneof(
  fc.record({
    kind: fc.constant("refused" as const),
    status: fc.constantFrom(400, 404, 422),
    code: fc.constantFrom("1002", "24016", "x"),
    message: fc.string(),
  }),
  fc.record({
    kind: fc.constant("throttled" as const),
    limit: fc.constantFrom("minute" as const, "day" as const),
    retryAt: fc.nat(10_000_000),
    message: fc.string(),
  }),
  fc.record({ kind: fc.constant("unauthorized" as const), code: fc.string(), message: fc.string() }),
  fc.record({ kind: fc.constant("ambiguous" as const), reason: fc.constant("timeout" as const), detail: fc.string() }),
  fc.record({ kind: fc.constant("not_sent" as const), reason: fc.string(), retryAt: fc.nat(10_000_000) }),
);
const orFailure = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Answer<T>> =>
  fc.oneof(
    value.map((ok) => ({ kind: "ok" as const, value: ok })),
    failure,
  );

const session: fc.Arbitrary<Session> = fc.record({
  sessionId: fc.constantFrom(sessionId, PaymentsSessionId.parse("9")),
  status: fc.constantFrom("in_progress", "succeeded", "failed", "under_review"),
  amount: fc.constantFrom(paise(10_050), paise(1)),
  currency: fc.constantFrom("INR", "USD"),
  invoiceNumber: fc.constantFrom("INV-000001", null),
  payments: fc.array(
    fc.record({
      paymentId: fc.constant(paymentId),
      status: fc.constantFrom("succeeded", "failed"),
      paidAt: fc.constant(1_000),
      method: fc.constant("card"),
      failureCode: fc.constantFrom(null, "insufficient_funds"),
    }),
    { maxLength: 2 },
  ),
});
const recorded: fc.Arbitrary<Recorded> = fc.record({
  customerPaymentId: fc.constant(CustomerPaymentId.parse("77")),
  number: fc.constant("5"),
  amount: fc.constantFrom(paise(10_050), paise(1)),
  applied: fc.constantFrom(null, paise(10_050), paise(0)),
});

const answers: { [K in Answered["call"]]: fc.Arbitrary<Extract<Answered, { call: K }>["answer"]> } = {
  create: orFailure(fc.constant({ sessionId })),
  find: orFailure(
    fc.array(
      fc.record({
        paymentId: fc.constant(paymentId),
        sessionId: fc.constantFrom(sessionId, null),
        status: fc.constantFrom("succeeded", "failed"),
        collectionId: fc.constantFrom("col_00000000000000000000", "other"),
      }) as fc.Arbitrary<ListedPayment>,
      { maxLength: 3 },
    ),
  ),
  poll: orFailure(session),
  look: orFailure(
    fc.record({
      found: fc.option(recorded),
      balance: fc.option(fc.constantFrom(paise(0), paise(5_000))),
    }) as fc.Arbitrary<Looked>,
  ),
  record: orFailure(recorded),
  comment: orFailure(fc.constant(null)),
  reread: orFailure(
    fc.record({
      applied: fc.constantFrom(null, paise(10_050), paise(9_000), paise(0)),
      balance: fc.constantFrom(null, paise(0), paise(10_050)),
    }) as fc.Arbitrary<Standing>,
  ),
};

const human = fc.constantFrom<CollectionEvent>(
  { type: "taken" },
  { type: "told_late" },
  { type: "cancel_asked", by: "cashier" },
  { type: "check_asked", by: "cashier" },
  { type: "retry_recording_asked", by: "accountant", settings: newborn().recording.settings },
  { type: "resolved", by: "accountant", outcome: "paid", reason: "seen on the slip", reference: "77" },
  { type: "resolved", by: "accountant", outcome: "not_paid", reason: "customer left", reference: null },
  { type: "resolved", by: "accountant", outcome: "refund_settled", reason: "credit note", reference: "CN-1" },
  { type: "refund_seen", refundId: "r1", amount: paise(1_000) },
  { type: "refund_seen", refundId: "r2", amount: paise(2_000) },
);

interface Life {
  states: Collection[];
  history: HistoryEntry[];
  calls: { call: Call; before: Collection }[];
  answered: Answered[];
}

/** Lives one life: at every step time passes and either a human acts or the due call is made and answered anyhow. */
const life: fc.Arbitrary<Life> = fc
  .array(fc.tuple(fc.nat(120_000), fc.option(human, { freq: 4 }), fc.nat(), fc.boolean()), {
    minLength: 5,
    maxLength: 60,
  })
  .map((steps) => {
    let now = 0;
    let collection = newborn(0);
    const lived: Life = { states: [collection], history: [], calls: [], answered: [] };
    const apply = (event: CollectionEvent): void => {
      const decision = decide(collection, event, now);
      collection = decision.collection;
      lived.states.push(collection);
      lived.history.push(...decision.history);
    };
    apply({ type: "taken" });
    for (const [passed, wish, chance, dies] of steps) {
      now += passed;
      if (wish) apply(wish);
      else if (collection.task) {
        now = Math.max(now, collection.task.dueAt);
        const begun = begin(collection, now, 5_000);
        if (!begun) continue;
        lived.calls.push({ call: begun.call, before: collection });
        collection = begun.collection;
        lived.states.push(collection);
        // Dead before the answer: what is stored must be enough to go on.
        if (dies && chance % 3 === 0) continue;
        const [answer] = fc.sample(answers[begun.call.call] as fc.Arbitrary<Answer<unknown>>, {
          numRuns: 1,
          seed: chance,
        });
        const answered = { call: begun.call.call, answer, gap: 5_000 } as Answered;
        lived.answered.push(answered);
        apply({ type: "answered", callNumber: collection.calls, ...answered });
      }
    }
    return lived;
  });

describe("whatever Zoho and people do", () => {
  const always = (promise: string, check: (life: Life) => void): void => {
    test(promise, () => fc.assert(fc.property(life, check), { numRuns: 1_500 }));
  };

  always("statuses change only in the ways DESIGN has", ({ states }) => {
    states.forEach((state, index) => {
      const before = states[index - 1]?.status ?? state.status;
      if (before !== state.status) expect(FOLLOWS[before]).toContain(state.status);
    });
  });

  always("P1: a post follows another only after a look that began once Books had settled", ({ calls }) => {
    let postedAt: number | null = null;
    let looked = true;
    for (const { call, before } of calls) {
      if (call.call === "look") looked = true;
      if (call.call === "record" && postedAt !== null && before.recording.uncertain) expect(looked).toBe(true);
      if (call.call === "record") {
        expect(before.recording.uncertain).toBe(false);
        postedAt = before.recording.postedAt;
        looked = false;
      }
    }
  });

  always("P2: only what a retrieve confirmed, and matches, is recorded", ({ calls, answered }) => {
    const record = calls.findIndex(({ call }) => call.call === "record");
    if (record < 0) return;
    const confirmed = answered.some(
      ({ call, answer }) =>
        call === "poll" &&
        answer.kind === "ok" &&
        answer.value.status === "succeeded" &&
        answer.value.sessionId === sessionId &&
        answer.value.amount === 10_050 &&
        answer.value.currency === "INR" &&
        answer.value.invoiceNumber === "INV-000001",
    );
    expect(confirmed).toBe(true);
  });

  always("P3: failed is only what a clear answer said, or what was never sent", ({ states, answered }) => {
    if (!states.some((state) => state.status === "failed")) return;
    const said = answered.some(
      ({ call, answer }) =>
        (call === "poll" && answer.kind === "ok" && answer.value.status === "failed") ||
        (call === "create" && answer.kind !== "ok" && answer.kind !== "ambiguous"),
    );
    expect(said).toBe(true);
  });

  always("P4: an invoice once given free is not held again", ({ states }) => {
    const freed = states.findIndex((state) => !state.holdsInvoice);
    if (freed >= 0) expect(states.slice(freed).every((state) => !state.holdsInvoice)).toBe(true);
  });

  always("P4: one create may have reached Zoho, never two", ({ calls, answered }) => {
    const creates = calls.filter(({ call }) => call.call === "create").length;
    const without = answered.filter(
      ({ call, answer }) => call === "create" && (answer.kind === "throttled" || answer.kind === "not_sent"),
    ).length;
    expect(creates - without).toBeLessThanOrEqual(1);
  });

  always("P5: what is not over always knows what to do next, or has told a human", ({ states }) => {
    for (const state of states) {
      const over = ["recorded", "failed", "cancelled"].includes(state.status);
      if (!over && state.status !== "queued") expect(state.task !== null || state.attention !== null).toBe(true);
    }
  });

  always("P5: a refund is counted once, and what Books shows after it is asked until it is known", ({ states }) => {
    for (const state of states) {
      const { refunded, refundIds, refundHeardAt, status, task } = state;
      expect(refundIds).toEqual([...new Set(refundIds)]);
      expect(refunded).toBe(refundIds.reduce((sum, id) => sum + (id === "r1" ? 1_000 : 2_000), 0));
      if (refundHeardAt === null) continue;
      expect(["succeeded", "recorded"]).toContain(status);
      if (status === "recorded") expect(["reread", "comment"]).toContain(task?.kind);
    }
  });

  always("P2: that Books still shows a refunded payment is said only on its word, once it had settled", (life) => {
    for (const [index, { attention, refunded, refundHeardAt }] of life.states.entries()) {
      const before = life.states[index - 1];
      if (attention?.reason !== "refunded_still_paid" || !before || before.attention === attention) continue;
      const { calledAt, recording } = before;
      expect(calledAt).toBeGreaterThanOrEqual(before.refundHeardAt ?? Number.POSITIVE_INFINITY);
      if (recording.postedAt !== null) expect(calledAt).toBeGreaterThanOrEqual(recording.postedAt + 60_000);
      expect(refundHeardAt).toBeNull();
      const shown = life.answered.some(
        ({ call, answer }) =>
          call === "reread" &&
          answer.kind === "ok" &&
          (answer.value.applied === null ? before.resolution !== null : answer.value.applied > 10_050 - refunded),
      );
      expect(shown).toBe(true);
    }
  });

  always("P8: history is numbered without gaps and ends as the collection is", ({ states, history }) => {
    const last = states.at(-1);
    history.forEach((entry, index) => {
      expect(entry.seq).toBe(index + 2);
    });
    expect(history.at(-1)?.status ?? "queued").toBe(last?.status);
  });
});

test("an answer to an older call changes nothing", () => {
  const taken = decide(newborn(0), { type: "taken" }, 0).collection;
  const begun = begin(taken, 0, 5_000);
  if (!begun) throw new Error("nothing begun");
  const answer = { kind: "ok" as const, value: { sessionId } };
  const late = decide(
    begun.collection,
    { type: "answered", callNumber: begun.collection.calls - 1, call: "create", answer },
    10,
  );
  expect(late).toEqual({ collection: begun.collection, history: [] });
});

test("P2: a payment that differs and came without its id is not recorded once a list names the id", () => {
  const polled = newborn(0, { status: "in_progress", sessionId, calls: 1, validUntil: 180_000 });
  const value: Session = {
    sessionId,
    status: "succeeded",
    amount: paise(1),
    currency: "INR",
    invoiceNumber: "INV-000001",
    payments: [],
  };
  const differs = decide(
    polled,
    { type: "answered", callNumber: 1, call: "poll", gap: 5_000, answer: { kind: "ok", value } },
    5,
  );
  expect(differs.collection.attention?.reason).toBe("payment_differs");
  const listed = [{ paymentId, sessionId, status: "succeeded", collectionId: polled.id }];
  const found = decide(
    differs.collection,
    { type: "answered", callNumber: 1, call: "find", answer: { kind: "ok", value: listed } },
    9,
  );
  expect(found.collection).toMatchObject({ status: "succeeded", payment: { id: null }, task: { kind: "recheck" } });
});
