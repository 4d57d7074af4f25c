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
}

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
export async function putGrant(ledger: Ledger, grant: Grant): Promise<void> {
  const { organizationId: _o, service: _s, ...changed } = grant;
  await ledger
    .insert(grants)
    .values(grant)
    .onConflictDoUpdate({ target: [grants.organizationId, grants.service], set: changed });
}
