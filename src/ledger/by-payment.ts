import { and, eq, type SQL, sql } from "drizzle-orm";
import { Collection } from "../collection/collection.ts";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { collections } from "./schema.ts";

/** The collection of an organization that has this payment session; null when the ledger knows none. */
export const findBySession = (ledger: Ledger, organizationId: OrganizationId, sessionId: string) =>
  findOne(ledger, organizationId, sql`document ->> '$.sessionId' = ${sessionId}`);

/** The collection whose money was taken as this payment. */
export const findByPayment = (ledger: Ledger, organizationId: OrganizationId, paymentId: string) =>
  findOne(ledger, organizationId, sql`document ->> '$.payment.id' = ${paymentId}`);

async function findOne(ledger: Ledger, organizationId: OrganizationId, condition: SQL): Promise<Collection | null> {
  const [row] = await ledger
    .select({ document: collections.document })
    .from(collections)
    .where(and(eq(collections.organizationId, organizationId), condition))
    // Not by an index: one is there for what is looked for, and few rows are left to sort.
    .orderBy(sql`+${collections.createdAt} desc`)
    .limit(1);
  return row ? Collection.parse(JSON.parse(row.document)) : null;
}
