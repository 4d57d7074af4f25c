import type { OrganizationId } from "../collection/ids.ts";
import type { KeyRing } from "./key-ring.ts";
import { open, type Sealed, type SealedFor, seal } from "./seal.ts";

/** Which secret it is: an endpoint's id, or the source of webhooks to us. */
export type SecretOf = string;

const use = (organizationId: OrganizationId, of: SecretOf): SealedFor => ({
  purpose: "hook_secret",
  organizationId,
  field: of,
});

/** Seals the secret of an endpoint or of a webhook for this organization alone. */
export const sealHookSecret = (ring: KeyRing, id: OrganizationId, of: SecretOf, secret: string): Promise<Sealed> =>
  seal(ring, use(id, of), secret);

/** The secret, or null when its key is gone from the ring or it was sealed for something else. */
export const openHookSecret = (
  ring: KeyRing,
  id: OrganizationId,
  of: SecretOf,
  sealed: Sealed,
): Promise<string | null> => open(ring, use(id, of), sealed);
