import { and, desc, eq, isNull, lt, or } from "drizzle-orm";
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

/** Keys in force, newest first. */
export async function listApiKeys(
  ledger: Ledger,
  organizationId: OrganizationId,
): Promise<(ApiKey & { lastUsedAt: number | null })[]> {
  const rows = await ledger
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.organizationId, organizationId), isNull(apiKeys.revokedAt)))
    .orderBy(desc(apiKeys.createdAt), desc(apiKeys.id));
  return rows.map((row) => ({ ...row, organizationId }));
}

/** Adds a key. The same id or key again changes nothing, so that doing it twice is harmless; false says it was there. */
export async function addApiKey(ledger: Ledger, key: ApiKey): Promise<boolean> {
  const added = await ledger.insert(apiKeys).values(key).onConflictDoNothing().returning({ id: apiKeys.id });
  return added.length > 0;
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
