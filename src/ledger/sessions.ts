import { and, eq, lt } from "drizzle-orm";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { endedSessions, organizations, people } from "./schema.ts";

/** A staff session as its end is told: epoch milliseconds. */
export interface SessionLife {
  id: string;
  organizationId: OrganizationId;
  beganAt: number;
  endsAt: number;
}

/**
 * True when the session was signed out, or all of its organization were, or there is no such organization; of one that
 * bills outside Zoho also when the person does not belong to it any more, or in another role.
 */
export async function sessionEnded(
  ledger: Ledger,
  session: SessionLife & { userId: string; role: "admin" | "staff" },
): Promise<boolean> {
  const { organizationId, userId } = session;
  const [ended, organization, membership] = await ledger.batch([
    ledger.select({ id: endedSessions.id }).from(endedSessions).where(eq(endedSessions.id, session.id)),
    ledger
      .select({ from: organizations.sessionsFrom, product: organizations.product })
      .from(organizations)
      .where(eq(organizations.id, organizationId)),
    ledger
      .select({ role: people.role })
      .from(people)
      .where(and(eq(people.organizationId, organizationId), eq(people.id, userId))),
  ]);
  const [life] = organization;
  if (ended.length > 0 || life === undefined || session.beganAt < life.from) return true;
  return life.product === "external" && membership[0]?.role !== session.role;
}

/** Ends a session before its time, and forgets those whose time is over anyway. */
export async function endSession(ledger: Ledger, session: SessionLife, now: number): Promise<void> {
  await ledger.batch([
    ledger.insert(endedSessions).values({ id: session.id, endsAt: session.endsAt }).onConflictDoNothing(),
    ledger.delete(endedSessions).where(lt(endedSessions.endsAt, now)),
  ]);
}
