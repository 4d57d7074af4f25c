import { fromBase64, toBase64Url } from "./base64.ts";
import type { KeyRing } from "./key-ring.ts";

/** A sealed text and the id of the key that opens it; the two are stored beside each other. */
export interface Sealed {
  keyId: string;
  sealed: string;
}

/** What a sealed text is bound to: moved to another row, field or purpose it does not open. */
export interface SealedFor {
  purpose: string;
  organizationId: string;
  field: string;
}

const IV_BYTES = 12;

/** Seals with AES-256-GCM under the ring's first key. The initialization vector is new each time and comes first. */
export async function seal(ring: KeyRing, use: SealedFor, text: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const additionalData = encode(additional(use));
  const { id, key } = ring.sealing;
  const secret = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, encode(text));
  const joined = new Uint8Array(IV_BYTES + secret.byteLength);
  joined.set(iv);
  joined.set(new Uint8Array(secret), IV_BYTES);
  return { keyId: id, sealed: toBase64Url(joined) };
}

/** Opens what `seal` sealed for the same use; null when the key is unknown or a single bit differs. */
export async function open(ring: KeyRing, use: SealedFor, { keyId, sealed }: Sealed): Promise<string | null> {
  const known = ring.byId.get(keyId);
  const bytes = fromBase64(sealed);
  if (!known || !bytes || bytes.length <= IV_BYTES) return null;
  const iv = bytes.subarray(0, IV_BYTES);
  const additionalData = encode(additional(use));
  try {
    const text = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv, additionalData },
      known.key,
      bytes.subarray(IV_BYTES),
    );
    return new TextDecoder().decode(text);
  } catch {
    return null;
  }
}

const encode = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

const additional = ({ purpose, organizationId, field }: SealedFor): string => `${purpose}|${organizationId}|${field}`;
