import { and, eq, isNull, lt, or } from "drizzle-orm";
import { z } from "zod";
import { Method } from "../collection/collection.ts";
import { CounterId, type OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { hooks } from "./schema.ts";

export type HookSource = "books" | "payments";

/** How an organization's Books webhook is carried out when the delivery itself does not say. */
export const HookSettings = z.object({
  default_counter_id: CounterId.nullable().default(null),
  /** The API name of the invoice's custom field that names its counter. */
  counter_field: z.string().trim().min(1).max(100).default("cf_counter"),
  payment_method: Method.default("card"),
});
export type HookSettings = z.infer<typeof HookSettings>;

export interface Hook {
  organizationId: OrganizationId;
  source: HookSource;
  sealedSecret: string;
  keyId: string;
  settings: HookSettings;
  createdAt: number;
  mismatchAt: number | null;
}

/** What a source's deliveries are verified with; null when it was never set up. */
export async function findHook(
  ledger: Ledger,
  organizationId: OrganizationId,
  source: HookSource,
): Promise<Hook | null> {
  const [row] = await ledger.select().from(hooks).where(mine(organizationId, source));
  if (!row) return null;
  return { ...row, organizationId, settings: HookSettings.parse(JSON.parse(row.settings)) };
}

/** Sets a source up, or gives it another secret; its settings stay unless they are given. */
export async function putHook(
  ledger: Ledger,
  hook: Pick<Hook, "organizationId" | "source" | "sealedSecret" | "keyId" | "createdAt"> & { settings?: HookSettings },
): Promise<void> {
  const { settings, ...rest } = hook;
  const { sealedSecret, keyId, createdAt } = rest;
  const given = settings === undefined ? {} : { settings: JSON.stringify(settings) };
  await ledger
    .insert(hooks)
    .values({ ...rest, settings: JSON.stringify(settings ?? HookSettings.parse({})) })
    .onConflictDoUpdate({
      target: [hooks.organizationId, hooks.source],
      set: { sealedSecret, keyId, createdAt, mismatchAt: null, ...given },
    });
}

/** False when the source was never set up. */
export async function changeHookSettings(
  ledger: Ledger,
  organizationId: OrganizationId,
  source: HookSource,
  settings: HookSettings,
): Promise<boolean> {
  const changed = await ledger
    .update(hooks)
    .set({ settings: JSON.stringify(settings) })
    .where(mine(organizationId, source))
    .returning({ source: hooks.source });
  return changed.length > 0;
}

/** From now on the source's deliveries are refused. False when it was never set up. */
export async function removeHook(ledger: Ledger, organizationId: OrganizationId, source: HookSource): Promise<boolean> {
  const gone = await ledger.delete(hooks).where(mine(organizationId, source)).returning({ source: hooks.source });
  return gone.length > 0;
}

/** Notes that a signature did not match, to the minute: a wrong secret shows, a flood of forgeries writes once a minute. */
export async function noteMismatch(
  ledger: Ledger,
  { organizationId, source, mismatchAt }: Pick<Hook, "organizationId" | "source" | "mismatchAt">,
  now: number,
): Promise<void> {
  if (mismatchAt !== null && mismatchAt >= now - 60_000) return;
  const stale = or(isNull(hooks.mismatchAt), lt(hooks.mismatchAt, now - 60_000));
  await ledger
    .update(hooks)
    .set({ mismatchAt: now })
    .where(and(mine(organizationId, source), stale));
}

const mine = (organizationId: OrganizationId, source: HookSource) =>
  and(eq(hooks.organizationId, organizationId), eq(hooks.source, source));
