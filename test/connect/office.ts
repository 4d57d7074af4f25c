import type { OrganizationId } from "../../src/collection/ids.ts";
import type { Settings } from "../../src/environment.ts";
import { createApp } from "../../src/http/app.ts";
import type { Dependencies } from "../../src/http/dependencies.ts";
import { openShop } from "../../src/http/testing/shop.ts";
import { loadConnection } from "../../src/organization/load-connection.ts";
import { Organization } from "../../src/organization/organization.ts";
import { parseKeyRing } from "../../src/security/key-ring.ts";
import { demoSeed, type SimulatorSeed } from "../../src/simulator/index.ts";
import { BOOKS_CLIENT, PAYMENTS_CLIENT } from "../../src/simulator/seed/build.ts";
import { createSimulator } from "../../src/simulator/simulator.ts";
import { accountsClient } from "../../src/zoho/accounts/client.ts";
import type { Transport } from "../../src/zoho/transport.ts";
import { sqliteSql } from "../world/sqlite.ts";

export const ZOHO = "http://zoho.test";

const SETTINGS: Partial<Settings> = {
  ZOHO_ACCOUNTS_URL: `${ZOHO}/accounts`,
  ZOHO_PAYMENTS_URL: `${ZOHO}/payments`,
  ZOHO_API_URL: `${ZOHO}/api`,
  ZOHO_CLIENT_ID: BOOKS_CLIENT.id,
  ZOHO_CLIENT_SECRET: BOOKS_CLIENT.secret,
  ZOHO_PAYMENTS_CLIENT_ID: PAYMENTS_CLIENT.id,
  ZOHO_PAYMENTS_CLIENT_SECRET: PAYMENTS_CLIENT.secret,
};

/** The app with Zoho's look-alike behind it and real organization objects; nobody of Zoho's seed is connected yet. */
export async function openOffice(overrides: Partial<Settings> = {}, seed: SimulatorSeed = demoSeed()) {
  const settings = { ...SETTINGS, ...overrides };
  const shop = await openShop(settings);
  const zoho = createSimulator({
    now: () => shop.clock.now,
    random: Math.random,
    sleep: async () => {},
    publicUrl: ZOHO,
    seed,
  });
  const network = { down: false };
  const transport: Transport = async ({ method, url, headers, body }) => {
    if (network.down) return { kind: "none", reason: "timeout", detail: "no answer" };
    const response = await zoho.fetch(new Request(url, { method, headers, ...(body !== undefined && { body }) }));
    const text = await response.text();
    return { kind: "response", status: response.status, header: (name) => response.headers.get(name), text };
  };
  const objects = new Map<string, Organization>();
  const object = (id: OrganizationId): Organization => {
    const known = objects.get(id);
    if (known) return known;
    const { ledger, settings: all, now, log } = shop.deps();
    const made = new Organization({
      id,
      sql: sqliteSql(),
      clock: { now, within: async () => {} },
      accounts: accountsClient(transport, now),
      clients: { books: BOOKS_CLIENT, payments: PAYMENTS_CLIENT },
      loadConnection: async () => loadConnection(ledger, await parseKeyRing(all.ENCRYPTION_KEYS), id),
      seal: async (text) => text,
      open: async (text) => text,
      log,
    });
    objects.set(id, made);
    return made;
  };
  const limits: { mayGoOn?: NonNullable<Dependencies["mayGoOn"]> } = {};
  const deps = (): Dependencies => ({
    ...shop.deps(),
    ...limits,
    transport,
    organization: object,
    reconnected: (id) => object(id).reconnected(),
  });
  const app = createApp(deps);
  return {
    app,
    zoho,
    ledger: shop.ledger,
    clock: shop.clock,
    terminals: shop.terminals,
    logged: shop.logged,
    network,
    limits,
    deps,
  };
}

export type Office = Awaited<ReturnType<typeof openOffice>>;
