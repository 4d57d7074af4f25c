import { DurableObject } from "cloudflare:workers";
import { CollectionId, OrganizationId, TerminalId } from "../collection/ids.ts";
import { isLoopback, readSettings } from "../environment.ts";
import { openLedger } from "../ledger/client.ts";
import type { Told } from "../ledger/collections.ts";
import { disableEndpoint } from "../ledger/endpoints.ts";
import type { Bindings } from "../objects/env.ts";
import { objectName } from "../objects/name.ts";
import { consoleLog, objectAlarm, objectSql, wallClock } from "../objects/workerd.ts";
import { parseKeyRing } from "../security/key-ring.ts";
import { giveNotice } from "../terminal/give-notice.ts";
import { terminalName } from "../terminal/rpc.ts";
import { dnsOverHttps } from "./dns.ts";
import { loadEndpoints } from "./load-endpoints.ts";
import { Notifier } from "./notifier.ts";
import { poster } from "./post.ts";
import type { DeliveryFilter, NotifierRpc } from "./rpc.ts";

/** The Durable Object that tells one organization's systems: `Notifier` on workerd's storage, alarm and network. */
export class NotifierObject extends DurableObject<Bindings> implements NotifierRpc {
  private readonly notifier: Notifier;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const sql = objectSql(ctx.storage);
    const organizationId = OrganizationId.parse(objectName(ctx, sql));
    const settings = readSettings(env);
    const ring = parseKeyRing(settings.ENCRYPTION_KEYS);
    const ledger = openLedger({ url: settings.DATABASE_URL, authToken: settings.DATABASE_AUTH_TOKEN });
    this.notifier = new Notifier({
      sql,
      alarm: objectAlarm(ctx.storage),
      clock: wallClock,
      random: Math.random,
      newId: (prefix) => `${prefix}_${crypto.randomUUID().replaceAll("-", "")}`,
      endpoints: async () => loadEndpoints(ledger, await ring, organizationId),
      post: poster({ demo: isLoopback(settings), resolve: dnsOverHttps(Date.now) }),
      disable: (id, at, reason) => disableEndpoint(ledger, organizationId, id, at, reason),
      acknowledge: async ({ collectionId, terminalId, by, reference }) => {
        const at = { organizationId, terminalId: TerminalId.parse(terminalId), id: CollectionId.parse(collectionId) };
        const terminal = env.TERMINAL.getByName(terminalName(at.organizationId, at.terminalId));
        await giveNotice({ ledger, terminal }, at, { type: "acknowledged", by, reference });
      },
      log: consoleLog,
    });
    ctx.blockConcurrencyWhile(() => this.notifier.wake());
  }

  override alarm(): Promise<void> {
    return this.notifier.alarm();
  }

  take(told: Told[]): Promise<void> {
    return this.notifier.take(told);
  }

  endpointsChanged(): Promise<void> {
    return this.notifier.endpointsChanged();
  }

  deliveries(filter: DeliveryFilter) {
    return this.notifier.deliveries(filter);
  }

  sendAgain(endpointId: string, deliveryId: string) {
    return this.notifier.sendAgain(endpointId, deliveryId);
  }

  test(endpointId: string) {
    return this.notifier.test(endpointId);
  }
}
