import { and, desc, eq, gte, isNull, lt, or, type SQL, sql } from "drizzle-orm";
import { Collection, type HistoryEntry, isOpen, type Status } from "../collection/collection.ts";
import type { CollectionId, CounterId, InvoiceId, OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { parseCounter } from "./counters.ts";
import { parseOrganization } from "./organizations.ts";
import { collectionEvents, collections, counters, organizations } from "./schema.ts";

/** So long after what it was last known to wait for, a terminal is asked about a collection. */
const REMIND_AFTER = 120_000;
/** Sooner when it may never have been told: somebody waits at the counter. */
const REMIND_OF_QUEUED_AFTER = 60_000;

/** The document holds the whole collection; the other columns are for looking it up. */
const DOCUMENT = { document: collections.document };
const IN_THE_WAY = {
  ...DOCUMENT,
  id: collections.id,
  holdsInvoice: collections.holdsInvoice,
  idempotencyKey: collections.idempotencyKey,
  request: collections.request,
};

export interface Insertion {
  collection: Collection;
  history: HistoryEntry[];
  idempotencyKey: string;
  request: string;
  /** The caller has been told that an earlier collection of this invoice has no final answer, and goes on. */
  acknowledgeUnresolved: boolean;
}

export type Inserted =
  | { kind: "inserted" }
  /** The key was used before: for the same request it is the answer, for another one an error. */
  | { kind: "key_known"; collection: Collection; sameRequest: boolean }
  | { kind: "invoice_held"; by: Collection }
  | { kind: "invoice_unresolved"; by: Collection };

/**
 * Puts a new collection and its first history into the ledger, or says why not, in one transaction. The unique
 * constraints decide (P4, P7), so any number of Workers may try at once.
 */
export async function insertCollection(ledger: Ledger, insertion: Insertion): Promise<Inserted> {
  const { collection, history, idempotencyKey, request } = insertion;
  const { id, organizationId, invoiceId } = collection;
  const row = { ...columns(collection), idempotencyKey, request };
  const unresolved = sql`organization_id = ${organizationId} and invoice_id = ${invoiceId} and status = 'unresolved'`;
  const allowed = insertion.acknowledgeUnresolved
    ? sql`true`
    : sql`not exists (select 1 from ${collections} where ${unresolved})`;

  const values = sql.join(
    Object.values(row).map((value) => sql.param(value)),
    sql`, `,
  );
  const names = sql.join(
    Object.keys(row).map((key) => sql.identifier(columnName(key))),
    sql`, `,
  );
  // Each side names the organization, so that each has an index of its own: the counter waits for this answer.
  const ofOrganization = eq(collections.organizationId, organizationId);
  const inTheWay = or(
    and(ofOrganization, eq(collections.idempotencyKey, idempotencyKey)),
    and(
      ofOrganization,
      eq(collections.invoiceId, invoiceId),
      sql`(${collections.holdsInvoice} = 1 or ${collections.status} = 'unresolved')`,
    ),
  );
  const [, , found] = await ledger.batch([
    ledger.run(sql`insert or ignore into ${collections} (${names}) select ${values} where ${allowed}`),
    ledger.run(insertEvents(id, history)),
    ledger.select(IN_THE_WAY).from(collections).where(inTheWay),
  ]);

  const known = found.find((one) => one.idempotencyKey === idempotencyKey);
  if (known?.id === id) return { kind: "inserted" };
  if (known) return { kind: "key_known", collection: parse(known), sameRequest: known.request === request };
  const holder = found.find((one) => one.holdsInvoice === 1);
  if (holder) return { kind: "invoice_held", by: parse(holder) };
  const open = found[0];
  if (open) return { kind: "invoice_unresolved", by: parse(open) };
  throw new Error("the ledger neither inserted the collection nor has a reason not to");
}

/** What a terminal tells of one collection: its state, and history lines that may be known already. */
export interface Told {
  collection: Collection;
  history: HistoryEntry[];
}

/**
 * Takes what terminals tell. Lines known already are left alone and an older state never replaces a newer one, so
 * telling twice, or late, is harmless.
 */
export async function takeHistory(ledger: Ledger, told: Told[]): Promise<void> {
  const statements = told.flatMap(({ collection, history }) => {
    const { id, revision } = collection;
    return [
      ledger.run(insertEvents(id, history)),
      ledger
        .update(collections)
        .set(changing(collection))
        // The same state again changes nothing, nor when the sweep asks about it next.
        .where(and(eq(collections.id, id), lt(collections.revision, revision))),
    ];
  });
  const [first, ...rest] = statements;
  if (first) await ledger.batch([first, ...rest]);
}

/** A collection of this organization with its history, oldest first; null when there is none. */
export async function findCollection(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: CollectionId,
): Promise<{ collection: Collection; history: HistoryEntry[] } | null> {
  const [rows, history] = await ledger.batch([
    ledger
      .select(DOCUMENT)
      .from(collections)
      .where(and(eq(collections.organizationId, organizationId), eq(collections.id, id))),
    ledger.select().from(collectionEvents).where(eq(collectionEvents.collectionId, id)).orderBy(collectionEvents.seq),
  ]);
  const row = rows[0];
  return row ? { collection: parse(row), history: history.map(entry) } : null;
}

/** What the ledger knows that bears on starting a collection, in one round trip. */
export async function beforeStart(
  ledger: Ledger,
  organizationId: OrganizationId,
  counterId: CounterId,
  idempotencyKey: string,
) {
  const [known, organization, counter] = await ledger.batch([
    ledger
      .select({ ...DOCUMENT, request: collections.request })
      .from(collections)
      .where(and(eq(collections.organizationId, organizationId), eq(collections.idempotencyKey, idempotencyKey))),
    ledger.select().from(organizations).where(eq(organizations.id, organizationId)),
    ledger
      .select()
      .from(counters)
      .where(and(eq(counters.organizationId, organizationId), eq(counters.id, counterId), isNull(counters.retiredAt))),
  ]);
  const [row] = known;
  return {
    /** The collection that this key started, if it did. */
    known: row ? { collection: parse(row), request: row.request } : null,
    organization: organization[0] ? parseOrganization(organization[0]) : null,
    /** The counter, when it is in use. */
    counter: counter[0] ? parseCounter(counter[0]) : null,
  };
}

export interface ListFilter {
  status?: Status;
  invoiceId?: InvoiceId;
  invoiceNumber?: string;
  counterId?: CounterId;
  /** Epoch ms, inclusive. */
  from?: number;
  /** Epoch ms, exclusive. */
  to?: number;
  /** Only what a human must look at. */
  attention?: boolean;
  /** The last row of the page before. */
  after?: { createdAt: number; id: string };
  limit: number;
}

/** Collections of an organization, newest first. */
export async function listCollections(
  ledger: Ledger,
  organizationId: OrganizationId,
  filter: ListFilter,
): Promise<Collection[]> {
  const { after } = filter;
  const conditions: (SQL | undefined)[] = [
    eq(collections.organizationId, organizationId),
    filter.status && eq(collections.status, filter.status),
    filter.invoiceId && eq(collections.invoiceId, filter.invoiceId),
    filter.invoiceNumber ? eq(collections.invoiceNumber, filter.invoiceNumber) : undefined,
    filter.counterId && eq(collections.counterId, filter.counterId),
    filter.from === undefined ? undefined : gte(collections.createdAt, filter.from),
    filter.to === undefined ? undefined : lt(collections.createdAt, filter.to),
    filter.attention ? sql`(${collections.attention} is not null or ${collections.status} = 'unresolved')` : undefined,
    after && sql`(${collections.createdAt}, ${collections.id}) < (${after.createdAt}, ${after.id})`,
  ];
  const rows = await ledger
    .select(DOCUMENT)
    .from(collections)
    .where(and(...conditions))
    .orderBy(desc(collections.createdAt), desc(collections.id))
    .limit(filter.limit);
  return rows.map(parse);
}

function insertEvents(id: CollectionId, history: HistoryEntry[]): SQL {
  // One text for any number of lines: the database prepares it once. An insertion that was refused has no collection
  // for its history to belong to. Half a character, as of an emoji that was cut, would come out of JSON as bytes that
  // nobody can read back.
  const lines = JSON.stringify(history, (_, value) => (typeof value === "string" ? value.toWellFormed() : value));
  return sql`insert or ignore into ${collectionEvents} (collection_id, seq, at, status, reason, by, detail)
    select ${id}, value ->> 'seq', value ->> 'at', value ->> 'status', value ->> 'reason', value ->> 'by', value ->> 'detail'
    from json_each(${lines}) where exists (select 1 from ${collections} where id = ${id})`;
}

function columns(collection: Collection) {
  return {
    id: collection.id,
    organizationId: collection.organizationId,
    invoiceId: collection.invoiceId,
    invoiceNumber: collection.invoiceNumber,
    counterId: collection.counterId,
    terminalId: collection.terminalId,
    createdAt: collection.createdAt,
    ...changing(collection),
  };
}

/** What of a row changes in its life. */
function changing(collection: Collection) {
  return {
    status: collection.status,
    attention: collection.attention?.reason ?? null,
    holdsInvoice: collection.holdsInvoice ? 1 : 0,
    remindAt: isOpen(collection) ? remindAt(collection) : null,
    revision: collection.revision,
    document: JSON.stringify(collection),
    updatedAt: collection.updatedAt,
  };
}

const remindAt = ({ task, updatedAt }: Collection): number =>
  task ? task.dueAt + REMIND_AFTER : updatedAt + REMIND_OF_QUEUED_AFTER;

const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const parse = (row: { document: string }): Collection => Collection.parse(JSON.parse(row.document));

function entry(row: typeof collectionEvents.$inferSelect): HistoryEntry {
  const { seq, at, reason, by, detail } = row;
  return { seq, at, status: row.status as Status, reason, by, detail };
}
