import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "../ledger/client.ts";
import { listEndpoints } from "../ledger/endpoints.ts";
import { openHookSecret } from "../security/hook-secret.ts";
import type { KeyRing } from "../security/key-ring.ts";
import type { Endpoint } from "./notifier.ts";

/** An organization's endpoints with their secrets opened. Rejects when the ledger is away or a secret does not open. */
export async function loadEndpoints(
  ledger: Ledger,
  ring: KeyRing,
  organizationId: OrganizationId,
): Promise<Endpoint[]> {
  const rows = await listEndpoints(ledger, organizationId);
  return Promise.all(
    rows.map(async ({ id, url, events, acknowledges, disabledAt, keyId, sealedSecret: sealed }) => {
      const secret = await openHookSecret(ring, organizationId, id, { keyId, sealed });
      if (secret === null) throw new Error(`the secret of endpoint ${id} does not open with the keys at hand`);
      return { id, url, secret, events, acknowledges, disabledAt };
    }),
  );
}
