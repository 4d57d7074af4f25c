import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/** Times are epoch milliseconds, money is paise, Zoho ids are text. */

export const organizations = sqliteTable("organizations", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  product: text("product", { enum: ["books", "invoice", "external"] }).notNull(),
  paymentsAccountId: text("payments_account_id").notNull(),
  timeZone: text("time_zone").notNull(),
  /** How payments are recorded, as JSON of `OrganizationSettings`. */
  settings: text("settings").notNull(),
  createdAt: integer("created_at").notNull(),
  /** Where the organization lives at Zoho: two data centres may give the same id. */
  dataCentre: text("data_centre").notNull().default("in"),
  /** Staff sessions begun before are over. */
  sessionsFrom: integer("sessions_from").notNull().default(0),
});

/** Zoho's refresh tokens, sealed. One a service: the two grants are of different Zoho clients. */
export const grants = sqliteTable(
  "grants",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    service: text("service", { enum: ["books", "payments"] }).notNull(),
    sealedRefreshToken: text("sealed_refresh_token").notNull(),
    keyId: text("key_id").notNull(),
    accountsUrl: text("accounts_url").notNull(),
    apiUrl: text("api_url").notNull(),
    createdAt: integer("created_at").notNull(),
    /** Who agreed at Zoho: Zoho keeps 20 refresh tokens a person and client, and drops the oldest unasked. */
    zohoUserId: text("zoho_user_id"),
    connectedBy: text("connected_by"),
    /** As Zoho granted them, joined by spaces. */
    scopes: text("scopes"),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.service] })],
);

/** Who belongs to an organization that bills outside Zoho: there is no organization in Books to ask. */
export const people = sqliteTable(
  "people",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    /** Who they are at Zoho: data centre and ZUID, for two data centres may give the same one. */
    id: text("id").notNull(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    role: text("role", { enum: ["admin", "staff"] }).notNull(),
    addedAt: integer("added_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.id] }), index("people_id").on(table.id)],
);

/** Codes that let somebody join such an organization, once. Only the code's SHA-256 is kept. */
export const invitations = sqliteTable(
  "invitations",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    hash: text("hash").notNull(),
    /** For whom, as whoever invites calls them. */
    label: text("label").notNull(),
    role: text("role", { enum: ["admin", "staff"] }).notNull(),
    createdAt: integer("created_at").notNull(),
    /** The person who invites: with them goes what they have handed out. */
    createdBy: text("created_by").notNull(),
    endsAt: integer("ends_at").notNull(),
  },
  (table) => [
    uniqueIndex("invitations_hash").on(table.hash),
    index("invitations_organization").on(table.organizationId),
  ],
);

/** Staff sessions that were signed out before their twelve hours were over; needed until then. */
export const endedSessions = sqliteTable("ended_sessions", {
  id: text("id").primaryKey(),
  endsAt: integer("ends_at").notNull(),
});

/** Who changed what of an organization's set-up; insert-only, as history is. */
export const setupEvents = sqliteTable(
  "setup_events",
  {
    id: integer("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    at: integer("at").notNull(),
    by: text("by").notNull(),
    what: text("what").notNull(),
    detail: text("detail").notNull(),
  },
  (table) => [index("setup_events_newest").on(table.organizationId, table.at)],
);

/** Only the key's SHA-256 is kept. */
export const apiKeys = sqliteTable(
  "api_keys",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    label: text("label").notNull(),
    hash: text("hash").notNull(),
    createdAt: integer("created_at").notNull(),
    lastUsedAt: integer("last_used_at"),
    revokedAt: integer("revoked_at"),
  },
  (table) => [uniqueIndex("api_keys_hash").on(table.hash)],
);

/** A retired counter keeps its row, for its history. */
export const counters = sqliteTable(
  "counters",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    id: text("id").notNull(),
    name: text("name").notNull(),
    terminalId: text("terminal_id").notNull(),
    locationId: text("location_id"),
    createdAt: integer("created_at").notNull(),
    retiredAt: integer("retired_at"),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.id] }),
    uniqueIndex("counters_terminal").on(table.organizationId, table.terminalId).where(sql`retired_at is null`),
    uniqueIndex("counters_name").on(table.organizationId, table.name).where(sql`retired_at is null`),
  ],
);

/**
 * Every collection, as its terminal last told. `document` is the whole state; the columns beside it are what the
 * ledger searches and what its constraints guard.
 */
