import type { Client, InStatement } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { expect, test } from "vitest";
import { fastClient } from "../../test/world/fast-client.ts";
import { CounterId, InvoiceId } from "../collection/ids.ts";
import { newborn } from "../collection/testing.ts";
import { findByPayment, findBySession } from "./by-payment.ts";
import type { Ledger } from "./client.ts";
import { beforeStart, findCollection, insertCollection, listCollections, takeHistory } from "./collections.ts";
import { terminalLoads } from "./counters.ts";
import { dueHookDeliveries, listHookDeliveries, sameEvent } from "./hook-deliveries.ts";
import { countOpen } from "./open-collections.ts";
import * as schema from "./schema.ts";
import { silentCollections } from "./silent.ts";

/** A shop has a few open collections and years of old ones; nobody at a counter waits while those are read through. */

const organization = newborn().organizationId;

/** Reads in the order of the list that is shown, and stops at its end. */
const IN_ORDER = /collections_(newest|attention) /;

/** All that are open, which are few. */
const OPEN = /collections_open /;

const operations: [string, (ledger: Ledger) => Promise<unknown>, index?: RegExp][] = [
  ["beforeStart", (ledger) => beforeStart(ledger, organization, CounterId.parse("front"), "key")],
  ["insertCollection", (ledger) => insert(ledger, false)],
  ["insertCollection, acknowledged", (ledger) => insert(ledger, true)],
  ["takeHistory", (ledger) => takeHistory(ledger, [{ collection: newborn(), history: [] }])],
  ["findCollection", (ledger) => findCollection(ledger, organization, newborn().id)],
  ["findBySession", (ledger) => findBySession(ledger, organization, "77")],
  ["findByPayment", (ledger) => findByPayment(ledger, organization, "77")],
  ["silentCollections", (ledger) => silentCollections(ledger, 1, 10)],
  ["terminalLoads", (ledger) => terminalLoads(ledger, organization), OPEN],
  ["countOpen", (ledger) => countOpen(ledger, organization), OPEN],
  [
    "listCollections of an invoice",
    (ledger) => listCollections(ledger, organization, { invoiceId: InvoiceId.parse("9"), limit: 5 }),
  ],
  [
    "listCollections of an invoice number",
    (ledger) => listCollections(ledger, organization, { invoiceNumber: "INV-9", limit: 5 }),
  ],
  ["listCollections", (ledger) => listCollections(ledger, organization, { limit: 5 }), IN_ORDER],
  [
    "listCollections of a time",
    (ledger) => listCollections(ledger, organization, { from: 1, to: 2, limit: 5 }),
    IN_ORDER,
  ],
  [
    "listCollections with attention",
    (ledger) => listCollections(ledger, organization, { attention: true, limit: 5 }),
    /collections_attention /,
  ],
];

test.each(operations)("%s reads only the collections it is about", async (_name, operation, index) => {
  const { ledger, plans } = await explained();
  // An empty ledger has no answer to some; what was asked counts.
  await operation(ledger).catch(() => {});
  const steps = (await plans()).filter((step) => /\bcollection(s|_events)\b/.test(step));
  expect(steps).not.toEqual([]);
  for (const step of steps) {
    expect(step).not.toMatch(/^SCAN/);
    if (index) expect(step).toMatch(index);
    else expect(step).not.toMatch(/\(organization_id=\?\)$/);
  }
});

const hooks: [string, (ledger: Ledger) => Promise<unknown>, index: RegExp][] = [
  ["sameEvent", (ledger) => sameEvent(ledger, organization, "books", "e", 0), /_event .*event_id=\?/],
  ["dueHookDeliveries", (ledger) => dueHookDeliveries(ledger, 1, 10), /_retry /],
  ["listHookDeliveries", (ledger) => listHookDeliveries(ledger, organization, { limit: 5 }), /_newest /],
];

test.each(hooks)("%s reads only the deliveries it is about", async (_name, operation, index) => {
  const { ledger, plans } = await explained();
  await operation(ledger);
  const steps = (await plans()).filter((step) => step.includes("hook_deliveries"));
  expect(steps).not.toEqual([]);
  for (const step of steps) expect(step).toMatch(index);
});

const insert = (ledger: Ledger, acknowledgeUnresolved: boolean) =>
  insertCollection(ledger, {
    collection: newborn(),
    history: [],
    idempotencyKey: "key",
    request: "{}",
    acknowledgeUnresolved,
  });

/** A migrated ledger, and how SQLite goes about whatever it is asked. */
async function explained(): Promise<{ ledger: Ledger; plans(): Promise<string[]> }> {
  const client = fastClient();
  await migrate(drizzle({ client }), { migrationsFolder: "migrations" });
  const asked: Exclude<InStatement, string>[] = [];
  const watched: Client = {
    ...client,
    execute: async (statement: InStatement) => {
      if (typeof statement !== "string") asked.push(statement);
      return client.execute(statement);
    },
    batch: async (statements: InStatement[]) => {
      for (const statement of statements) if (typeof statement !== "string") asked.push(statement);
      return client.batch(statements);
    },
  } as Client;
  const plan = async ({ sql, args }: (typeof asked)[number]): Promise<string[]> => {
    const { rows } = await client.execute({ sql: `explain query plan ${sql}`, args: args ?? [] });
    return rows.map((row) => String(row[3]));
  };
  return {
    ledger: drizzle({ client: watched, schema }),
    plans: async () => (await Promise.all(asked.map(plan))).flat(),
  };
}
