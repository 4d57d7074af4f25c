import { and, asc, eq, inArray, isNotNull, isNull, ne, type SQL, sql } from "drizzle-orm";
import { CounterId, OrganizationId, TerminalId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { collections, counters, organizations } from "./schema.ts";

export interface Counter {
  organizationId: OrganizationId;
  id: CounterId;
  name: string;
  terminalId: TerminalId;
  locationId: string | null;
  createdAt: number;
  retiredAt: number | null;
}

/** `elsewhere`: by another organization with the same Zoho Payments account. */
export type CounterTaken = { kind: "taken"; field: "id" | "name" | "terminal_id"; elsewhere?: true };
export type CounterSaved = { kind: "saved"; counter: Counter } | CounterTaken;

/** Counters in use, by name; with the retired ones when asked. */
export async function listCounters(
  ledger: Ledger,
  organizationId: OrganizationId,
  options: { retired?: boolean } = {},
): Promise<Counter[]> {
  const rows = await ledger
    .select()
    .from(counters)
    .where(and(mine(organizationId), options.retired ? undefined : isNull(counters.retiredAt)))
    .orderBy(asc(counters.name));
  return rows.map(parseCounter);
}

/** A counter of this organization, retired or not. */
export async function findCounter(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: CounterId,
): Promise<Counter | null> {
  const rows = await ledger
    .select()
    .from(counters)
    .where(and(mine(organizationId), eq(counters.id, id)));
  return rows.map(parseCounter)[0] ?? null;
}

/** How many collections each terminal has before it is free, as the ledger was last told. Idle terminals are absent. */
export async function terminalLoads(ledger: Ledger, organizationId: OrganizationId): Promise<Map<string, number>> {
  const rows = await ledger
    .select({ terminalId: collections.terminalId, waiting: sql<number>`count(*)` })
    .from(collections)
    .where(and(eq(collections.organizationId, organizationId), isNotNull(collections.remindAt), WAITING))
    .groupBy(collections.terminalId);
  return new Map(rows.map((row) => [row.terminalId, Number(row.waiting)]));
}

/** Adds a counter, or says which of its id, name and terminal is in use, and whether elsewhere. */
export async function addCounter(ledger: Ledger, counter: Counter): Promise<CounterSaved> {
  if (await isElsewhere(ledger, counter)) return ELSEWHERE;
  const [inserted, ...clashes] = await ledger.batch([
    ledger.insert(counters).values(counter).onConflictDoNothing().returning(),
    ...inUse(ledger, counter),
    ledger
      .select()
      .from(counters)
      .where(and(mine(counter.organizationId), eq(counters.id, counter.id))),
  ]);
  if (inserted[0]) return { kind: "saved", counter };
  return clash(clashes);
}

/**
 * Renames a counter or gives it another terminal. Collections under way stay with the terminal they were sent to.
 * Null when there is no such counter in use.
 */
export async function changeCounter(
  ledger: Ledger,
  counter: Pick<Counter, "organizationId" | "id">,
  change: Partial<Pick<Counter, "name" | "terminalId" | "locationId">>,
): Promise<CounterSaved | null> {
  const { organizationId, id } = counter;
  const found = await findCounter(ledger, organizationId, id);
  if (!found || found.retiredAt !== null) return null;
  const next = { ...found, ...change };
  if (next.terminalId !== found.terminalId && (await isElsewhere(ledger, next))) return ELSEWHERE;
  const { name, terminalId, locationId } = next;
  const [updated, ...clashes] = await ledger.batch([
    ledger
      .update(counters)
      .set({ name, terminalId, locationId })
      .where(and(mine(organizationId), eq(counters.id, id), isNull(counters.retiredAt), nobodyElseHas(next)))
      .returning(),
    ...inUse(ledger, next),
  ]);
  if (updated[0]) return { kind: "saved", counter: next };
  return clash(clashes);
}

/** Takes a counter out of use; its row and history stay. Null when there is none. Again changes nothing. */
export async function retireCounter(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: CounterId,
  now: number,
): Promise<Counter | null> {
  await ledger
    .update(counters)
    .set({ retiredAt: now })
    .where(and(mine(organizationId), eq(counters.id, id), isNull(counters.retiredAt)));
  return findCounter(ledger, organizationId, id);
}

const ELSEWHERE: CounterTaken = { kind: "taken", field: "terminal_id", elsewhere: true };

const isElsewhere = async (ledger: Ledger, { organizationId, terminalId }: Counter): Promise<boolean> => {
  const [row] = await ledger
    .select({ account: organizations.paymentsAccountId })
    .from(organizations)
    .where(eq(organizations.id, organizationId));
  return (await usedElsewhere(ledger, organizationId, row?.account ?? "", [terminalId])).length > 0;
};

/**
 * Which of these terminals another organization with this Zoho Payments account has a counter for. A terminal has one
 * queue: in two organizations it would have two (P4).
 */
export async function usedElsewhere(
  ledger: Ledger,
  organizationId: OrganizationId,
  account: string,
  terminalIds: TerminalId[],
): Promise<string[]> {
  if (account === "" || terminalIds.length === 0) return [];
  const another = and(ne(organizations.id, organizationId), eq(organizations.paymentsAccountId, account));
  const [there, open] = await ledger.batch([
    ledger
      .select({ terminalId: counters.terminalId })
      .from(counters)
      .innerJoin(organizations, eq(organizations.id, counters.organizationId))
      .where(and(another, inArray(counters.terminalId, terminalIds), isNull(counters.retiredAt))),
    // A retired counter may still have a session on the device, and a queue.
    ledger
      .selectDistinct({ terminalId: collections.terminalId })
      .from(collections)
      .innerJoin(organizations, eq(organizations.id, collections.organizationId))
      .where(and(another, inArray(collections.terminalId, terminalIds), isNotNull(collections.remindAt), WAITING)),
  ]);
  return [...new Set([...there, ...open].map(({ terminalId }) => terminalId))];
}

/** Collections that have a terminal before them. */
const WAITING = sql`${collections.status} in ('queued', 'sending', 'in_progress')`;

const mine = (organizationId: OrganizationId): SQL => eq(counters.organizationId, organizationId);

/** Other counters in use with the same terminal, then with the same name. */
function inUse(ledger: Ledger, counter: Counter) {
  const others = and(mine(counter.organizationId), isNull(counters.retiredAt), ne(counters.id, counter.id));
  const sameTerminal = and(others, eq(counters.terminalId, counter.terminalId));
  const sameName = and(others, eq(counters.name, counter.name));
  return [ledger.select().from(counters).where(sameTerminal), ledger.select().from(counters).where(sameName)] as const;
}

function nobodyElseHas({ organizationId, id, name, terminalId }: Counter): SQL {
  return sql`not exists (select 1 from ${counters} as other where other.organization_id = ${organizationId}
    and other.retired_at is null and other.id <> ${id} and (other.terminal_id = ${terminalId} or other.name = ${name}))`;
}

function clash([terminal, name, id]: readonly (readonly unknown[] | undefined)[]): CounterTaken {
  if (id && id.length > 0) return { kind: "taken", field: "id" };
  if (terminal && terminal.length > 0) return { kind: "taken", field: "terminal_id" };
  if (name && name.length > 0) return { kind: "taken", field: "name" };
  throw new Error("the ledger neither saved the counter nor has a reason not to");
}

/** A row as the rest of the product knows it. */
export const parseCounter = (row: typeof counters.$inferSelect): Counter => ({
  ...row,
  organizationId: OrganizationId.parse(row.organizationId),
  id: CounterId.parse(row.id),
  terminalId: TerminalId.parse(row.terminalId),
});
