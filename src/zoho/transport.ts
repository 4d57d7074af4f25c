import { withTimeout } from "../objects/timeout.ts";

/** One HTTP exchange with Zoho. `name` is the call's name in logs and permits, such as `payments.create`. */
export interface HttpRequest {
  name: string;
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

export type HttpResult =
  | { kind: "response"; status: number; header(name: string): string | null; text: string }
  /** No answer. The request may have been carried out. */
  | { kind: "none"; reason: "timeout" | "connection_lost"; detail: string };

/** The only way out to Zoho; the simulation puts its own in place. Never rejects. */
export type Transport = (request: HttpRequest) => Promise<HttpResult>;

/** Told of every exchange: the source of the one log line per Zoho call. */
export type Observer = (seen: { request: HttpRequest; result: HttpResult; ms: number }) => void;

/** Largest answer read; Zoho's longest lists stay far below. */
const MAX_BODY = 4 * 1024 * 1024;

/**
 * A transport over `fetch`. The timeout covers the body too; redirects are not followed, for a token must not travel
 * to an address we did not choose.
 */
export function fetchTransport(observe: Observer = () => {}): Transport {
  return async (request) => {
    const started = Date.now();
    const result = await exchange(request);
    observe({ request, result, ms: Date.now() - started });
    return result;
  };
}

async function exchange(request: HttpRequest): Promise<HttpResult> {
  const { method, url, headers, body, timeoutMs } = request;
  try {
    return await withTimeout(timeoutMs, async (signal) => {
      const init = { method, headers, signal, redirect: "manual" as const };
      const response = await fetch(url, body === undefined ? init : { ...init, body });
      const text = await response.text();
      if (text.length > MAX_BODY) return { kind: "none", reason: "connection_lost", detail: "answer too large" };
      return { kind: "response", status: response.status, header: (name) => response.headers.get(name), text };
    });
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "TimeoutError" || name === "AbortError") {
      return { kind: "none", reason: "timeout", detail: `no answer within ${timeoutMs / 1000} s` };
    }
    return { kind: "none", reason: "connection_lost", detail: "the connection broke" };
  }
}
