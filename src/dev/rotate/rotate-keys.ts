import type { Ledger } from "../../ledger/client.ts";
import { putSealedAnew, type SealedSecret, secretsNotSealedBy } from "../../ledger/sealed-secrets.ts";
import { openHookSecret, sealHookSecret } from "../../security/hook-secret.ts";
import type { KeyRing } from "../../security/key-ring.ts";
import { openRefreshToken, sealRefreshToken } from "../../security/refresh-token.ts";

export interface Rotated {
  resealed: number;
  /** Those no key of the ring opens; they are left as they are. */
  lost: SealedSecret[];
}

/**
 * Seals every secret of the ledger with the ring's first key. May be run at any time and again: what was replaced
 * meanwhile is left alone, what is sealed so already is not touched.
 */
export async function rotateKeys(ledger: Ledger, ring: KeyRing): Promise<Rotated> {
  const rotated: Rotated = { resealed: 0, lost: [] };
  for (const secret of await secretsNotSealedBy(ledger, ring.sealing.id)) {
    const anew = await sealAnew(ring, secret);
    if (anew === null) rotated.lost.push(secret);
    else if (await putSealedAnew(ledger, secret, anew)) rotated.resealed += 1;
  }
  return rotated;
}

async function sealAnew(ring: KeyRing, secret: SealedSecret) {
  const { organizationId: id } = secret;
  if (secret.kind === "refresh_token") {
    const text = await openRefreshToken(ring, id, secret.service, secret);
    return text === null ? null : sealRefreshToken(ring, id, secret.service, text);
  }
  const of = secret.kind === "endpoint" ? secret.id : secret.source;
  const text = await openHookSecret(ring, id, of, secret);
  return text === null ? null : sealHookSecret(ring, id, of, text);
}
