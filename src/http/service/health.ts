import { sql } from "drizzle-orm";
import { Hono } from "hono";
import { z } from "zod";
import journal from "../../../migrations/meta/_journal.json" with { type: "json" };
import type { Ledger } from "../../ledger/client.ts";
import type { AppEnv } from "../context.ts";

/** When the newest migration this build knows was made; the migrator notes it with each one it has run. */
const NEWEST = Math.max(...journal.entries.map((entry) => entry.when));

/** `/healthz`: the Worker runs. `/readyz`: it can do its work, that is, the ledger answers and is migrated. */
export const health = new Hono<AppEnv>()
  .get("/healthz", (c) => c.json({ status: "ok" }, 200))
  .get("/readyz", async (c) => {
    const ledger = await ledgerState(c.get("deps").ledger);
    c.header("Cache-Control", "no-store");
    if (ledger === "current") return c.json({ status: "ready", ledger }, 200);
    c.header("Retry-After", "5");
    return c.json({ status: "not_ready", ledger }, 503);
  });

/** A ledger ahead of this build is fine: migrations run before the deploy that needs them. */
async function ledgerState(ledger: Ledger): Promise<"current" | "migrations_missing" | "unreachable"> {
  try {
    const [row] = await ledger.all(sql`select max(created_at) as newest from __drizzle_migrations`);
    const { newest } = Row.parse(row);
    return newest !== null && newest >= NEWEST ? "current" : "migrations_missing";
  } catch (error) {
    return mentions(error, "no such table") ? "migrations_missing" : "unreachable";
  }
}

const Row = z.object({ newest: z.coerce.number().nullable() });

function mentions(error: unknown, words: string): boolean {
  return error instanceof Error && (error.message.includes(words) || mentions(error.cause, words));
}
