import { z } from "zod";
import type { Attention, Collection, HistoryEntry, Status } from "../collection/collection.ts";
import { paise } from "../collection/money.ts";
import { type CollectionView, view } from "../collection/view.ts";

/** What a shop's own systems are told of. `sending` is ours alone: nothing has happened at the counter yet. */
export const EventType = z.enum([
  "collection.queued",
  "collection.in_progress",
  "collection.succeeded",
  "collection.recorded",
  "collection.failed",
  "collection.cancelled",
  "collection.unresolved",
  "collection.attention",
  "collection.refunded",
]);
export type EventType = z.infer<typeof EventType>;

/** What was taken down of a collection when its last events were made. */
export interface Seen {
  seq: number;
  status: Status | null;
  attention: Attention["reason"] | null;
  history: HistoryEntry[];
}

/** One thing to tell: the same id, however often it is worked out or sent. */
export interface NewEvent {
  id: string;
  type: EventType;
  /** Epoch ms at which it happened. */
  at: number;
  data: CollectionView;
}

export const UNSEEN: Seen = { seq: 0, status: null, attention: null, history: [] };

/**
 * The events that follow from what a terminal tells, and what has been seen after. Lines seen before are passed over,
 * so being told twice makes nothing twice.
 */
export function eventsOf(
  seen: Seen,
  told: { collection: Collection; history: HistoryEntry[] },
): { events: NewEvent[]; seen: Seen } {
  const { collection } = told;
  const lines = told.history.filter(({ seq }) => seq > seen.seq).sort((a, b) => a.seq - b.seq);
  if (lines.length === 0) return { events: [], seen };
  const history = [...seen.history, ...lines];
  const last = lines.at(-1);
  const events: NewEvent[] = [];
  let { status } = seen;
  for (const line of lines) {
    const type = line.status === status ? undefined : EventType.safeParse(`collection.${line.status}`).data;
    status = line.status;
    if (type) events.push(event(type, "status", line, asOf(collection, line, line === last), history));
    if (line.reason === "refunded") events.push(event("collection.refunded", "refund", line, collection, history));
  }
  const attention = collection.attention?.reason ?? null;
  if (attention !== null && attention !== seen.attention && last) {
    events.push(event("collection.attention", "attention", last, collection, history));
  }
  return { events, seen: { seq: last?.seq ?? seen.seq, status, attention, history } };
}

function event(type: EventType, kind: string, line: HistoryEntry, as: Collection, history: HistoryEntry[]): NewEvent {
  const until = history.filter(({ seq }) => seq <= line.seq);
  return { id: `evt_${as.id.slice(4)}_${line.seq}_${kind}`, type, at: line.at, data: view(as, until, null) };
}

/** The collection as it stood at an earlier line: several steps may be told together, each is shown by itself. */
function asOf(collection: Collection, line: HistoryEntry, newest: boolean): Collection {
  if (newest) return collection;
  const then = { ...collection, status: line.status, updatedAt: line.at, attention: null, refunded: paise(0) };
  const before = { customerPaymentId: null, customerPaymentNumber: null };
  if (line.status === "queued" || line.status === "in_progress") {
    return { ...then, ...before, payment: null, failure: null };
  }
  return line.status === "succeeded" ? { ...then, ...before } : then;
}
