import { fromBase64 } from "./base64.ts";

/** Keys by id. The first seals; all open, so that a key can be replaced without losing what older ones sealed. */
export interface KeyRing {
  sealing: RingKey;
  byId: ReadonlyMap<string, RingKey>;
}

export interface RingKey {
  id: string;
  key: CryptoKey;
}

/**
 * Reads `ENCRYPTION_KEYS` (`id:base64,id:base64`, 32 bytes each). Throws on anything else: the settings are checked at
 * start, so a bad ring never meets a request.
 */
export async function parseKeyRing(text: string): Promise<KeyRing> {
  const keys = await Promise.all(text.split(",").map(readKey));
  const byId = new Map(keys.map((key) => [key.id, key]));
  const [sealing] = keys;
  if (!sealing || byId.size !== keys.length) throw new Error("ENCRYPTION_KEYS needs ids that differ");
  return { sealing, byId };
}

async function readKey(pair: string): Promise<RingKey> {
  const at = pair.indexOf(":");
  const id = pair.slice(0, at).trim();
  const bytes = fromBase64(pair.slice(at + 1).trim());
  if (at < 1 || bytes?.length !== 32)
    throw new Error("ENCRYPTION_KEYS needs id:key pairs, each key 32 bytes in base64");
  const key = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
  return { id, key };
}
