import type { OrganizationId } from "../../collection/ids.ts";
import { findGrant, type Grant, removeGrant } from "../../ledger/grants.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { openRefreshToken } from "../../security/refresh-token.ts";
import { accountsClient } from "../../zoho/accounts/client.ts";
import type { Dependencies } from "../dependencies.ts";

export type Disconnected = { kind: "disconnected" } | { kind: "unanswered" };

/**
 * Takes the access back at Zoho, then forgets it here. While Zoho does not confirm it the grant stays, so that trying
 * again is possible; a token Zoho does not know, or that no key of the ring opens, is only forgotten.
 */
export async function disconnect(
  deps: Dependencies,
  organizationId: OrganizationId,
  service: Grant["service"],
  by: string,
): Promise<Disconnected> {
  const { ledger, settings, transport, now } = deps;
  const grant = await findGrant(ledger, organizationId, service);
  if (!grant) return { kind: "disconnected" };
  const ring = await parseKeyRing(settings.ENCRYPTION_KEYS);
  const sealed = { keyId: grant.keyId, sealed: grant.sealedRefreshToken };
  const token = await openRefreshToken(ring, organizationId, service, sealed);
  if (token !== null) {
    const answer = await accountsClient(transport, now).revoke(grant.accountsUrl, token);
    if (answer.kind !== "ok" && answer.kind !== "refused") return { kind: "unanswered" };
  }
  await removeGrant(ledger, grant);
  await noteSetup(ledger, {
    organizationId,
    at: now(),
    by,
    what: service === "books" ? "books_disconnected" : "payments_disconnected",
    detail: "",
  });
  await deps.reconnected(organizationId);
  return { kind: "disconnected" };
}
