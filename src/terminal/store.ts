import { Collection, type HistoryEntry, HistoryEntry as HistoryEntrySchema, isOpen } from "../collection/collection.ts";
import type { Decision } from "../collection/decision.ts";
import type { CollectionId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";
import type { Sql } from "../objects/ports.ts";

const TABLES = [
  `create table if not exists collections (
    id text primary key, place integer not null, status text not null, due_at integer, called_at integer,
    open integer not null, untold integer not null, updated_at integer not null, document text not null)`,
  "create index if not exists collections_due on collections (due_at) where due_at is not null",
  `create table if not exists history (
    collection_id text not null, seq integer not null, told integer not null, entry text not null,
    primary key (collection_id, seq))`,
];

/** A terminal's own storage: the only truth about its collections while they live. */
export class TerminalStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
    for (const table of TABLES) sql.exec(table);
  }

  get(id: CollectionId): Collection | null {
    const row = this.sql.exec("select document from collections where id = ?", id)[0];
    return row ? parse(row) : null;
  }

  history(id: CollectionId): HistoryEntry[] {
    return this.sql.exec("select entry from history where collection_id = ? order by seq", id).map(parseEntry);
  }

  /** Takes a collection the ledger already knows, at the end of the queue. */
  add(collection: Collection, history: HistoryEntry[]): void {
    const place = this.sql.exec("select coalesce(max(place), 0) + 1 as next from collections")[0]?.next ?? 1;
    this.write(collection, Number(place), false);
    for (const entry of history) this.writeEntry(collection.id, entry, true);
  }

  /** Keeps a decision: the state and the lines that explain it, together. */
  keep({ collection, history }: Decision): void {
    const { id, status, task, calledAt, updatedAt } = collection;
    const told = this.sql.exec("select open from collections where id = ?", id)[0];
    const open = isOpen(collection) ? 1 : 0;
    const news = history.length > 0 || told?.open !== open ? 1 : 0;
    this.sql.exec(
      `update collections set status = ?, due_at = ?, called_at = ?, open = ?, untold = max(untold, ?), updated_at = ?,
        document = ? where id = ?`,
      status,
      task?.dueAt ?? null,
      calledAt,
      open,
      news,
      updatedAt,
      JSON.stringify(collection),
      id,
    );
    for (const entry of history) this.writeEntry(id, entry, false);
  }

  /** The collection that occupies the terminal, if one does (P4). */
  holder(): CollectionId | null {
    const row = this.sql.exec("select id from collections where status in ('sending', 'in_progress') limit 1")[0];
    return row ? (row.id as CollectionId) : null;
  }

  /** Queued collections in their order. */
  queue(): CollectionId[] {
    return this.sql
      .exec("select id from collections where status = 'queued' order by place")
      .map((row) => row.id as CollectionId);
  }

  /** Collections with a task, the soonest first. */
  tasks(): { id: CollectionId; dueAt: number; calledAt: number | null }[] {
    return this.sql
      .exec("select id, due_at, called_at from collections where due_at is not null order by due_at")
      .map((row) => ({
        id: row.id as CollectionId,
        dueAt: Number(row.due_at),
        calledAt: row.called_at === null ? null : Number(row.called_at),
      }));
  }

  /** What the ledger has not been told, oldest first. */
  untold(limit: number): Told[] {
    return this.sql
      .exec("select id, document from collections where untold = 1 order by updated_at limit ?", limit)
      .map((row) => ({
        collection: parse(row),
        history: this.sql
          .exec("select entry from history where collection_id = ? and told = 0 order by seq", row.id ?? "")
          .map(parseEntry),
      }));
  }

  /** The ledger knows these now; what happened since stays untold. */
  markTold(told: Told[]): void {
    for (const { collection, history } of told) {
      const last = history.at(-1)?.seq ?? 0;
      this.sql.exec("update history set told = 1 where collection_id = ? and seq <= ?", collection.id, last);
      const current = this.get(collection.id);
      if (current?.revision === collection.revision) {
        this.sql.exec("update collections set untold = 0 where id = ?", collection.id);
      }
    }
  }

  /** Tells the ledger all of this collection's history again. */
  tellAgain(id: CollectionId): void {
    this.sql.exec("update collections set untold = 1 where id = ?", id);
    this.sql.exec("update history set told = 0 where collection_id = ?", id);
  }

  /** Forgets collections that are over, told, and were last touched before `before`: the ledger keeps them. */
  prune(before: number): void {
    const over = "select id from collections where open = 0 and untold = 0 and updated_at < ?";
    this.sql.exec(`delete from history where collection_id in (${over})`, before);
    this.sql.exec("delete from collections where open = 0 and untold = 0 and updated_at < ?", before);
  }

  private write(collection: Collection, place: number, untold: boolean): void {
    const { id, status, task, calledAt, updatedAt } = collection;
    this.sql.exec(
      "insert into collections (id, place, status, due_at, called_at, open, untold, updated_at, document) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id,
      place,
      status,
      task?.dueAt ?? null,
      calledAt,
      isOpen(collection) ? 1 : 0,
      untold ? 1 : 0,
      updatedAt,
      JSON.stringify(collection),
    );
  }

  private writeEntry(id: CollectionId, entry: HistoryEntry, told: boolean): void {
    this.sql.exec(
      "insert into history (collection_id, seq, told, entry) values (?, ?, ?, ?)",
      id,
      entry.seq,
      told ? 1 : 0,
      JSON.stringify(entry),
    );
  }
}

const parse = (row: Record<string, unknown>): Collection => Collection.parse(JSON.parse(String(row.document)));
const parseEntry = (row: Record<string, unknown>): HistoryEntry =>
  HistoryEntrySchema.parse(JSON.parse(String(row.entry)));
