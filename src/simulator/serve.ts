import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import { CUT_HEADER } from "./gate.ts";
import { withNewcomers } from "./newcomers.ts";
import { keepIn, readState } from "./persist.ts";
import { demoSeed } from "./seed/demo.ts";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator.ts";

export type ServeOptions = Partial<Omit<SimulatorOptions, "publicUrl">> & {
  /** 0 picks a free one. */
  port: number;
  /** 127.0.0.1 unless given. */
  hostname?: string;
  /** State is kept here, and a second start carries on from it. */
  file?: string;
  publicUrl?: string;
};

export type RunningSimulator = { simulator: Simulator; url: string; close(): Promise<void> };

/**
 * Serves a simulator over HTTP with real time. A "drop" fault destroys the socket; a "hang" never answers, until the
 * client gives up. Rejects when the port is taken or `file` holds something else than a simulator's state.
 */
export async function startSimulator(options: ServeOptions): Promise<RunningSimulator> {
  const { port, hostname = "127.0.0.1", file, ...rest } = options;
  const simulator = createSimulator({
    now: Date.now,
    random: Math.random,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    deliver: (request) => fetch(request, { signal: AbortSignal.timeout(15_000), redirect: "manual" }),
    ...rest,
  });
  if (file !== undefined) {
    const saved = await readState(file);
    if (saved !== null) simulator.restore(withNewcomers(saved, options.seed ?? demoSeed(), Date.now()));
  }
  const keeper = file === undefined ? null : keepIn(file, simulator);

  const server = createAdaptorServer({
    hostname,
    fetch: async (request, bindings) => {
      const { incoming, outgoing } = bindings as HttpBindings;
      const response = await simulator.app.fetch(request);
      const cut = response.headers.get(CUT_HEADER);
      if (cut === null) return response;
      if (cut === "hang" && !incoming.destroyed) await new Promise((resolve) => incoming.socket.once("close", resolve));
      outgoing.destroy();
      return RESPONSE_ALREADY_SENT;
    },
  }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    simulator,
    url: options.publicUrl ?? `http://${hostname}:${address.port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await keeper?.stop();
    },
  };
}
