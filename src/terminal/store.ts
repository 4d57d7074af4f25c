import {
  Collection,
  firstLine,
  type HistoryEntry,
  HistoryEntry as HistoryEntrySchema,
  holdsTerminal,
  isOpen,
} from "../collection/collection.ts";
import type { Decision } from "../collection/decision.ts";
import type { CollectionId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";
import type { Sql } from "../objects/ports.ts";

const TABLES = [
  `create table if not exists collections (
    id text primary key, place integer not null, live integer not null, untold integer not null,
    updated_at integer not null, document text not null)`,
  "create index if not exists collections_live on collections (live) where live = 1",
  `create table if not exists history (
    collection_id text not null, seq integer not null, told integer not null, entry text not null,
    primary key (collection_id, seq))`,
];

/** As `holdsTerminal` has it, of a document that is otherwise not understood. */
const HOLDS_NOT = /"status":"(queued|succeeded|recorded|failed|cancelled|unresolved)"/;

/** Who does not know all of a collection yet, as it is stored: whoever hears of events comes after the ledger. */
const BEHIND = ["nobody", "ledger", "notifier"] as const;
type Behind = (typeof BEHIND)[number];
export type Listener = Exclude<Behind, "nobody">;

/** How a line of history is marked: to be told to this one next, and once it is. */
const MARKS = { ledger: { next: 0, told: 2 }, notifier: { next: 2, told: 1 } } as const;

interface Live {
  collection: Collection;
  place: number;
  behind: Behind;
}

type Busy = ReadonlyMap<CollectionId, unknown>;

/**
 * A terminal's own storage: the only truth about its collections while they live. Those with work left, or news for
 * the ledger, are held in memory beside it, for their terminal is their only writer.
 */
export class TerminalStore {
  private readonly sql: Sql;
  private readonly live = new Map<CollectionId, Live>();
  /** Written by a newer version, or broken. They stay as they are; the others go on. */
  readonly unreadable: { id: string; mayHold: boolean }[] = [];
  private lastPlace: number;

  constructor(sql: Sql) {
    this.sql = sql;
    for (const table of TABLES) sql.exec(table);
    for (const row of sql.exec("select id, document, place, untold from collections where live = 1 order by place")) {
      const { data: collection } = Collection.safeParse(JSON.parse(String(row.document)));
      if (collection) this.live.set(collection.id, { collection, place: Number(row.place), behind: behindOf(row) });
      else this.unreadable.push({ id: String(row.id), mayHold: !HOLDS_NOT.test(String(row.document)) });
    }
    this.lastPlace = Number(sql.exec("select coalesce(max(place), 0) as last from collections")[0]?.last ?? 0);
  }

  get(id: CollectionId): Collection | null {
    const live = this.live.get(id);
    if (live) return live.collection;
    const row = this.sql.exec("select document from collections where id = ?", id)[0];
    return row ? parse(row) : null;
  }

  history(id: CollectionId): HistoryEntry[] {
    return this.sql.exec("select entry from history where collection_id = ? order by seq", id).map(parseEntry);
  }

  /** Takes a collection, at the end of the queue. The ledger knows it already; who else is told of it does not. */
  add(collection: Collection, history: HistoryEntry[]): void {
    this.lastPlace += 1;
    this.write({ collection, place: this.lastPlace, behind: "ledger" });
    const lines = history.length === 0 && collection.seq === 1 ? [firstLine(collection)] : history;
    for (const entry of lines) this.writeEntry(collection.id, entry, false);
  }

  /** Keeps a decision: the state and the lines that explain it, together. */
  keep({ collection, history }: Decision): void {
    const before = this.row(collection.id);
    if (!before) return;
    const news = history.length > 0 || isOpen(before.collection) !== isOpen(collection);
    this.write({ collection, place: before.place, behind: news ? "ledger" : before.behind });
    for (const entry of history) this.writeEntry(collection.id, entry, false);
  }

  /** Whether a collection occupies the terminal (P4); one that cannot be read may. */
  isHeld(): boolean {
    for (const { collection } of this.live.values()) if (holdsTerminal(collection.status)) return true;
    return this.unreadable.some(({ mayHold }) => mayHold);
  }

  /** Queued collections in their order. */
  queue(): CollectionId[] {
    const queued = [...this.live.values()].filter(({ collection }) => collection.status === "queued");
    return queued.sort((a, b) => a.place - b.place).map(({ collection }) => collection.id);
  }

  /** Collections with a task, the soonest first. */
  tasks(): { id: CollectionId; dueAt: number; calledAt: number | null }[] {
    const tasks = [];
    for (const { collection } of this.live.values()) {
      const { id, task, calledAt } = collection;
      if (task) tasks.push({ id, dueAt: task.dueAt, calledAt });
    }
    return tasks.sort((a, b) => a.dueAt - b.dueAt);
  }

  /** Whether this one is behind with a collection that is none of `busy`. */
  isBehind(whom: Listener, busy: Busy): boolean {
    for (const [id, { behind }] of this.live) if (behind === whom && !busy.has(id)) return true;
    return false;
  }

  /** What this one is to be told next, but for those that are `busy`: their next news is moments away. */
  news(whom: Listener, limit: number, busy: Busy): Told[] {
    const late = [...this.live].filter(([id, { behind }]) => behind === whom && !busy.has(id)).slice(0, limit);
    const { next } = MARKS[whom];
    return late.map(([id, { collection }]) => ({
      collection,
      history: this.sql
        .exec("select entry from history where collection_id = ? and told = ? order by seq", id, next)
        .map(parseEntry),
    }));
  }

  /** This one knows these now; what happened since is still to be told. */
  markTold(whom: Listener, news: Told[]): void {
    const { next, told } = MARKS[whom];
    for (const { collection, history } of news) {
      const { id, revision } = collection;
      const last = history.at(-1)?.seq ?? 0;
      const mark = "update history set told = ? where collection_id = ? and seq <= ? and told = ?";
      this.sql.exec(mark, told, id, last, next);
      const row = this.row(id);
      if (row?.collection.revision !== revision) continue;
      const behind = whom === "ledger" ? "notifier" : "nobody";
      const live = this.hold({ ...row, behind });
      const values = [live ? 1 : 0, BEHIND.indexOf(behind), id];
      this.sql.exec("update collections set live = ?, untold = ? where id = ?", ...values);
    }
  }

  /** Has all of this collection told again. */
  tellAgain(id: CollectionId): void {
    const row = this.row(id);
    if (!row) return;
    this.write({ ...row, behind: "ledger" });
    this.sql.exec("update history set told = 0 where collection_id = ?", id);
  }

  /** Forgets collections that are over, told, and were last touched before `before`: the ledger keeps them. */
  prune(before: number): void {
    const over = "select id from collections where live = 0 and updated_at < ?";
    this.sql.exec(`delete from history where collection_id in (${over})`, before);
    this.sql.exec("delete from collections where live = 0 and updated_at < ?", before);
  }

  private row(id: CollectionId): Live | null {
    const live = this.live.get(id);
    if (live) return live;
    const row = this.sql.exec("select document, place, untold from collections where id = ?", id)[0];
    return row ? { collection: parse(row), place: Number(row.place), behind: behindOf(row) } : null;
  }

  /** Keeps it in memory while it is live; whether it is. */
  private hold(row: Live): boolean {
    const { collection, behind } = row;
    const live = isOpen(collection) || behind !== "nobody";
    if (live) this.live.set(collection.id, row);
    else this.live.delete(collection.id);
    return live;
  }

  private write(row: Live): void {
    const { collection, place, behind } = row;
    const live = this.hold(row);
    this.sql.exec(
      `insert into collections (id, place, live, untold, updated_at, document) values (?, ?, ?, ?, ?, ?)
        on conflict (id) do update set live = excluded.live, untold = excluded.untold,
        updated_at = excluded.updated_at, document = excluded.document`,
      collection.id,
      place,
      live ? 1 : 0,
      BEHIND.indexOf(behind),
      collection.updatedAt,
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

const behindOf = (row: Record<string, unknown>): Behind => BEHIND[Number(row.untold)] ?? "ledger";
const parse = (row: Record<string, unknown>): Collection => Collection.parse(JSON.parse(String(row.document)));
const parseEntry = (row: Record<string, unknown>): HistoryEntry =>
  HistoryEntrySchema.parse(JSON.parse(String(row.entry)));
