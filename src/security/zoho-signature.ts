/**
 * Signatures of Zoho's webhooks. Both are HMAC-SHA256 in hex over exact bytes; WebCrypto's `verify` compares without
 * telling by its duration where they differ.
 */

/** What a Books or Invoice webhook signs (books.md §4.2): its pairs sorted by key and joined, then the raw JSON body. */
export function booksSigned(query: URLSearchParams, contentType: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const form = isForm(contentType);
  const pairs = [...query, ...(form ? new URLSearchParams(new TextDecoder().decode(body)) : [])];
  pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const text = new TextEncoder().encode(pairs.map(([key, value]) => key + value).join(""));
  return join(text, form ? new Uint8Array() : body);
}

export const isForm = (contentType: string): boolean => /^application\/x-www-form-urlencoded\b/i.test(contentType);

/** True when `signature` is the lower-case hex HMAC of `signed`. */
export async function verifyBooks(
  secret: string,
  signed: Uint8Array<ArrayBuffer>,
  signature: string | undefined,
): Promise<boolean> {
  return verify(secret, signed, signature?.trim());
}

/** When a Payments webhook says it was signed, epoch ms, and its hex value; null when the header is not `t=…,v=…`. */
export function readPaymentsSignature(header: string | undefined): { at: number; t: string; value: string } | null {
  const [, t, value] = /^\s*t=([0-9]{10,14})\s*,\s*v=([a-f0-9]{64})\s*$/i.exec(header ?? "") ?? [];
  if (!t || !value) return null;
  const at = Number(t);
  return { at: at < 1e12 ? at * 1_000 : at, t, value };
}

/** True when the signature is of `t.body` (payments.md §10). */
export async function verifyPayments(
  key: string,
  { t, value }: { t: string; value: string },
  body: Uint8Array,
): Promise<boolean> {
  return verify(key, join(new TextEncoder().encode(`${t}.`), body), value.toLowerCase());
}

async function verify(secret: string, data: Uint8Array<ArrayBuffer>, hex: string | undefined): Promise<boolean> {
  if (hex === undefined || !/^[0-9a-f]{64}$/.test(hex)) return false;
  const signature = Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["verify"]);
  return crypto.subtle.verify("HMAC", key, signature, data);
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}
