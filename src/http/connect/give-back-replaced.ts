import type { Grant } from "../../ledger/grants.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { openRefreshToken } from "../../security/refresh-token.ts";
import type { Dependencies } from "../dependencies.ts";
import { giveBack } from "../oauth/give-back.ts";

/** Gives the token of a grant that was replaced back to Zoho, unless the new one is the same. Best effort. */
export async function giveBackReplaced(
  deps: Pick<Dependencies, "settings" | "transport" | "now" | "log">,
  before: Grant | null,
  replacedBy: string,
): Promise<void> {
  if (!before) return;
  const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
  const { organizationId, service, keyId, sealedRefreshToken: sealed } = before;
  const refreshToken = await openRefreshToken(ring, organizationId, service, { keyId, sealed });
  if (refreshToken === replacedBy) return;
  await giveBack(deps, { accounts: before.accountsUrl }, { refreshToken });
}
