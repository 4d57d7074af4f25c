/** Integers of 16 digits or more outside quotes: some are beyond 2^53. */
const LONG_INTEGER = /[:[,\s]-?\d{16,}/;

/**
 * Parses JSON with every integer beyond 2^53 kept as text, for Zoho writes ids as numbers in places (webhooks,
 * some lists). Undefined when it is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    if (!LONG_INTEGER.test(text)) return JSON.parse(text);
    return JSON.parse(text, keepLongIntegers);
  } catch {
    return undefined;
  }
}

function keepLongIntegers(this: unknown, _key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  return context?.source ?? value;
}
