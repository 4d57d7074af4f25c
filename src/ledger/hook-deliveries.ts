import { and, desc, eq, getTableColumns, isNotNull, lt, lte, sql } from "drizzle-orm";
import { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import type { HookSource } from "./hooks.ts";
import { hookDeliveries } from "./schema.ts";

/**
 * What came of a delivery: `waiting` is stored and not carried out yet; `started` made a collection, `repeated` names
 * the one that was made before; `told` reached a collection; `ignored` is nothing of ours; `refused` says why.
 */
export type HookOutcome = "waiting" | "started" | "repeated" | "told" | "ignored" | "refused";

/** A signed delivery of one of Zoho's webhooks. Times are epoch ms. */
export interface HookDelivery {
  id: string;
  organizationId: OrganizationId;
  source: HookSource;
  receivedAt: number;
  eventId: string;
  subject: string;
  outcome: HookOutcome;
  code: string | null;
  message: string;
  collectionId: string | null;
  request: string | null;
  retryAt: number | null;
  tries: number;
}

const KEEP = 30 * 24 * 3_600_000;

/**
 * Keeps a delivery, and lets go of those older than 30 days. False when the same event of Payments is kept already; it
 * stays as it was.
 */
export async function keepHookDelivery(ledger: Ledger, delivery: HookDelivery): Promise<boolean> {
  const { organizationId, receivedAt } = delivery;
  const [kept] = await ledger.batch([
    ledger.insert(hookDeliveries).values(delivery).onConflictDoNothing().returning({ id: hookDeliveries.id }),
    ledger
      .delete(hookDeliveries)
      .where(and(eq(hookDeliveries.organizationId, organizationId), lt(hookDeliveries.receivedAt, receivedAt - KEEP))),
  ]);
  return kept.length > 0;
}

/** What came of a delivery that was kept before. */
export async function concludeHookDelivery(
  ledger: Ledger,
  id: string,
  conclusion: Pick<HookDelivery, "outcome" | "code" | "message" | "collectionId" | "retryAt" | "tries">,
): Promise<void> {
  await ledger.update(hookDeliveries).set(conclusion).where(eq(hookDeliveries.id, id));
}

/** Earlier deliveries of the same event received at `since` or later, the newest first. */
export async function sameEvent(
  ledger: Ledger,
  organizationId: OrganizationId,
  source: HookSource,
  eventId: string,
  since: number,
): Promise<HookDelivery[]> {
  const rows = await ledger
    .select()
    .from(hookDeliveries)
    .where(
      and(
        eq(hookDeliveries.organizationId, organizationId),
        eq(hookDeliveries.source, source),
        eq(hookDeliveries.eventId, eventId),
        sql`${hookDeliveries.receivedAt} >= ${since}`,
      ),
    )
    .orderBy(desc(hookDeliveries.receivedAt))
    .limit(20);
  return rows.map(parse);
}

/** The newest first, from before `before` when given. */
export async function listHookDeliveries(
  ledger: Ledger,
  organizationId: OrganizationId,
  filter: { source?: HookSource; before?: { createdAt: number; id: string }; limit: number },
): Promise<HookDelivery[]> {
  const { source, before, limit } = filter;
  const rows = await ledger
    .select()
    .from(hookDeliveries)
    .where(
      and(
        eq(hookDeliveries.organizationId, organizationId),
        source && eq(hookDeliveries.source, source),
        before && sql`(${hookDeliveries.receivedAt}, ${hookDeliveries.id}) < (${before.createdAt}, ${before.id})`,
      ),
    )
    .orderBy(desc(hookDeliveries.receivedAt), desc(hookDeliveries.id))
    .limit(limit);
  return rows.map(parse);
}

/**
 * Deliveries that were stored and are to be carried out by now: organizations take turns, each with its oldest first,
 * so that none waits for another's backlog.
 */
export async function dueHookDeliveries(ledger: Ledger, now: number, limit: number): Promise<HookDelivery[]> {
  const { organizationId, retryAt, id } = hookDeliveries;
  const turn = sql<number>`row_number() over (partition by ${organizationId} order by ${retryAt}, ${id})`;
  const due = ledger
    .select({ ...getTableColumns(hookDeliveries), turn: turn.as("turn") })
    .from(hookDeliveries)
    .where(and(isNotNull(retryAt), lte(retryAt, now)))
    .as("due");
  const rows = await ledger.select().from(due).orderBy(sql`${due.turn}`, due.retryAt).limit(limit);
  return rows.map(({ turn: _, ...row }) => parse(row));
}

const parse = (row: typeof hookDeliveries.$inferSelect): HookDelivery => ({
  ...row,
  organizationId: OrganizationId.parse(row.organizationId),
  outcome: row.outcome as HookOutcome,
});
