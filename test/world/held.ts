import { createHash, createHmac, timingSafeEqual, type webcrypto } from "node:crypto";

/** Work of the platform that is neither a microtask nor virtual time: how much of it is under way. */
let held = 0;

export const isHeld = (): boolean => held > 0;

/**
 * Makes WebCrypto fit virtual time: its answers come from other threads, and time would pass by while a signature is
 * checked. Hashes and HMACs are answered at once, the rest is waited for. For all worlds at once, for there is one
 * `crypto`.
 */
export function holdCrypto(): void {
  const { subtle } = crypto;
  if (Object.hasOwn(subtle, "verify")) return;
  const put = (name: string, value: unknown): void => {
    Object.defineProperty(subtle, name, { value, configurable: true });
  };
  const heldUp = (name: "importKey" | "encrypt" | "decrypt") => {
    const original = subtle[name].bind(subtle) as (...args: unknown[]) => Promise<unknown>;
    return async (...args: unknown[]): Promise<unknown> => {
      held += 1;
      try {
        return await original(...args);
      } finally {
        held -= 1;
      }
    };
  };
  put("encrypt", heldUp("encrypt"));
  put("decrypt", heldUp("decrypt"));
  const importKey = heldUp("importKey");
  put("importKey", async (...args: unknown[]) => {
    const key = (await importKey(...args)) as webcrypto.CryptoKey;
    const [format, data] = args;
    if (format === "raw" && key.algorithm.name === "HMAC") secrets.set(key, bytes(data as BufferSource).slice());
    return key;
  });
  put("digest", async (algorithm: string, data: BufferSource) =>
    arrayBuffer(createHash(nodeName(algorithm)).update(bytes(data)).digest()),
  );
  put("verify", async (_: "HMAC", key: webcrypto.CryptoKey, signature: BufferSource, data: BufferSource) => {
    const [given, right] = [bytes(signature), hmac(key, data)];
    return given.length === right.length && timingSafeEqual(given, right);
  });
  put("sign", async (_: "HMAC", key: webcrypto.CryptoKey, data: BufferSource) => arrayBuffer(hmac(key, data)));
}

/** What the keys for HMAC were made from. */
const secrets = new WeakMap<webcrypto.CryptoKey, Uint8Array>();

function hmac(key: webcrypto.CryptoKey, data: BufferSource): Buffer {
  const { name, hash } = key.algorithm as webcrypto.HmacKeyAlgorithm;
  const secret = secrets.get(key);
  if (!secret) throw new Error(`nobody has signed with such a key of ${name} here before`);
  return createHmac(nodeName(hash.name), secret).update(bytes(data)).digest();
}

const nodeName = (algorithm: string): string => algorithm.replace("-", "").toLowerCase();

const bytes = (data: BufferSource): Uint8Array =>
  data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

const arrayBuffer = (buffer: Buffer): ArrayBuffer => new Uint8Array(buffer).buffer;
