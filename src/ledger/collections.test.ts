import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { expect, test } from "vitest";
import { fastClient } from "../../test/world/fast-client.ts";
import { CollectionId, InvoiceId, PaymentsAccountId } from "../collection/ids.ts";
import { newborn } from "../collection/testing.ts";
import { findCollection, insertCollection, takeHistory } from "./collections.ts";
import { putOrganization } from "./organizations.ts";
import * as schema from "./schema.ts";
import { OrganizationSettings } from "./settings.ts";
import { remindLater, silentCollections } from "./silent.ts";

const invoiceId = InvoiceId.parse("1460000000000000009");

async function shop() {
  const client = fastClient();
  await migrate(drizzle({ client }), { migrationsFolder: "migrations" });
  const ledger = drizzle({ client, schema });
  const collection = newborn();
  const { id, organizationId } = collection;
  await putOrganization(ledger, {
    id: organizationId,
    name: "Shop",
    product: "books",
    paymentsAccountId: PaymentsAccountId.parse("1"),
    timeZone: "Asia/Kolkata",
    settings: OrganizationSettings.parse({}),
    createdAt: 0,
  });
  const insertion = { collection, history: [], idempotencyKey: "key", request: "{}", acknowledgeUnresolved: false };
  return { ledger, collection, id, organizationId, insertion };
}

test("P8: a history line with half a character, as of an emoji that was cut, can be read back", async () => {
  const { ledger, collection, id, organizationId, insertion } = await shop();
  await insertCollection(ledger, insertion);

  const line = {
    seq: 2,
    at: 5,
    status: "cancelled",
    reason: "resolved_not_paid",
    by: "Asha",
    detail: "in cash 🙂",
  } as const;
  const cut = { ...line, seq: 3, detail: line.detail.slice(0, -1) };
  await takeHistory(ledger, [{ collection, history: [line, cut] }]);
  const found = await findCollection(ledger, organizationId, id);
  expect(found?.history).toEqual([line, { ...cut, detail: "in cash \ufffd" }]);
});

test("P5: a document this version cannot read is told apart, and does not hide what else waits", async () => {
  const { ledger, insertion } = await shop();
  const [first, second] = [newborn(0), newborn(5, { id: CollectionId.parse("col_00000000000000000009"), invoiceId })];
  await insertCollection(ledger, { ...insertion, collection: first });
  await insertCollection(ledger, { ...insertion, collection: second, idempotencyKey: "other" });
  await ledger.update(schema.collections).set({ document: "{}" }).where(eq(schema.collections.id, first.id));
  const silent = await silentCollections(ledger, 3_600_000, 10);
  expect(silent).toEqual([
    { id: first.id, collection: null },
    { id: second.id, collection: second },
  ]);
  await remindLater(ledger, silent, 3_600_000, 3_700_000);
  expect(await silentCollections(ledger, 3_700_000, 10)).toEqual([]);
  // The same state told again does not bring it forward; a newer one does.
  await takeHistory(ledger, [{ collection: second, history: [] }]);
  expect(await silentCollections(ledger, 3_700_000, 10)).toEqual([]);
  await takeHistory(ledger, [{ collection: { ...second, revision: 2 }, history: [] }]);
  expect(await silentCollections(ledger, 3_700_000, 10)).toHaveLength(1);
});
