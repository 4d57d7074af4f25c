import { withTimeout } from "../objects/timeout.ts";
import { literalIn, readOutboundAddress } from "../security/outbound-address.ts";
import { isPublicAddress } from "../security/public-address.ts";
import type { Resolve } from "./dns.ts";
import type { Posted } from "./notifier.ts";
import { ANSWER_WITHIN, MAX_ANSWER } from "./schedule.ts";

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
      return await withTimeout(ANSWER_WITHIN, async (signal) => {
        const response = await send(url.href, { method: "POST", headers, body, redirect: "manual", signal });
        const { status } = response;
        return { kind: "answer", status, text: await limited(response), retryAfterMs: retryAfter(response.headers) };
      });
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
