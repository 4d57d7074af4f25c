import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { expect, test } from "vitest";
import { fastClient } from "../../test/world/fast-client.ts";
import { PaymentsAccountId } from "../collection/ids.ts";
import { newborn } from "../collection/testing.ts";
import { findCollection, insertCollection, takeHistory } from "./collections.ts";
import { putOrganization } from "./organizations.ts";
import * as schema from "./schema.ts";
import { OrganizationSettings } from "./settings.ts";

test("P8: a history line with half a character, as of an emoji that was cut, can be read back", async () => {
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
