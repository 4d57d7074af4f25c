import { DurableObject } from "cloudflare:workers";
import type { Limit } from "../collection/answer.ts";
import { OrganizationId } from "../collection/ids.ts";
import { readSettings, type Settings } from "../environment.ts";
import { type Ledger, openLedger } from "../ledger/client.ts";
import type { Bindings } from "../objects/env.ts";
import { objectName } from "../objects/name.ts";
import { consoleLog, loggedTransport, objectSql, wallClock } from "../objects/workerd.ts";
import { type KeyRing, parseKeyRing } from "../security/key-ring.ts";
import { open, type SealedFor, seal } from "../security/seal.ts";
import { accountsClient } from "../zoho/accounts/client.ts";
import { loadConnection } from "./load-connection.ts";
import { Organization } from "./organization.ts";
import type { BooksAsk, OrganizationRpc, PaymentsAsk, Service } from "./rpc.ts";

/** The Durable Object of one organization: `Organization` on workerd's storage and clock. */
export class OrganizationObject extends DurableObject<Bindings> implements OrganizationRpc {
  private readonly organization: Organization;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const sql = objectSql(ctx.storage);
    const id = OrganizationId.parse(objectName(ctx, sql));
    const settings = readSettings(env);
    const ring = parseKeyRing(settings.ENCRYPTION_KEYS);
    // Under other Zoho addresses what was kept does not open, and is read from the ledger anew.
    const { ZOHO_ACCOUNTS_URL, ZOHO_PAYMENTS_URL, ZOHO_API_URL } = settings;
    const field = ["kv", ZOHO_ACCOUNTS_URL, ZOHO_PAYMENTS_URL, ZOHO_API_URL].join(" ");
    const use: SealedFor = { purpose: "organization_object", organizationId: id, field };
    const ledger = openLedger({ url: settings.DATABASE_URL, authToken: settings.DATABASE_AUTH_TOKEN });
    this.organization = new Organization({
      id,
      sql,
      clock: wallClock,
      accounts: accountsClient(loggedTransport({ organization: id }), Date.now),
      clients: oauthClients(settings),
      loadConnection: () => connect(ledger, ring, id),
      seal: async (text) => JSON.stringify(await seal(await ring, use, text)),
      open: async (sealed) => open(await ring, use, JSON.parse(sealed)),
      log: consoleLog,
    });
  }

  payments(ask: PaymentsAsk) {
    return this.organization.payments(ask);
  }

  books(ask: BooksAsk) {
    return this.organization.books(ask);
  }

  booksDone(permit: number, made?: number) {
    return this.organization.booksDone(permit, made);
  }

  throttled(service: Service, limit: Limit, retryAt: number) {
    return this.organization.throttled(service, limit, retryAt);
  }

  reconnected() {
    return this.organization.reconnected();
  }
}

const connect = async (ledger: Ledger, ring: Promise<KeyRing>, id: OrganizationId) =>
  loadConnection(ledger, await ring, id);

const oauthClients = (settings: Settings) => ({
  books: { id: settings.ZOHO_CLIENT_ID, secret: settings.ZOHO_CLIENT_SECRET },
  payments: { id: settings.ZOHO_PAYMENTS_CLIENT_ID, secret: settings.ZOHO_PAYMENTS_CLIENT_SECRET },
});
