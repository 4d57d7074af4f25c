import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Client, createClient } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql";
import { migrate } from "drizzle-orm/libsql/migrator";
import Database from "libsql";
import type { Ledger } from "../../src/ledger/client.ts";
import * as schema from "../../src/ledger/schema.ts";

/**
 * The client prepares every statement anew and learns by an exception which ones return rows: in a simulated day that
 * is a third of all work. Prepared once a connection, and without stack traces, it is the same engine and the same SQL.
 */
function prepareOnce(): void {
  const prepared = new WeakMap<object, Map<string, unknown>>();
  const { prepare } = Database.prototype;
  const once = function (this: object, sql: string): unknown {
    const known = prepared.get(this) ?? new Map<string, unknown>();
    prepared.set(this, known);
    const statement = known.get(sql) ?? prepare.call(this, sql);
    known.set(sql, statement);
    return statement;
  };
  Database.prototype.prepare = once as typeof prepare;
}
prepareOnce();

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

/** A migrated ledger on a file of its own, on the real engine; `weather` befalls each round trip. */
export async function testLedger(weather: Weather = (work) => work()): Promise<TestLedger> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "ledger-"));
  const client = createClient({ url: `file:${join(folder, "ledger.db")}` });
  await client.execute("pragma journal_mode = wal");
  await client.execute("pragma synchronous = off");
  const calm = drizzle({ client, schema });
  await migrate(calm, { migrationsFolder: "migrations" });
  const exposed = new Proxy(client, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== "function") return value;
      if (name !== "execute" && name !== "batch") return value.bind(target);
      return (...args: unknown[]) => weather(() => value.apply(target, args));
    },
  }) as Client;
  return {
    ledger: drizzle({ client: exposed, schema }),
    calm,
    close() {
      client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
