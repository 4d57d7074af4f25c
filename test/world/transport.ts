import type { Simulator } from "../../src/simulator/index.ts";
import type { HttpResult, Transport } from "../../src/zoho/transport.ts";
import type { VirtualClock } from "./clock.ts";

/** The network between us and the simulator, on the virtual clock: what `fetchTransport` is to the real one. */
export function simulatedTransport(zoho: Simulator, clock: VirtualClock, underWay = new UnderWay()): Transport {
  return (request) =>
    new Promise<HttpResult>((resolve) => {
      const ended = underWay.begin(request.method === "GET" ? request.url : "");
      const { method, url, headers, body, timeoutMs } = request;
      const callOff = clock.at(clock.now() + timeoutMs, () =>
        done({ kind: "none", reason: "timeout", detail: `no answer within ${timeoutMs / 1000} s` }),
      );
      const done = (result: HttpResult): void => {
        callOff();
        ended();
        resolve(result);
      };
      zoho.fetch(new Request(url, body === undefined ? { method, headers } : { method, headers, body })).then(
        async (response) => {
          const text = await response.text();
          done({ kind: "response", status: response.status, header: (name) => response.headers.get(name), text });
        },
        () => done({ kind: "none", reason: "connection_lost", detail: "the connection broke" }),
      );
    });
}

/** Notices when two polls of one session are under way at once. */
export class UnderWay {
  readonly overlapping: string[] = [];
  private readonly urls = new Map<string, number>();

  begin(url: string): () => void {
    if (!url.includes("/terminal/paymentsessions/")) return () => {};
    const count = (this.urls.get(url) ?? 0) + 1;
    this.urls.set(url, count);
    if (count > 1) this.overlapping.push(url);
    let over = false;
    return () => {
      if (over) return;
      over = true;
      this.urls.set(url, (this.urls.get(url) ?? 1) - 1);
    };
  }
}
