import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import type { OrganizationId } from "../collection/ids.ts";
import { EventType } from "../notifier/event.ts";
import type { Ledger } from "./client.ts";
import { endpoints } from "./schema.ts";
import { noteSetup } from "./setup-events.ts";

/** An address events are sent to; its secret is sealed. */
export interface EndpointRow {
  id: string;
  organizationId: OrganizationId;
  url: string;
  description: string;
  /** Null is all. */
  events: EventType[] | null;
  /** Whether its 2xx to `collection.succeeded` acknowledges for an external biller. */
  acknowledges: boolean;
  sealedSecret: string;
  keyId: string;
  createdAt: number;
  disabledAt: number | null;
  disabledReason: string | null;
}

/** An organization's endpoints, the oldest first; those that were removed are not among them. */
export async function listEndpoints(ledger: Ledger, organizationId: OrganizationId): Promise<EndpointRow[]> {
  const rows = await ledger
    .select()
    .from(endpoints)
    .where(and(eq(endpoints.organizationId, organizationId), isNull(endpoints.removedAt)))
    .orderBy(asc(endpoints.createdAt), asc(endpoints.id));
  return rows.map((row) => parse(row, organizationId));
}

export async function addEndpoint(ledger: Ledger, endpoint: EndpointRow): Promise<void> {
  await ledger.insert(endpoints).values({ ...endpoint, ...columns(endpoint) });
}

/** Changes an endpoint in use. Null when there is none of this id. */
export async function changeEndpoint(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: string,
  change: Partial<Omit<EndpointRow, "id" | "organizationId" | "createdAt">>,
): Promise<EndpointRow | null> {
  const { events, acknowledges, ...plain } = change;
  const set = { ...plain, ...columns({ events, acknowledges }) };
  const rows = await ledger
    .update(endpoints)
    .set(set)
    .where(and(eq(endpoints.organizationId, organizationId), eq(endpoints.id, id), isNull(endpoints.removedAt)))
    .returning();
  return rows[0] ? parse(rows[0], organizationId) : null;
}

/** Which endpoint is meant, for the set-up's log. No more than its host: the rest of an address may hold a secret. */
export const endpointWords = ({ id, url }: Pick<EndpointRow, "id" | "url">): string => `${new URL(url).host} (${id})`;

/** Switches an endpoint off that nobody answers at any more, and notes that in the set-up's log. */
export async function disableEndpoint(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: string,
  at: number,
  reason: string,
): Promise<void> {
  const row = await changeEndpoint(ledger, organizationId, id, { disabledAt: at, disabledReason: reason });
  if (!row) return;
  const detail = `${endpointWords(row)}: ${reason}`;
  await noteSetup(ledger, { organizationId, at, by: "Collect via POS", what: "endpoint_disabled", detail });
}

/** From now on nothing is sent there. Null when there is none of this id. */
export async function removeEndpoint(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: string,
  now: number,
): Promise<EndpointRow | null> {
  const rows = await ledger
    .update(endpoints)
    .set({ removedAt: now })
    .where(and(eq(endpoints.organizationId, organizationId), eq(endpoints.id, id), isNull(endpoints.removedAt)))
    .returning();
  return rows[0] ? parse(rows[0], organizationId) : null;
}

function columns(change: { events?: EventType[] | null | undefined; acknowledges?: boolean | undefined }) {
  return {
    ...(change.events === undefined ? {} : { events: change.events && JSON.stringify(change.events) }),
    ...(change.acknowledges === undefined ? {} : { acknowledges: change.acknowledges ? 1 : 0 }),
  } as { events: string | null; acknowledges: number };
}

function parse(row: typeof endpoints.$inferSelect, organizationId: OrganizationId): EndpointRow {
  const { events, acknowledges, removedAt: _removed, ...rest } = row;
  return {
    ...rest,
    organizationId,
    events: events === null ? null : z.array(EventType).parse(JSON.parse(events)),
    acknowledges: acknowledges === 1,
  };
}
