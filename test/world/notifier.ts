import type { OrganizationId } from "../../src/collection/ids.ts";
import { disableEndpoint } from "../../src/ledger/endpoints.ts";
import { loadEndpoints } from "../../src/notifier/load-endpoints.ts";
import { Notifier, type NotifierPorts, type Posted } from "../../src/notifier/notifier.ts";
import type { NotifierRpc } from "../../src/notifier/rpc.ts";
import type { Log } from "../../src/objects/ports.ts";
import { parseKeyRing } from "../../src/security/key-ring.ts";
import type { HostedObject, Platform } from "./host.ts";
import type { TestLedger } from "./ledger.ts";
import type { Random } from "./random.ts";
import { SETTINGS } from "./settings.ts";

/** Somebody's own system, as a notifier reaches it. */
export type Receiver = (url: string, headers: Record<string, string>, body: string) => Promise<Posted>;

/** What a notifier is built from in a world. */
export interface NotifierSurroundings {
  ledger: TestLedger;
  random: Random;
  receiver: Receiver;
  acknowledge: NotifierPorts["acknowledge"];
  log: Log;
}

const ring = parseKeyRing(SETTINGS.ENCRYPTION_KEYS);

export function buildNotifier(id: OrganizationId, platform: Platform, around: NotifierSurroundings): Notifier {
  const { ledger, random, log } = around;
  return new Notifier({
    sql: platform.sql,
    alarm: platform.alarm,
    clock: platform.clock,
    random: random.next,
    newId: (prefix) =>
      `${prefix}_${Array.from(random.bytes(8), (byte) => byte.toString(16).padStart(2, "0")).join("")}`,
    endpoints: platform.guard(async () => loadEndpoints(ledger.ledger, await ring, id)),
    post: platform.guard(around.receiver),
    disable: platform.guard((...endpoint) => disableEndpoint(ledger.ledger, id, ...endpoint)),
    acknowledge: platform.guard(around.acknowledge),
    log,
  });
}

export const notifierStub = (object: HostedObject<Notifier>): NotifierRpc => ({
  take: (told) => object.call((notifier) => notifier.take(told)),
  endpointsChanged: () => object.call((notifier) => notifier.endpointsChanged()),
  deliveries: (filter) => object.call((notifier) => notifier.deliveries(filter)),
  sendAgain: (...which) => object.call((notifier) => notifier.sendAgain(...which)),
  test: (endpointId) => object.call((notifier) => notifier.test(endpointId)),
});
