import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import { CounterId, OrganizationId, PaymentsAccountId, TerminalId } from "../../collection/ids.ts";
import { Settings } from "../../environment.ts";
import { addApiKey } from "../../ledger/api-keys.ts";
import type { Ledger } from "../../ledger/client.ts";
import { addCounter } from "../../ledger/counters.ts";
import { putOrganization } from "../../ledger/organizations.ts";
import * as schema from "../../ledger/schema.ts";
import { OrganizationSettings } from "../../ledger/settings.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { createApp } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import { Books, organizationObject } from "./books.ts";
import { silentNotifier } from "./notifier.ts";
import { Terminals } from "./terminals.ts";

export const ORGANIZATION = OrganizationId.parse("60001234567");
export const OTHER = OrganizationId.parse("60007654321");
export const KEY = "test-key-of-the-shop";
export const OTHER_KEY = "test-key-of-the-other";
export const DEMO_KEY = "demo-key-for-everyone";
export const START = Date.parse("2026-11-20T09:30:00Z");

const settings = Settings.parse({
  DATABASE_URL: "http://127.0.0.1:9",
  ENCRYPTION_KEYS: `one:${btoa("0123456789abcdef0123456789abcdef")}`,
  PUBLIC_URL: "http://localhost",
  ZOHO_CLIENT_ID: "a",
  ZOHO_CLIENT_SECRET: "b",
  ZOHO_PAYMENTS_CLIENT_ID: "c",
  ZOHO_PAYMENTS_CLIENT_SECRET: "d",
});

const LOOPBACK = {
  ZOHO_ACCOUNTS_URL: "http://127.0.0.1:9/accounts",
  ZOHO_PAYMENTS_URL: "http://127.0.0.1:9/payments",
  ZOHO_API_URL: "http://127.0.0.1:9/api",
};

/** Settings of the demo: its key set, Zoho on this machine. */
export const DEMO: Partial<Settings> = { ...LOOPBACK, DEMO_API_KEY: DEMO_KEY };

/**
 * The app over a real ledger, with two organizations, their counters and keys. Books, the objects and the clock stand
 * at their ports.
 */
export async function openShop(overrides: Partial<Settings> = {}) {
  const ledger = drizzle({ connection: { url: ":memory:" }, schema });
  await migrate(ledger, { migrationsFolder: "migrations" });
  await seed(ledger);
  const clock = { now: START };
  const books = new Books();
  const terminals = new Terminals(() => clock.now);
  const connection = { connected: true };
  const notifier = silentNotifier();
  const logged: Record<string, unknown>[] = [];
  const state: { ledger: Ledger } & Pick<Dependencies, "mayGoOn"> = { ledger };
  const deps = (): Dependencies => ({
    settings: { ...settings, ...overrides },
    ledger: state.ledger,
    transport: books.transport,
    now: () => clock.now,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    terminal: () => terminals.stub(),
    organization: () => organizationObject(connection),
    reconnected: () => Promise.resolve(),
    notifier: () => notifier,
    later: (work) => void work,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...(state.mayGoOn ? { mayGoOn: state.mayGoOn } : {}),
    log: (entry) => logged.push(entry),
  });
  const app = createApp(deps);
  return { app, ledger, clock, books, terminals, connection, logged, state, deps };
}

export type Shop = Awaited<ReturnType<typeof openShop>>;

async function seed(ledger: Ledger): Promise<void> {
  const counters = [
    [ORGANIZATION, "counter-a", "Counter A", "TRM001"],
    [ORGANIZATION, "counter-b", "Counter B", "TRM002"],
    [OTHER, "counter-x", "Counter X", "TRM901"],
  ] as const;
  for (const [id, key] of [[ORGANIZATION, KEY] as const, [OTHER, OTHER_KEY] as const]) {
    await putOrganization(ledger, {
      id,
      name: id === ORGANIZATION ? "Rahul Supermarket" : "Another Shop",
      product: "books",
      paymentsAccountId: PaymentsAccountId.parse("23137556"),
      timeZone: "Asia/Kolkata",
      settings: OrganizationSettings.parse({}),
      createdAt: START,
    });
    const hash = await apiKeyHash(key);
    await addApiKey(ledger, { id: `key-${id}`, organizationId: id, label: "till", hash, createdAt: START });
  }
  for (const [organizationId, id, name, terminalId] of counters) {
    await addCounter(ledger, {
      organizationId,
      id: CounterId.parse(id),
      name,
      terminalId: TerminalId.parse(terminalId),
      locationId: null,
      createdAt: START,
      retiredAt: null,
    });
  }
}

/** A ledger that is away: nobody listens there. */
export const awayLedger = (): Ledger => drizzle({ connection: { url: "http://127.0.0.1:9" }, schema });
