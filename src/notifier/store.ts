import { z } from "zod";
import { AttentionReason, HistoryEntry, Status } from "../collection/collection.ts";
import type { Sql, SqlValue } from "../objects/ports.ts";
import { type Seen, UNSEEN } from "./event.ts";
import type { Attempt, Delivery, DeliveryFilter, DeliveryState } from "./rpc.ts";

const TABLES = [
  "create table if not exists seen (collection_id text primary key, at integer not null, document text not null)",
  `create table if not exists events (
    id text primary key, type text not null, at integer not null, body text not null, acknowledge text)`,
  `create table if not exists deliveries (
    place integer primary key autoincrement, id text not null unique, event_id text not null, endpoint_id text not null,
    lane text not null, collection_id text, state text not null, once integer not null, created_at integer not null,
    due_at integer not null, tries integer not null, attempts text not null)`,
  "create index if not exists waiting on deliveries (endpoint_id, lane, place) where state = 'pending'",
  "create index if not exists by_event on deliveries (event_id)",
  "create table if not exists failing (endpoint_id text primary key, since integer not null)",
  `create table if not exists acknowledgements (
    collection_id text primary key, terminal_id text not null, by text not null, reference text,
    due_at integer not null, tries integer not null)`,
];

export interface StoredEvent {
  id: string;
  type: string;
  at: number;
  /** The exact bytes every try sends. */
  body: string;
  /** The terminal that is told when a receiver has taken this event over; null for most events. */
  acknowledge: string | null;
}

export interface NewDelivery {
  id: string;
  eventId: string;
  endpointId: string;
  collectionId: string | null;
  once: boolean;
}

/** A delivery with what is needed to try it. */
export interface Waiting extends Delivery {
  tries: number;
  once: boolean;
  dueAt: number;
}

export interface Acknowledgement {
  collectionId: string;
  terminalId: string;
  by: string;
  reference: string | null;
  dueAt: number;
  tries: number;
}

/** Heads of the lanes: of one collection's events for one endpoint only the oldest may leave. Read from the index alone. */
const heads = (those = ""): string =>
  `select min(place) from deliveries where state = 'pending' ${those} group by endpoint_id, lane`;

