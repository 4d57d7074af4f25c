import type { Collection, HistoryEntry, Task, TaskKind } from "./collection.ts";

/** What follows from an event: the next state, and the lines of history that explain it. Both are stored together. */
export interface Decision {
  collection: Collection;
  history: HistoryEntry[];
}

/** Who speaks in a history line that no human caused. */
export const CONNECTOR = "connector";
export const ZOHO = "zoho";

interface Line {
  reason: string;
  by?: string;
  detail?: string;
}

/** Nothing follows. */
export const unchanged = (collection: Collection): Decision => ({ collection, history: [] });

/** The state with `patch` applied, and one line of history when `line` is given. */
export function change(collection: Collection, now: number, patch: Partial<Collection>, line?: Line): Decision {
  const next: Collection = { ...collection, ...patch, revision: collection.revision + 1, updatedAt: now };
  next.holdsInvoice = collection.holdsInvoice && HOLDING.has(next.status);
  if (!line) return { collection: next, history: [] };
  next.seq = collection.seq + 1;
  const { reason, by = CONNECTOR, detail = "" } = line;
  return {
    collection: next,
    history: [{ seq: next.seq, at: now, status: next.status, reason, by, detail: detail.slice(0, 500) }],
  };
}

export const task = (kind: TaskKind, dueAt: number, tries = 0): Task => ({ kind, dueAt, tries });

const HOLDING = new Set<Collection["status"]>(["queued", "sending", "in_progress", "succeeded"]);
