import { isPublicAddress } from "./public-address.ts";

/** An address people give us to send to, checked; or why not, in words for them. */
export type OutboundAddress = { kind: "ok"; url: URL } | { kind: "refused"; message: string };

/**
 * Whether we may send to this address: https, a public host, no credentials in it. `URL` has brought every spelling of
 * an IP address (octal, hexadecimal, one number, mapped into IPv6) into one form before it is looked at. `demo` allows
 * this machine, by http too: a demo's receiver runs beside it.
 */
export function readOutboundAddress(text: string, demo: boolean): OutboundAddress {
  const address = text.trim();
  if (address.length > 2_000 || !URL.canParse(address)) {
    return refused("Give the whole address, such as https://example.com/hooks/payments.");
  }
  const url = new URL(address);
  const host = url.hostname.replace(/\.+$/, "").toLowerCase();
  if (url.username !== "" || url.password !== "") return refused("Leave user and password out of the address.");
  if (demo && LOOPBACK.has(host) && /^https?:$/.test(url.protocol)) return { kind: "ok", url };
  if (url.protocol !== "https:") return refused("Only https addresses are sent to.");
  const literal = literalIn(host);
  if (literal !== null) return isPublicAddress(literal) ? { kind: "ok", url } : refused(NOT_PUBLIC);
  if (!host.includes(".") || PRIVATE_NAMES.test(host)) return refused(NOT_PUBLIC);
  return { kind: "ok", url };
}

/** The IP address a URL's host is, without brackets; null for a name. */
export function literalIn(host: string): string | null {
  if (host.startsWith("[")) return host.slice(1, -1);
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : null;
}

const NOT_PUBLIC = "This address is not on the public internet. Events are sent to public addresses only.";
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Names that mean this machine or this network, wherever they are looked up (RFC 6761, 6762, 8375 and custom). */
const PRIVATE_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa|arpa|test|invalid|onion)$/;

const refused = (message: string): OutboundAddress => ({ kind: "refused", message });
