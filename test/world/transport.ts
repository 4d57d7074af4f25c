import type { Simulator } from "../../src/simulator/index.ts";
import type { HttpResult, Transport } from "../../src/zoho/transport.ts";
import type { VirtualClock } from "./clock.ts";

/** The network between us and the simulator, on the virtual clock: what `fetchTransport` is to the real one. */
export function simulatedTransport(zoho: Simulator, clock: VirtualClock): Transport {
  return (request) =>
    new Promise<HttpResult>((resolve) => {
      const { method, url, headers, body, timeoutMs } = request;
      const callOff = clock.at(clock.now() + timeoutMs, () =>
        done({ kind: "none", reason: "timeout", detail: `no answer within ${timeoutMs / 1000} s` }),
      );
      const done = (result: HttpResult): void => {
        callOff();
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
