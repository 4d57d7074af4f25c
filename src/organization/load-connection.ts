import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "../ledger/client.ts";
import { findGrant } from "../ledger/grants.ts";
import { findOrganization } from "../ledger/organizations.ts";
import type { KeyRing } from "../security/key-ring.ts";
import { openRefreshToken } from "../security/refresh-token.ts";
import type { Connection, Grant } from "./grants.ts";
import type { Service } from "./rpc.ts";

/** Reads an organization's connection from the ledger and opens its refresh tokens. Null when it is not known. */
export async function loadConnection(ledger: Ledger, ring: KeyRing, id: OrganizationId): Promise<Connection | null> {
  const organization = await findOrganization(ledger, id);
  if (!organization) return null;
  const [books, payments] = await Promise.all([grant(ledger, ring, id, "books"), grant(ledger, ring, id, "payments")]);
  return {
    // Without a Books grant nobody asks which product it would be for.
    product: organization.product === "external" ? "books" : organization.product,
    paymentsAccountId: organization.paymentsAccountId,
    grants: { ...(books ? { books } : {}), ...(payments ? { payments } : {}) },
  };
}

async function grant(ledger: Ledger, ring: KeyRing, id: OrganizationId, service: Service): Promise<Grant | null> {
  const row = await findGrant(ledger, id, service);
  if (!row) return null;
  const sealed = { keyId: row.keyId, sealed: row.sealedRefreshToken };
  const refreshToken = await openRefreshToken(ring, id, service, sealed);
  return refreshToken === null ? null : { refreshToken, accountsUrl: row.accountsUrl, apiUrl: row.apiUrl };
}
