import { and, eq } from "drizzle-orm";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { grants } from "./schema.ts";

export interface Grant {
  organizationId: OrganizationId;
  service: "books" | "payments";
  sealedRefreshToken: string;
  keyId: string;
  accountsUrl: string;
  apiUrl: string;
  createdAt: number;
  zohoUserId: string | null;
  /** Name of whoever agreed at Zoho. */
  connectedBy: string | null;
  /** As Zoho granted them, joined by spaces; null when it did not say. */
  scopes: string | null;
}

/** A grant to keep; who agreed and to what may be unknown. */
export type NewGrant = Omit<Grant, "zohoUserId" | "connectedBy" | "scopes"> &
  Partial<Pick<Grant, "zohoUserId" | "connectedBy" | "scopes">>;

/** The organization's grant for a service, sealed; null when it is not connected. */
export async function findGrant(
  ledger: Ledger,
  organizationId: OrganizationId,
  service: Grant["service"],
): Promise<Grant | null> {
  const [row] = await ledger
    .select()
    .from(grants)
    .where(and(eq(grants.organizationId, organizationId), eq(grants.service, service)));
  return row ? { ...row, organizationId } : null;
}

/** Keeps a grant in place of the one before it, if any. */
export async function putGrant(ledger: Ledger, grant: NewGrant): Promise<void> {
  const {
    organizationId: _o,
    service: _s,
    ...changed
  } = { zohoUserId: null, connectedBy: null, scopes: null, ...grant };
  await ledger
    .insert(grants)
    .values(grant)
    .onConflictDoUpdate({ target: [grants.organizationId, grants.service], set: changed });
}

/** Forgets a grant, unless it was replaced meanwhile. */
export async function removeGrant(
  ledger: Ledger,
  { organizationId, service, sealedRefreshToken }: Pick<Grant, "organizationId" | "service" | "sealedRefreshToken">,
): Promise<void> {
  await ledger
    .delete(grants)
    .where(
      and(
        eq(grants.organizationId, organizationId),
        eq(grants.service, service),
        eq(grants.sealedRefreshToken, sealedRefreshToken),
      ),
    );
}

/** How many organizations this Zoho user has connected for a service. */
export async function countGrantsOf(ledger: Ledger, service: Grant["service"], zohoUserId: string): Promise<number> {
  return ledger.$count(grants, and(eq(grants.service, service), eq(grants.zohoUserId, zohoUserId)));
}
