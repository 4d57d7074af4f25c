import { asc, eq, inArray, sql } from "drizzle-orm";
import { OrganizationId, PaymentsAccountId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { organizations } from "./schema.ts";
import { OrganizationSettings } from "./settings.ts";

export interface Organization {
  id: OrganizationId;
  name: string;
  product: "books" | "invoice" | "external";
  /** Null until Zoho Payments is connected. */
  paymentsAccountId: PaymentsAccountId | null;
  /** The organization's own, as Zoho Books has it (IANA name). */
  timeZone: string;
  settings: OrganizationSettings;
  createdAt: number;
  /** Where it lives at Zoho (`zoho/data-centres.ts`). */
  dataCentre: string;
  /** Staff sessions begun before are over; epoch ms. */
  sessionsFrom: number;
}

/** An organization to add; it lives in India unless told. */
export type NewOrganization = Omit<Organization, "dataCentre" | "sessionsFrom"> & { dataCentre?: string };

export async function findOrganization(ledger: Ledger, id: OrganizationId): Promise<Organization | null> {
  const [row] = await ledger.select().from(organizations).where(eq(organizations.id, id));
  return row ? parseOrganization(row) : null;
}

/** Those of these organizations that are connected here. */
export async function knownOrganizations(ledger: Ledger, ids: OrganizationId[]): Promise<Organization[]> {
  if (ids.length === 0) return [];
  const rows = await ledger.select().from(organizations).where(inArray(organizations.id, ids));
  return rows.map(parseOrganization);
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
export async function putOrganization(ledger: Ledger, organization: NewOrganization): Promise<void> {
  const { settings, paymentsAccountId, ...rest } = organization;
  const facts = { ...rest, dataCentre: rest.dataCentre ?? "in", paymentsAccountId: paymentsAccountId ?? "" };
  const { name, product, timeZone, dataCentre } = facts;
  await ledger
    .insert(organizations)
    .values({ ...facts, settings: JSON.stringify(settings) })
    .onConflictDoUpdate({
      target: organizations.id,
      set: { name, product, timeZone, dataCentre, paymentsAccountId: facts.paymentsAccountId },
    });
}

export async function changeSettings(
  ledger: Ledger,
  id: OrganizationId,
  settings: OrganizationSettings,
): Promise<void> {
  await ledger
    .update(organizations)
    .set({ settings: JSON.stringify(settings) })
    .where(eq(organizations.id, id));
}

export async function changePaymentsAccount(
  ledger: Ledger,
  id: OrganizationId,
  paymentsAccountId: PaymentsAccountId,
): Promise<void> {
  await ledger.update(organizations).set({ paymentsAccountId }).where(eq(organizations.id, id));
}

/** From now on every staff session of the organization that began before `now` is over. */
export async function endAllSessions(ledger: Ledger, id: OrganizationId, now: number): Promise<void> {
  await ledger
    .update(organizations)
    .set({ sessionsFrom: sql`max(${organizations.sessionsFrom}, ${now})` })
    .where(eq(organizations.id, id));
}

/** A row as the rest of the product knows it. */
export function parseOrganization(row: typeof organizations.$inferSelect): Organization {
  return {
    ...row,
    id: OrganizationId.parse(row.id),
    paymentsAccountId: row.paymentsAccountId === "" ? null : PaymentsAccountId.parse(row.paymentsAccountId),
    settings: OrganizationSettings.parse(JSON.parse(row.settings)),
  };
}
