import { describe, expect, test } from "vitest";
import type { Answer } from "./answer.ts";
import { begin } from "./begin.ts";
import type { Collection, HistoryEntry } from "./collection.ts";
import { decide } from "./decide.ts";
import type { Answered, Call, Looked } from "./events.ts";
import { PaymentId } from "./ids.ts";
import { paise } from "./money.ts";
import { newborn } from "./testing.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const id = PaymentId.parse("173000002314886");

/** A payment that was just taken and is to be recorded, at 0. */
const taken = (): Collection =>
  newborn(0, {
    status: "succeeded",
    payment: { id, paidAt: 0, method: "card" },
    task: { kind: "record", dueAt: 0, tries: 0 },
  });

interface Lived {
  collection: Collection;
  history: HistoryEntry[];
  calls: { at: number; call: Call["call"] }[];
  attentionAt: number | null;
}

/** Lives until `until`: each call is answered a second after it left, as `answer` has it. */
function live(until: number, answer: (call: Call, at: number) => Answer<unknown>, from = taken()): Lived {
  const lived: Lived = { collection: from, history: [], calls: [], attentionAt: null };
  for (;;) {
    const due = lived.collection.task?.dueAt ?? Number.POSITIVE_INFINITY;
    if (due > until) return lived;
    const begun = begin(lived.collection, due, 5_000);
    if (!begun) return lived;
    lived.calls.push({ at: due, call: begun.call.call });
    const answered = { call: begun.call.call, answer: answer(begun.call, due), gap: 5_000 } as Answered;
    const event = { type: "answered" as const, callNumber: begun.collection.calls, ...answered };
    const { collection, history } = decide(begun.collection, event, due + 1_000);
    lived.collection = collection;
    lived.history.push(...history);
    if (collection.attention && lived.attentionAt === null) lived.attentionAt = due + 1_000;
  }
}

const silence: Answer<never> = { kind: "ambiguous", reason: "server_error", detail: "HTTP 500" };
const nothing: Answer<Looked> = { kind: "ok", value: { found: null, balance: null } };
const count = ({ calls }: Lived, call: Call["call"]) => calls.filter((one) => one.call === call).length;

