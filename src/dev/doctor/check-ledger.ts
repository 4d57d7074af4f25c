import { sql } from "drizzle-orm";
import { z } from "zod";
import journal from "../../../migrations/meta/_journal.json" with { type: "json" };
import type { Settings } from "../../environment.ts";
import { openLedger } from "../../ledger/client.ts";
import { secretsNotSealedBy } from "../../ledger/sealed-secrets.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { bad, type Finding, good, warn } from "./finding.ts";

const Row = z.object({ newest: z.coerce.number().nullable() });
const NEWEST = Math.max(...journal.entries.map(({ when }) => when));

/** Whether the ledger answers, is migrated, and is sealed with keys of the ring. `migrates`: that comes next anyway. */
export async function checkLedger(settings: Settings, migrates: boolean): Promise<Finding[]> {
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken } = settings;
  const ledger = openLedger({ url, authToken });
  const began = performance.now();
  try {
    await ledger.all(sql`select 1`);
  } catch (error) {
    const why = deepest(error);
    const setting = /\b(401|403)\b|unauthori[sz]ed/i.test(why) ? "DATABASE_AUTH_TOKEN" : "DATABASE_URL";
    return [bad("ledger", `does not answer; compare ${setting} (${why})`)];
  }
  const findings = [good("ledger", `answers in ${Math.round(performance.now() - began)} ms`)];
  const newest = await ledger
    .all(sql`select max(created_at) as newest from __drizzle_migrations`)
    .then(([row]) => Row.parse(row).newest ?? 0)
    .catch(() => 0);
  if (newest < NEWEST) {
    const message = "misses migrations of this version";
    return [
      ...findings,
      migrates ? warn("migrations", `${message}; they run next`) : bad("migrations", `${message}: npm run migrate`),
    ];
  }
  findings.push(good("migrations", "are all there"));
  const ring = await parseKeyRing(settings.ENCRYPTION_KEYS);
  const older = await secretsNotSealedBy(ledger, ring.sealing.id);
  const lost = older.filter(({ keyId }) => !ring.byId.has(keyId));
  if (lost.length > 0) {
    const ids = [...new Set(lost.map(({ keyId }) => keyId))].join(", ");
    findings.push(
      bad("sealed secrets", `${lost.length} are sealed with a key that is not in the ring (${ids}): put it back`),
    );
  } else if (older.length > 0) {
    findings.push(warn("sealed secrets", `${older.length} are sealed with an older key: npm run rotate-keys`));
  } else findings.push(good("sealed secrets", `all open with ${ring.sealing.id}`));
  return findings;
}

function deepest(error: unknown): string {
  let message = String(error);
  for (let at = error; at instanceof Error; at = at.cause) message = at.message;
  return message.slice(0, 200);
}
