import { and, inArray, lt } from "drizzle-orm";
import { Collection } from "../collection/collection.ts";
import type { Ledger } from "./client.ts";
import { collections } from "./schema.ts";

/** A collection with work left of which nothing was heard; null when this version cannot read it. */
export interface Silent {
  id: string;
  collection: Collection | null;
}

/** Collections with work left that their terminal should have told of by `now`, the longest waiting first. */
export async function silentCollections(ledger: Ledger, now: number, limit: number): Promise<Silent[]> {
  const rows = await ledger
    .select({ document: collections.document, id: collections.id })
    .from(collections)
    .where(lt(collections.remindAt, now))
    .orderBy(collections.remindAt)
    .limit(limit);
  return rows.map((row) => ({ id: row.id, collection: readable(row) }));
}

/** Has these asked about again at `at`, behind all others that wait by now; but for those that were heard of meanwhile. */
export async function remindLater(ledger: Ledger, silent: Silent[], now: number, at: number): Promise<void> {
  const ids = silent.map(({ id }) => id);
  if (ids.length === 0) return;
  const waiting = and(inArray(collections.id, ids), lt(collections.remindAt, now));
  await ledger.update(collections).set({ remindAt: at }).where(waiting);
}

/** Written by a newer version, or broken: one row must not stop the others. */
const readable = (row: { document: string }): Collection | null =>
  Collection.safeParse(JSON.parse(row.document)).data ?? null;