describe("Books that answers everything but the post", () => {
  const lived = live(DAY, ({ call }) => (call === "record" ? silence : nothing));

  test("P1: is shown to a human within ten minutes, while it goes on by itself", () => {
    expect(lived.attentionAt).toBeLessThan(600_000);
    expect(lived.collection).toMatchObject({ status: "succeeded", attention: { reason: "books_not_answering" } });
    expect(lived.collection.task).not.toBeNull();
  });

  test("P6: does not have its day used up by one payment, nor its history filled", () => {
    expect(count(lived, "record")).toBeLessThan(35);
    expect(count(lived, "look")).toBeLessThan(200);
    expect(lived.history.length).toBeLessThan(40);
  });

  test("P1: gets no post before it had a minute to settle and was looked at after that", () => {
    lived.calls.forEach(({ at, call }, index) => {
      if (call !== "record" || index === 0) return;
      const last = lived.calls.slice(0, index).findLast((one) => one.call === "record");
      expect(at - (last?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
      expect(lived.calls[index - 1]?.call).toBe("look");
    });
  });

  test("P1: is asked at once again when a human wants it", () => {
    const now = DAY + 1_000;
    const asked = decide(
      lived.collection,
      { type: "retry_recording_asked", by: "accountant", settings: lived.collection.recording.settings },
      now,
    ).collection;
    const again = live(now + 5_000, () => nothing, asked);
    expect(again.calls.map(({ call }) => call)).toEqual(["look", "record"]);
  });
});

test("P1: Books that cannot be read is shown to a human within ten minutes, and read ever more seldom", () => {
  const uncertain = { ...taken(), task: { kind: "look" as const, dueAt: 0, tries: 0 } };
  const lived = live(DAY, () => silence, uncertain);
  expect(lived.attentionAt).toBeLessThan(600_000);
  expect(lived.collection.attention?.reason).toBe("books_not_answering");
  expect(count(lived, "look")).toBeLessThan(200);
  expect(lived.history).toHaveLength(1);
});

test("P1: a balance that stays too low however often it is read is left to a human", () => {
  const lower: Answer<never> = { kind: "refused", status: 400, code: "24016", message: "more than the balance" };
  const read: Answer<Looked> = { kind: "ok", value: { found: null, balance: paise(5_000) } };
  const lived = live(DAY, ({ call }) => (call === "record" ? lower : read));
  expect(lived.collection).toMatchObject({ attention: { reason: "recording_refused" }, task: null });
  expect(count(lived, "record")).toBeLessThan(10);
});

test("P1: what waits for the day's limit behind another payment's word says so too", () => {
  const held: Answer<never> = { kind: "not_sent", reason: "limit: day", retryAt: 20 * HOUR, limit: "day" };
  const lived = live(HOUR, () => held);
  expect(lived.collection).toMatchObject({ attention: { reason: "books_daily_limit" }, task: { dueAt: 20 * HOUR } });
  expect(lived.history).toHaveLength(1);
});

test("P1: access that stays refused is one line of history, also beside what a human must see anyway", () => {
  const attention = { reason: "paid_after_closed" as const, detail: "late" };
  const lived = live(DAY, () => ({ kind: "unauthorized", code: "57", message: "no" }), { ...taken(), attention });
  expect(lived.collection.attention).toEqual(attention);
  expect(lived.history.length).toBeLessThanOrEqual(1);
  expect(lived.calls.length).toBeLessThan(70);
});

test("P1: a post that left late is given its minute from when it was given up", () => {
  const begun = begin(taken(), 0, 5_000);
  if (!begun) throw new Error("nothing begun");
  const event = { type: "answered" as const, callNumber: begun.collection.calls, call: "record" as const };
  const late = decide(begun.collection, { ...event, answer: silence }, 47_000).collection;
  const posts = live(200_000, ({ call }) => (call === "record" ? silence : nothing), late).calls;
  expect(posts.find(({ call }) => call === "record")?.at).toBeGreaterThanOrEqual(107_000);
});

describe("Zoho Payments that is away", () => {
  const unresolved = (change: Partial<Collection> = {}): Collection =>
    newborn(0, { status: "unresolved", recheckSince: 0, task: { kind: "recheck", dueAt: 0, tries: 0 }, ...change });

  test("P5: is asked on past 48 hours, until it has spoken", () => {
    const away = live(5 * DAY, () => silence, unresolved());
    expect(away.collection.task?.kind).toBe("recheck");
    const back = live(6 * DAY, () => ({ kind: "ok", value: [] }), away.collection);
    expect(back.collection).toMatchObject({ status: "unresolved", attention: { reason: "checks_ended" }, task: null });
  });

  test("P1: is asked on also about what a human has closed as not paid meanwhile", () => {
    const away = live(5 * DAY, () => silence, unresolved({ status: "cancelled" }));
    expect(away.collection.task?.kind).toBe("recheck");
  });
});

describe("what never reached Books", () => {
  const tooMany: Answer<never> = { kind: "throttled", limit: "minute", retryAt: 0, message: "too many" };

  test("P1: does not count as a post: one silence after many refusals is looked for in its minute", () => {
    let refusals = 0;
    const lived = live(100_000, ({ call }) => {
      if (call !== "record") return nothing;
      refusals += 1;
      return refusals <= 10 ? tooMany : silence;
    });
    const posts = lived.calls.filter(({ call }) => call === "record").map(({ at }) => at);
    expect((posts[11] ?? 0) - (posts[10] ?? 0)).toBeLessThan(75_000);
    expect(lived.attentionAt).toBeNull();
  });

  test("P1: a balance that is lower is read after any number of refusals", () => {
    let refusals = 0;
    const lower: Answer<never> = { kind: "refused", status: 400, code: "24016", message: "more than the balance" };
    const read: Answer<Looked> = { kind: "ok", value: { found: null, balance: paise(5_000) } };
    const lived = live(60_000, ({ call }) => {
      if (call !== "record") return read;
      refusals += 1;
      return refusals <= 10 ? tooMany : lower;
    });
    expect(lived.collection.recording.applied).toBe(5_000);
  });

  test("P6: waiting for a turn is no silence of Books", () => {
    let waits = 0;
    const held = (at: number): Answer<never> => ({ kind: "not_sent", reason: "pacing", retryAt: at + 300 });
    const uncertain = { ...taken(), task: { kind: "look" as const, dueAt: 0, tries: 0 } };
    const lived = live(60_000, (_, at) => (waits++ < 20 ? held(at) : silence), uncertain);
    expect(lived.attentionAt).toBeNull();
    expect(lived.calls.length).toBeGreaterThan(22);
  });

  test("P6: a role that may look but not record is tried ever more seldom", () => {
    const refused: Answer<never> = { kind: "unauthorized", code: "57", message: "no" };
    const lived = live(DAY, ({ call }) => (call === "record" ? refused : nothing));
    expect(lived.collection.attention?.reason).toBe("books_access_refused");
    expect(count(lived, "record")).toBeLessThan(70);
    expect(lived.history).toHaveLength(1);
  });
});

test("P1 P6: money found for what a human closed, without a session to ask, calls a human and is not asked in a circle", () => {
  const closed = newborn(0, {
    status: "cancelled",
    recheckSince: 0,
    task: { kind: "recheck", dueAt: 0, tries: 0 },
  });
  const listed = [{ paymentId: id, sessionId: null, status: "succeeded", collectionId: closed.id }];
  const lived = live(DAY, () => ({ kind: "ok", value: listed }), closed);
  expect(lived.collection.attention?.reason).toBe("payment_seen");
  expect(lived.calls.length).toBeLessThan(40);
});
