import { expect, test } from "vitest";
import type { Collection, HistoryEntry } from "../collection/collection.ts";
import { paise } from "../collection/money.ts";
import { newborn } from "../collection/testing.ts";
import { eventsOf, UNSEEN } from "./event.ts";

const NOW = Date.parse("2026-11-22T09:30:00Z");

const line = (seq: number, status: Collection["status"], reason: string = status): HistoryEntry => ({
  seq,
  at: NOW + seq * 1_000,
  status,
  reason,
  by: "zoho",
  detail: "",
});

test("each change of status is one event, and sending is none", () => {
  const collection = newborn(NOW);
  const history = [line(1, "queued", "created")];
  const recorded = { ...collection, status: "recorded" as const, seq: 5, customerPaymentNumber: "77" };
  const lines = [line(2, "sending"), line(3, "in_progress"), line(4, "succeeded"), line(5, "recorded")];
  const { events, seen } = eventsOf(UNSEEN, { collection: recorded, history: [...history, ...lines] });
  expect(events.map(({ type }) => type)).toEqual([
    "collection.queued",
    "collection.in_progress",
    "collection.succeeded",
    "collection.recorded",
  ]);
  // Each shows the collection as it stood then, with the history up to there.
  expect(events.map(({ data }) => [data.status, data.history.length, data.customer_payment_number])).toEqual([
    ["queued", 1, null],
    ["in_progress", 3, null],
    ["succeeded", 4, null],
    ["recorded", 5, "77"],
  ]);
  expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  expect(seen).toMatchObject({ seq: 5, status: "recorded" });
});

test("P7: told again, in part or whole, nothing is an event twice", () => {
  const collection = newborn(NOW);
  const history = [line(1, "queued", "created")];
  const first = eventsOf(UNSEEN, { collection, history });
  expect(first.events).toHaveLength(1);
  expect(eventsOf(first.seen, { collection, history })).toEqual({ events: [], seen: first.seen });
  const next = { ...collection, status: "in_progress" as const };
  const more = eventsOf(first.seen, {
    collection: next,
    history: [...history, line(2, "sending"), line(3, "in_progress")],
  });
  expect(more.events.map(({ type }) => type)).toEqual(["collection.in_progress"]);
  expect(more.events[0]?.data.history.map(({ reason }) => reason)).toEqual(["created", "sending", "in_progress"]);
});

test("attention and refunds are events of their own, beside a status that stays", () => {
  const collection = newborn(NOW);
  const seen = { seq: 5, status: "recorded" as const, attention: null, history: [] };
  const refunded = {
    ...collection,
    status: "recorded" as const,
    refunded: paise(500),
    attention: { reason: "refunded_still_paid" as const, detail: "given back" },
  };
  const { events } = eventsOf(seen, { collection: refunded, history: [line(6, "recorded", "refunded")] });
  expect(events.map(({ type, data }) => [type, data.refunded_amount, data.attention])).toEqual([
    ["collection.refunded", "5.00", "refunded_still_paid"],
    ["collection.attention", "5.00", "refunded_still_paid"],
  ]);
});