export const collections = sqliteTable(
  "collections",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    invoiceId: text("invoice_id").notNull(),
    invoiceNumber: text("invoice_number").notNull(),
    counterId: text("counter_id").notNull(),
    terminalId: text("terminal_id").notNull(),
    status: text("status").notNull(),
    attention: text("attention"),
    /** P4: 1 while it holds its invoice. */
    holdsInvoice: integer("holds_invoice").notNull(),
    /** When the sweep asks its terminal about it, unless more is heard before; null once nothing is left to do. */
    remindAt: integer("remind_at"),
    revision: integer("revision").notNull(),
    /** P7: the caller's key, and what it asked for. */
    idempotencyKey: text("idempotency_key").notNull(),
    request: text("request").notNull(),
    document: text("document").notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [
    uniqueIndex("collections_idempotency").on(table.organizationId, table.idempotencyKey),
    uniqueIndex("collections_invoice_held").on(table.organizationId, table.invoiceId).where(sql`holds_invoice = 1`),
    index("collections_newest").on(table.organizationId, table.createdAt, table.id),
    index("collections_invoice").on(table.organizationId, table.invoiceNumber, table.createdAt, table.id),
    index("collections_of_invoice").on(table.organizationId, table.invoiceId, table.createdAt, table.id),
    index("collections_open").on(table.organizationId, table.terminalId).where(sql`remind_at is not null`),
    // What a human must look at: few among many, and asked for whenever somebody opens the list.
    index("collections_attention")
      .on(table.organizationId, table.createdAt, table.id)
      .where(sql`attention is not null or status = 'unresolved'`),
    index("collections_remind").on(table.remindAt).where(sql`remind_at is not null`),
    // How what Zoho Payments tells of finds its collection.
    index("collections_session").on(table.organizationId, sql`document ->> '$.sessionId'`),
    index("collections_payment").on(table.organizationId, sql`document ->> '$.payment.id'`),
  ],
);

/** P8: insert-only; triggers in the first migration refuse update and delete. */
export const collectionEvents = sqliteTable(
  "collection_events",
  {
    collectionId: text("collection_id")
      .notNull()
      .references(() => collections.id),
    seq: integer("seq").notNull(),
    at: integer("at").notNull(),
    status: text("status").notNull(),
    reason: text("reason").notNull(),
    by: text("by").notNull(),
    detail: text("detail").notNull(),
  },
  (table) => [primaryKey({ columns: [table.collectionId, table.seq] })],
);

/** Where events are sent. The secret that signs them is sealed. */
export const endpoints = sqliteTable(
  "endpoints",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    url: text("url").notNull(),
    description: text("description").notNull(),
    /** JSON list of event types; null is all. */
    events: text("events"),
    /** 1 when its 2xx to `collection.succeeded` acknowledges for an external biller. */
    acknowledges: integer("acknowledges").notNull(),
    sealedSecret: text("sealed_secret").notNull(),
    keyId: text("key_id").notNull(),
    createdAt: integer("created_at").notNull(),
    disabledAt: integer("disabled_at"),
    disabledReason: text("disabled_reason"),
    removedAt: integer("removed_at"),
  },
  (table) => [index("endpoints_organization").on(table.organizationId, table.createdAt)],
);

/** What Zoho's webhooks are verified with, one a source, and how those of Books are carried out. */
export const hooks = sqliteTable(
  "hooks",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    source: text("source", { enum: ["books", "payments"] }).notNull(),
    sealedSecret: text("sealed_secret").notNull(),
    keyId: text("key_id").notNull(),
    /** JSON of `HookSettings`. */
    settings: text("settings").notNull(),
    createdAt: integer("created_at").notNull(),
    /** When a delivery last had a signature that does not match; noted once a minute at most. */
    mismatchAt: integer("mismatch_at"),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.source] })],
);

/** What Zoho's webhooks told, if it was signed, and what came of it. Kept for 30 days. */
export const hookDeliveries = sqliteTable(
  "hook_deliveries",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id")
      .notNull()
      .references(() => organizations.id),
    source: text("source", { enum: ["books", "payments"] }).notNull(),
    receivedAt: integer("received_at").notNull(),
    /** Zoho Payments' event id; for Books, which has none, the SHA-256 of what was signed. */
    eventId: text("event_id").notNull(),
    /** What it was about, such as `payment.succeeded` or an invoice's id. */
    subject: text("subject").notNull(),
    outcome: text("outcome").notNull(),
    code: text("code"),
    message: text("message").notNull(),
    collectionId: text("collection_id"),
    /** What is needed to carry it out later, as JSON. */
    request: text("request"),
    /** When it is carried out, if that is still to be done. */
    retryAt: integer("retry_at"),
    tries: integer("tries").notNull(),
  },
  (table) => [
    index("hook_deliveries_newest").on(table.organizationId, table.receivedAt, table.id),
    index("hook_deliveries_event").on(table.organizationId, table.source, table.eventId, table.receivedAt),
    uniqueIndex("hook_deliveries_once").on(table.organizationId, table.eventId).where(sql`source = 'payments'`),
    index("hook_deliveries_retry").on(table.retryAt).where(sql`retry_at is not null`),
  ],
);
