import { fileURLToPath } from "node:url";
import { createClient } from "@libsql/client/web";
import { migrate } from "drizzle-orm/libsql/migrator";
import { drizzle } from "drizzle-orm/libsql/web";
import { z } from "zod";
import { Settings } from "../environment.ts";

const MIGRATIONS = fileURLToPath(new URL("../../migrations", import.meta.url));

const LedgerSettings = Settings.pick({ DATABASE_URL: true, DATABASE_AUTH_TOKEN: true });
const Counted = z.object({ count: z.coerce.number() });

export type Migrated =
  | { kind: "current"; applied: number; database: string }
  /** `setting` is the variable to look at. */
  | { kind: "failed"; setting: "DATABASE_URL" | "DATABASE_AUTH_TOKEN" | null; message: string };

/**
 * Brings the ledger that `environment` names up to this build's migrations; those run before are not run again. One
 * batch, so the ledger is migrated whole or not at all. Never rejects.
 */
export async function migrateLedger(environment: Record<string, string | undefined>): Promise<Migrated> {
  const settings = LedgerSettings.safeParse(environment);
  if (!settings.success) {
    const issue = settings.error.issues[0];
    const setting = issue?.path[0] === "DATABASE_AUTH_TOKEN" ? "DATABASE_AUTH_TOKEN" : "DATABASE_URL";
    const missing = environment[setting] === undefined;
    return { kind: "failed", setting, message: missing ? "is not set" : (issue?.message ?? "is not valid") };
  }
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = settings.data;
  const client = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  const applied = async (): Promise<number> => {
    const tables = await client.execute(
      "select count(*) as count from sqlite_master where name = '__drizzle_migrations'",
    );
    if (Counted.parse(tables.rows[0]).count === 0) return 0;
    return Counted.parse((await client.execute("select count(*) as count from __drizzle_migrations")).rows[0]).count;
  };
  try {
    const before = await applied();
    await migrate(drizzle({ client }), { migrationsFolder: MIGRATIONS });
    return { kind: "current", applied: (await applied()) - before, database: url };
  } catch (error) {
    return whyNot(error, url);
  } finally {
    client.close();
  }
}

/** The deepest cause says what happened: the layers above it say only that a query failed. */
function whyNot(error: unknown, url: string): Migrated {
  const chain: Error[] = [];
  for (let at = error; at instanceof Error; at = at.cause) chain.push(at);
  const message = chain.at(-1)?.message ?? String(error);
  if (/\b(401|403)\b|unauthori[sz]ed/i.test(message)) {
    const why = `is missing, expired or not for ${url}: ${message}`;
    return { kind: "failed", setting: "DATABASE_AUTH_TOKEN", message: why };
  }
  if (chain.some((one) => one.message === "fetch failed")) {
    return { kind: "failed", setting: "DATABASE_URL", message: `no database answers at ${url}: ${message}` };
  }
  return { kind: "failed", setting: null, message };
}
