import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "../ledger/client.ts";
import { listEndpoints } from "../ledger/endpoints.ts";
import { openHookSecret } from "../security/hook-secret.ts";
import type { KeyRing } from "../security/key-ring.ts";
import type { Endpoint } from "./notifier.ts";

/** An organization's endpoints with their secrets opened: null that the keys at hand do not open. Rejects while the ledger is away. */
export async function loadEndpoints(
  ledger: Ledger,
  ring: KeyRing,
  organizationId: OrganizationId,
): Promise<Endpoint[]> {
  const rows = await listEndpoints(ledger, organizationId);
  return Promise.all(
    rows.map(async ({ id, url, events, acknowledges, disabledAt, keyId, sealedSecret: sealed }) => {
      const secret = await openHookSecret(ring, organizationId, id, { keyId, sealed });
      return { id, url, secret, events, acknowledges, disabledAt };
    }),
  );
}
