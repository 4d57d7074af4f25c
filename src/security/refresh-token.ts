import type { OrganizationId } from "../collection/ids.ts";
import type { KeyRing } from "./key-ring.ts";
import { open, type Sealed, type SealedFor, seal } from "./seal.ts";

type Service = "books" | "payments";

const use = (organizationId: OrganizationId, service: Service): SealedFor => ({
  purpose: "refresh_token",
  organizationId,
  field: service,
});

/** Seals a refresh token for this organization and service alone. */
export const sealRefreshToken = (ring: KeyRing, id: OrganizationId, service: Service, token: string): Promise<Sealed> =>
  seal(ring, use(id, service), token);

/** The refresh token, or null when its key is gone from the ring or it was sealed for something else. */
export const openRefreshToken = (
  ring: KeyRing,
  id: OrganizationId,
  service: Service,
  sealed: Sealed,
): Promise<string | null> => open(ring, use(id, service), sealed);