/** The notifier's own storage: what was seen, what happened, and what is on its way to whom. */
export class NotifierStore {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
    for (const table of TABLES) sql.exec(table);
  }

  seen(collectionId: string): Seen {
    const row = this.sql.exec("select document from seen where collection_id = ?", collectionId)[0];
    return row ? SeenDocument.parse(JSON.parse(String(row.document))) : UNSEEN;
  }

  keepSeen(collectionId: string, seen: Seen, at: number): void {
    this.sql.exec("insert or replace into seen values (?, ?, ?)", collectionId, at, JSON.stringify(seen));
  }

  /** False when this event is here already. */
  addEvent({ id, type, at, body, acknowledge }: StoredEvent): boolean {
    const [known] = this.sql.exec("select 1 as yes from events where id = ?", id);
    if (known) return false;
    this.sql.exec("insert into events values (?, ?, ?, ?, ?)", id, type, at, body, acknowledge);
    return true;
  }

  event(id: string): StoredEvent | null {
    const row = this.sql.exec("select * from events where id = ?", id)[0];
    return row ? EventRow.parse(row) : null;
  }

  addDelivery({ id, eventId, endpointId, collectionId, once }: NewDelivery, now: number): void {
    this.sql.exec(
      `insert into deliveries (id, event_id, endpoint_id, lane, collection_id, state, once, created_at, due_at, tries,
        attempts) values (?, ?, ?, ?, ?, 'pending', ?, ?, ?, 0, '[]')`,
      id,
      eventId,
      endpointId,
      collectionId ?? id,
      collectionId,
      once ? 1 : 0,
      now,
      now,
    );
  }

  delivery(id: string): Waiting | null {
    const row = this.sql.exec(
      `select d.*, v.type from deliveries d join events v on v.id = d.event_id where d.id = ?`,
      id,
    );
    return row[0] ? waiting(row[0]) : null;
  }

  /** Endpoints for which something waits. */
  awaited(): string[] {
    const rows = this.sql.exec("select distinct endpoint_id from deliveries where state = 'pending'");
    return rows.map((row) => String(row.endpoint_id));
  }

  /** Deliveries that may leave for this endpoint now, the oldest first. */
  due(endpointId: string, now: number, limit: number): Waiting[] {
    return this.sql
      .exec(
        `select d.*, v.type from deliveries d join events v on v.id = d.event_id
          where d.place in (${heads("and endpoint_id = ?")}) and d.due_at <= ? order by d.place limit ?`,
        endpointId,
        now,
        limit,
      )
      .map(waiting);
  }

  /** When the next of them is due; null when nothing waits. */
  nextDue(): number | null {
    const [first] = this.sql.exec(`select min(due_at) as at from deliveries where place in (${heads()})`);
    const [acknowledgement] = this.sql.exec("select min(due_at) as at from acknowledgements");
    const times = [first?.at, acknowledgement?.at].filter((at) => typeof at === "number");
    return times.length > 0 ? Math.min(...times) : null;
  }

  /** What came of a try. */
  settle(id: string, state: DeliveryState, dueAt: number, attempts: Attempt[]): void {
    const kept = JSON.stringify(attempts.slice(-KEPT_ATTEMPTS));
    this.sql.exec(
      "update deliveries set state = ?, due_at = ?, attempts = ?, tries = tries + 1 where id = ?",
      state,
      dueAt,
      kept,
      id,
    );
  }

  /** Looks after a delivery again at `dueAt`: nothing was tried, or nothing came of it. */
  putOff(id: string, dueAt: number): void {
    this.sql.exec("update deliveries set due_at = ? where id = ?", dueAt, id);
  }

  /** The endpoint takes deliveries again: everything that waits for it may leave. */
  hasten(endpointId: string, now: number): void {
    this.sql.exec(
      "update deliveries set due_at = ? where state = 'pending' and endpoint_id = ? and due_at > ?",
      now,
      endpointId,
      now,
    );
  }

  /** Gives up all that waits for an endpoint which is gone. */
  giveUp(endpointId: string, at: number, detail: string): void {
    const attempt = JSON.stringify({ at, ms: 0, status: null, detail });
    this.sql.exec(
      `update deliveries set state = 'failed', attempts = json_insert(attempts, '$[#]', json(?))
        where state = 'pending' and endpoint_id = ? and once = 0`,
      attempt,
      endpointId,
    );
  }

  /** Since when this endpoint has accepted nothing; null when it does. */
  failingSince(endpointId: string): number | null {
    const since = this.sql.exec("select since from failing where endpoint_id = ?", endpointId)[0]?.since;
    return typeof since === "number" ? since : null;
  }

  setFailing(endpointId: string, since: number | null): void {
    if (since === null) this.sql.exec("delete from failing where endpoint_id = ?", endpointId);
    else this.sql.exec("insert or ignore into failing values (?, ?)", endpointId, since);
  }

  list({ endpointId, state, before, limit }: DeliveryFilter): Delivery[] {
    const conditions = ["1 = 1"];
    const values: SqlValue[] = [];
    const where = (condition: string, value: SqlValue | undefined): void => {
      if (value === undefined) return;
      conditions.push(condition);
      values.push(value);
    };
    where("d.endpoint_id = ?", endpointId);
    where("d.state = ?", state);
    where("d.place < ?", before);
    return this.sql
      .exec(
        `select d.*, v.type from deliveries d join events v on v.id = d.event_id
          where ${conditions.join(" and ")} order by d.place desc limit ?`,
        ...values,
        limit,
      )
      .map((row) => asDelivery(waiting(row)));
  }

  addAcknowledgement({ collectionId, terminalId, by, reference, dueAt }: Omit<Acknowledgement, "tries">): void {
    this.sql.exec(
      "insert or ignore into acknowledgements values (?, ?, ?, ?, ?, 0)",
      collectionId,
      terminalId,
      by,
      reference,
      dueAt,
    );
  }

  acknowledgements(now: number): Acknowledgement[] {
    const rows = this.sql.exec("select * from acknowledgements where due_at <= ? order by due_at limit 10", now);
    return rows.map((row) => AcknowledgementRow.parse(row));
  }

  putOffAcknowledgement(collectionId: string, dueAt: number): void {
    this.sql.exec(
      "update acknowledgements set due_at = ?, tries = tries + 1 where collection_id = ?",
      dueAt,
      collectionId,
    );
  }

  removeAcknowledgement(collectionId: string): void {
    this.sql.exec("delete from acknowledgements where collection_id = ?", collectionId);
  }

  /** Forgets what was over before `before`. */
  prune(before: number): void {
    this.sql.exec("delete from deliveries where state <> 'pending' and created_at < ?", before);
    this.sql.exec(
      "delete from events where at < ? and not exists (select 1 from deliveries where event_id = events.id)",
      before,
    );
    this.sql.exec("delete from seen where at < ?", before);
  }
}

const KEPT_ATTEMPTS = 50;

/** A delivery as the outside knows it. */
export function asDelivery({ tries: _tries, once: _once, ...delivery }: Waiting): Delivery {
  return { ...delivery, dueAt: delivery.state === "pending" ? delivery.dueAt : null };
}

const SeenDocument = z.object({
  seq: z.number(),
  status: Status.nullable(),
  attention: AttentionReason.nullable(),
  history: z.array(HistoryEntry),
});
const EventRow = z.object({
  id: z.string(),
  type: z.string(),
  at: z.number(),
  body: z.string(),
  acknowledge: z.string().nullable(),
});
const AcknowledgementRow = z
  .object({
    collection_id: z.string(),
    terminal_id: z.string(),
    by: z.string(),
    reference: z.string().nullable(),
    due_at: z.number(),
    tries: z.number(),
  })
  .transform((row): Acknowledgement => {
    const { collection_id: collectionId, terminal_id: terminalId, due_at: dueAt, ...rest } = row;
    return { collectionId, terminalId, dueAt, ...rest };
  });
const Attempts = z.array(
  z.object({ at: z.number(), ms: z.number(), status: z.number().nullable(), detail: z.string() }),
);

function waiting(row: Record<string, SqlValue>): Waiting {
  return {
    id: String(row.id),
    endpointId: String(row.endpoint_id),
    eventId: String(row.event_id),
    eventType: String(row.type),
    collectionId: row.collection_id === null ? null : String(row.collection_id),
    state: String(row.state) as DeliveryState,
    createdAt: Number(row.created_at),
    dueAt: Number(row.due_at),
    attempts: Attempts.parse(JSON.parse(String(row.attempts))),
    place: Number(row.place),
    tries: Number(row.tries),
    once: row.once === 1,
  };
}
