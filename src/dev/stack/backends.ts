import { openLedger } from "../../ledger/client.ts";
import { connectorSeed, demoSeed, type SimulatorSeed } from "../../simulator/index.ts";
import { startSimulator } from "../../simulator/serve.ts";
import { startLibsqlServer } from "../libsql-server/index.ts";
import { migrateLedger } from "../migrate-ledger.ts";
import { listenOn } from "./ports.ts";
import { parseSeed, type Seed } from "./seed-file.ts";
import { seedLedger, type ZohoUrls } from "./seed-ledger.ts";

export interface BackendOptions {
  /** Wanted ports; 0 takes any. */
  ports: { database: number; zoho: number };
  ledgerFile: string;
  encryptionKeys: string;
  /** The Worker's own address, behind the Collect via POS button. */
  publicUrl: string;
  /** A look-alike that runs already, or the simulator to start. */
  zoho:
    | { kind: "look_alike"; url: string; seed: Seed }
    | { kind: "simulator"; seed?: SimulatorSeed; stateFile?: string };
}

export interface Backends {
  /** Everything the Worker reads from its environment. */
  settings: Record<string, string>;
  seed: Seed;
  zohoUrl: string;
  databaseUrl: string;
  /** Busy ports and other things to tell a person. */
  notes: string[];
  close(): Promise<void>;
}

/** Starts what the Worker needs around it: the database, migrated and seeded, and Zoho. Stops all of it when one fails. */
export async function startBackends(options: BackendOptions): Promise<Backends> {
  const notes: string[] = [];
  const closers: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const database = await listenOn(options.ports.database, (port) =>
      startLibsqlServer({ port, file: options.ledgerFile }),
    );
    closers.push(() => database.running.close());
    if (database.instead !== null) notes.push(busy("the database", database.instead, database.running.url));
    const databaseUrl = database.running.url;
    const migrated = await migrateLedger({ DATABASE_URL: databaseUrl });
    if (migrated.kind === "failed") throw new Error(`The ledger could not be migrated: ${migrated.message}`);

    const { seed, url: zohoUrl } = await zohoOf(options, closers, notes);
    const urls: ZohoUrls = {
      accountsUrl: `${zohoUrl}/accounts`,
      paymentsUrl: `${zohoUrl}/payments`,
      apiUrl: `${zohoUrl}/api`,
    };
    const { encryptionKeys, publicUrl } = options;
    const ledger = openLedger({ url: databaseUrl });
    notes.push(...(await seedLedger({ ledger, seed, zoho: urls, encryptionKeys, now: Date.now() })));
    return {
      settings: settingsOf({ databaseUrl, encryptionKeys, publicUrl, seed, urls }),
      seed,
      zohoUrl,
      databaseUrl,
      notes,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export const busy = (what: string, port: number, url: string): string =>
  `Port ${port} is in use, so ${what} is at ${url} instead.`;

async function zohoOf(
  { zoho, ports, publicUrl }: BackendOptions,
  closers: (() => Promise<void>)[],
  notes: string[],
): Promise<{ seed: Seed; url: string }> {
  if (zoho.kind === "look_alike") return { seed: zoho.seed, url: zoho.url };
  const { stateFile, seed = demoSeed() } = zoho;
  const { running, instead } = await listenOn(ports.zoho, (port) =>
    startSimulator({
      port,
      seed,
      collectUrl: publicUrl,
      ...(stateFile === undefined ? {} : { file: stateFile }),
    }),
  );
  closers.push(() => running.close());
  if (instead !== null) notes.push(busy("the simulated Zoho", instead, running.url));
  return { seed: parseSeed(connectorSeed(seed), "the simulator's seed"), url: running.url };
}

function settingsOf(from: {
  databaseUrl: string;
  encryptionKeys: string;
  publicUrl: string;
  seed: Seed;
  urls: ZohoUrls;
}): Record<string, string> {
  const { clients, organizations } = from.seed;
  const [first] = organizations;
  return {
    DATABASE_URL: from.databaseUrl,
    ENCRYPTION_KEYS: from.encryptionKeys,
    PUBLIC_URL: from.publicUrl,
    ZOHO_CLIENT_ID: clients.books.id,
    ZOHO_CLIENT_SECRET: clients.books.secret,
    ZOHO_PAYMENTS_CLIENT_ID: clients.payments.id,
    ZOHO_PAYMENTS_CLIENT_SECRET: clients.payments.secret,
    ZOHO_ACCOUNTS_URL: from.urls.accountsUrl,
    ZOHO_PAYMENTS_URL: from.urls.paymentsUrl,
    ZOHO_API_URL: from.urls.apiUrl,
    ...(first === undefined ? {} : { DEMO_API_KEY: first.api_key }),
  };
}
