import { and, eq, isNull, lt, or } from "drizzle-orm";
import { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { apiKeys } from "./schema.ts";

export interface ApiKey {
  id: string;
  organizationId: OrganizationId;
  label: string;
  /** SHA-256 of the key, hex. */
  hash: string;
  createdAt: number;
}

/** The key with this hash, unless it was revoked. */
export async function findApiKey(
  ledger: Ledger,
  hash: string,
): Promise<(ApiKey & { lastUsedAt: number | null }) | null> {
  const [row] = await ledger
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hash), isNull(apiKeys.revokedAt)));
  return row ? { ...row, organizationId: OrganizationId.parse(row.organizationId) } : null;
}

/** Adds a key. The same key again changes nothing, so that seeding twice is harmless. */
export async function addApiKey(ledger: Ledger, key: ApiKey): Promise<void> {
  await ledger.insert(apiKeys).values(key).onConflictDoNothing();
}

/** From now on the key opens nothing. False when there is no such key, or it was revoked before. */
export async function revokeApiKey(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: string,
  now: number,
): Promise<boolean> {
  const mine = and(eq(apiKeys.organizationId, organizationId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt));
  const changed = await ledger.update(apiKeys).set({ revokedAt: now }).where(mine).returning({ id: apiKeys.id });
  return changed.length > 0;
}

const HOUR = 3_600_000;

/** Notes that the key is in use, to the hour: who reviews keys needs no more, and reads stay reads. */
export async function noteApiKeyUse(ledger: Ledger, id: string, now: number): Promise<void> {
  const stale = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now - HOUR));
  await ledger
    .update(apiKeys)
    .set({ lastUsedAt: now })
    .where(and(eq(apiKeys.id, id), stale));
}
