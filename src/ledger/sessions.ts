import { eq, lt } from "drizzle-orm";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { endedSessions, organizations } from "./schema.ts";

/** A staff session as its end is told: epoch milliseconds. */
export interface SessionLife {
  id: string;
  organizationId: OrganizationId;
  beganAt: number;
  endsAt: number;
}

/** True when the session was signed out, or all of its organization were, or there is no such organization. */
export async function sessionEnded(ledger: Ledger, session: SessionLife): Promise<boolean> {
  const [ended, organization] = await ledger.batch([
    ledger.select({ id: endedSessions.id }).from(endedSessions).where(eq(endedSessions.id, session.id)),
    ledger
      .select({ from: organizations.sessionsFrom })
      .from(organizations)
      .where(eq(organizations.id, session.organizationId)),
  ]);
  const [life] = organization;
  return ended.length > 0 || life === undefined || session.beganAt < life.from;
}

/** Ends a session before its time, and forgets those whose time is over anyway. */
export async function endSession(ledger: Ledger, session: SessionLife, now: number): Promise<void> {
  await ledger.batch([
    ledger.insert(endedSessions).values({ id: session.id, endsAt: session.endsAt }).onConflictDoNothing(),
    ledger.delete(endedSessions).where(lt(endedSessions.endsAt, now)),
  ]);
}
