import { z } from "zod";
import { literalIn, readOutboundAddress } from "../security/outbound-address.ts";
import { isPublicAddress } from "../security/public-address.ts";
import type { Posted } from "./notifier.ts";
import { ANSWER_WITHIN, MAX_ANSWER } from "./schedule.ts";

/** The addresses a name has now; rejects when they cannot be told. */
export type Resolve = (host: string) => Promise<string[]>;

export interface PostOptions {
  /** Whether this machine may be sent to (`isLoopback`). */
  demo: boolean;
  resolve: Resolve;
  fetch?: typeof fetch;
}

/**
 * One POST to a shop's own system. The address is checked at every try, and so is where its name leads; redirects are
 * not followed; the answer is read up to 64 KiB within 10 seconds. Never rejects.
 */
export function poster({ demo, resolve, fetch: send = fetch }: PostOptions) {
  return async (address: string, headers: Record<string, string>, body: string): Promise<Posted> => {
    const read = readOutboundAddress(address, demo);
    if (read.kind === "refused") return { kind: "none", detail: `not sent: ${read.message}` };
    const { url } = read;
    if (url.protocol === "https:" && literalIn(url.hostname) === null) {
      let addresses: string[];
      try {
        addresses = await resolve(url.hostname);
      } catch {
        return { kind: "none", detail: "not sent: the name could not be looked up" };
      }
      if (addresses.length === 0) return { kind: "none", detail: "not sent: the name leads nowhere" };
      if (!addresses.every(isPublicAddress)) {
        return { kind: "none", detail: "not sent: the name leads into a private network" };
      }
    }
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN);
      const response = await send(url.href, { method: "POST", headers, body, redirect: "manual", signal });
      const { status } = response;
      return { kind: "answer", status, text: await limited(response), retryAfterMs: retryAfter(response.headers) };
    } catch (error) {
      const timedOut = error instanceof Error && /^(Timeout|Abort)Error$/.test(error.name);
      return { kind: "none", detail: timedOut ? "no answer within 10 s" : "no connection" };
    }
  };
}

/** The beginning of an answer; the rest is refused. */
async function limited(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    text += decoder.decode(value.subarray(0, Math.max(0, value.byteLength - Math.max(0, size - MAX_ANSWER))), {
      stream: true,
    });
    if (size < MAX_ANSWER) continue;
    await reader.cancel();
    return text;
  }
}

function retryAfter(headers: Headers): number | null {
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : null;
}

const DnsAnswer = z.object({
  Status: z.number(),
  Answer: z.array(z.object({ type: z.number(), data: z.string() })).default([]),
});
const A = 1;
const AAAA = 28;
const GOOD_FOR = 60_000;

/** Looks names up over HTTPS at Cloudflare's resolver, which is also the one a Worker's `fetch` asks. */
export function dnsOverHttps(now: () => number, ask: typeof fetch = fetch): Resolve {
  const known = new Map<string, { addresses: string[]; until: number }>();
  return async (host) => {
    const kept = known.get(host);
    if (kept && kept.until > now()) return kept.addresses;
    const lists = await Promise.all(
      ["A", "AAAA"].map(async (type) => {
        const query = new URLSearchParams({ name: host, type });
        const response = await ask(`https://cloudflare-dns.com/dns-query?${query}`, {
          headers: { accept: "application/dns-json" },
          signal: AbortSignal.timeout(5_000),
        });
        const { Status, Answer } = DnsAnswer.parse(await response.json());
        if (Status !== 0 && Status !== 3) throw new Error(`the resolver says ${Status}`);
        return Answer.filter((record) => record.type === A || record.type === AAAA).map(({ data }) => data);
      }),
    );
    const addresses = lists.flat();
    known.set(host, { addresses, until: now() + GOOD_FOR });
    return addresses;
  };
}
