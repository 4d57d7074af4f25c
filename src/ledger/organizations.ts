import { asc, eq } from "drizzle-orm";
import { OrganizationId, PaymentsAccountId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { organizations } from "./schema.ts";
import { OrganizationSettings } from "./settings.ts";

export interface Organization {
  id: OrganizationId;
  name: string;
  product: "books" | "invoice";
  paymentsAccountId: PaymentsAccountId;
  /** The organization's own, as Zoho Books has it (IANA name). */
  timeZone: string;
  settings: OrganizationSettings;
  createdAt: number;
}

export async function findOrganization(ledger: Ledger, id: OrganizationId): Promise<Organization | null> {
  const [row] = await ledger.select().from(organizations).where(eq(organizations.id, id));
  return row ? parseOrganization(row) : null;
}

/** The organization that was here first: the demo's own. */
export async function firstOrganization(ledger: Ledger): Promise<Organization | null> {
  const [row] = await ledger
    .select()
    .from(organizations)
    .orderBy(asc(organizations.createdAt), asc(organizations.id))
    .limit(1);
  return row ? parseOrganization(row) : null;
}

/** Adds an organization, or brings what is known of it up to date; its settings and birth stay as they were. */
export async function putOrganization(ledger: Ledger, organization: Organization): Promise<void> {
  const { settings, ...facts } = organization;
  const { name, product, paymentsAccountId, timeZone } = facts;
  await ledger
    .insert(organizations)
    .values({ ...facts, settings: JSON.stringify(settings) })
    .onConflictDoUpdate({ target: organizations.id, set: { name, product, paymentsAccountId, timeZone } });
}

/** A row as the rest of the product knows it. */
export function parseOrganization(row: typeof organizations.$inferSelect): Organization {
  return {
    ...row,
    id: OrganizationId.parse(row.id),
    paymentsAccountId: PaymentsAccountId.parse(row.paymentsAccountId),
    settings: OrganizationSettings.parse(JSON.parse(row.settings)),
  };
}
