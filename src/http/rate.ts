import { isLoopback } from "../environment.ts";
import type { AppContext } from "./context.ts";
import type { LimitKind } from "./dependencies.ts";
import type { Problem } from "./errors.ts";

/** Cloudflare's rate limits count by the minute. */
const RETRY_AFTER = 60;

/**
 * The problem when `who` has asked too often in the last minute; null while it may go on. With Zoho on this machine
 * nobody is slowed down. A counter that fails does not stop the shop.
 */
export async function tooOften(
  c: AppContext,
  kind: LimitKind,
  who: string,
): Promise<(Problem & { retryAfter: number }) | null> {
  const { mayGoOn, settings, log } = c.get("deps");
  if (!mayGoOn || isLoopback(settings)) return null;
  try {
    if (await mayGoOn(kind, who)) return null;
  } catch (error) {
    log({ event: "rate_limit_failed", reason: error instanceof Error ? error.message : "unknown" });
    return null;
  }
  log({ event: "rate_limited", request: c.get("requestId"), kind });
  return {
    code: "rate_limited",
    message: "That was too many requests in a minute. Wait a minute, then go on; nothing of this request was done.",
    retryAfter: RETRY_AFTER,
  };
}

/**
 * Whose request it is, where nobody is known yet: the caller's address, which Cloudflare sets. Who has one IPv6 address
 * has 2^64 of them, so those count as one.
 */
export function callerAddress(c: AppContext): string {
  const address = c.req.header("CF-Connecting-IP")?.toLowerCase() ?? "unknown";
  if (!address.includes(":") || address.includes(".")) return address;
  const [left = "", right] = address.split("::");
  const groups = left === "" ? [] : left.split(":");
  const missing = right === undefined ? 0 : 8 - groups.length - right.split(":").filter(Boolean).length;
  const all = [...groups, ...Array<string>(Math.max(0, missing)).fill("0"), ...(right?.split(":") ?? [])];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
