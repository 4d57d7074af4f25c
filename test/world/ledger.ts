import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import type { Ledger } from "../../src/ledger/client.ts";
import * as schema from "../../src/ledger/schema.ts";
import { fastClient } from "./fast-client.ts";

/** Where Linux keeps files in memory: a thrown-away ledger needs no disk. */
const MEMORY = "/dev/shm";

/** What one round trip to the database meets: time, and perhaps no answer before or after it took effect. */
export type Weather = (work: () => Promise<unknown>) => Promise<unknown>;

export interface TestLedger {
  ledger: Ledger;
  /** The same database in calm weather, for looking. */
  calm: Ledger;
  close(): void;
}

/** Which engine: libSQL on a file of its own, or the fast stand-in of the simulation's bulk runs. */
export type Engine = "libsql" | "fast";

/** A migrated ledger of its own; `weather` befalls each round trip. */
export async function testLedger(weather: Weather = (work) => work(), engine: Engine = "libsql"): Promise<TestLedger> {
  const { client, remove } = engine === "fast" ? { client: fastClient(), remove: () => {} } : await libsqlOnFile();
  const calm = drizzle({ client, schema });
  await migrate(calm, { migrationsFolder: "migrations" });
  const exposed = new Proxy(client, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== "function") return value;
      if (name !== "execute" && name !== "batch") return value.bind(target);
      return (...args: unknown[]) => exposedTo(weather, () => value.apply(target, args));
    },
  }) as Client;
  return {
    ledger: drizzle({ client: exposed, schema }),
    calm,
    close() {
      client.close();
      remove();
    },
  };
}

/** What the database says stays as it is; what the weather does is what the driver throws when nobody answers. */
async function exposedTo(weather: Weather, work: () => Promise<unknown>): Promise<unknown> {
  let said: unknown;
  try {
    return await weather(async () => {
      try {
        return await work();
      } catch (error) {
        said = error;
        throw error;
      }
    });
  } catch (error) {
    throw error === said ? error : new TypeError("fetch failed", { cause: error });
  }
}

async function libsqlOnFile(): Promise<{ client: Client; remove(): void }> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "ledger-"));
  const client = createClient({ url: `file:${join(folder, "ledger.db")}` });
  await client.execute("pragma journal_mode = wal");
  await client.execute("pragma synchronous = off");
  return { client, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
