import { and, asc, eq, gt, lt, sql } from "drizzle-orm";
import { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { knownMember, type Member } from "./people.ts";
import { invitations, people } from "./schema.ts";

/** A code that lets one person join an organization that bills outside Zoho. */
export interface Invitation {
  id: string;
  organizationId: OrganizationId;
  /** SHA-256 of the code, hex. */
  hash: string;
  /** For whom. */
  label: string;
  role: "admin" | "staff";
  createdAt: number;
  /** The member who invites. */
  createdBy: string;
  endsAt: number;
}

/** Adds an invitation, and forgets those whose time is over. The same id again changes nothing; false says it was there. */
export async function addInvitation(ledger: Ledger, invitation: Invitation): Promise<boolean> {
  const [added] = await ledger.batch([
    ledger.insert(invitations).values(invitation).onConflictDoNothing().returning({ id: invitations.id }),
    ledger.delete(invitations).where(lt(invitations.endsAt, invitation.createdAt)),
  ]);
  return added.length > 0;
}

/** Invitations that nobody has used and whose time is not over. */
export async function openInvitations(
  ledger: Ledger,
  organizationId: OrganizationId,
  now: number,
): Promise<Invitation[]> {
  const rows = await ledger
    .select()
    .from(invitations)
    .where(and(eq(invitations.organizationId, organizationId), gt(invitations.endsAt, now)))
    .orderBy(asc(invitations.createdAt), asc(invitations.id));
  return rows.map((row) => ({ ...row, organizationId }));
}

/** The invitation with this hash, if it can still be used. */
export async function findInvitation(ledger: Ledger, hash: string, now: number): Promise<Invitation | null> {
  const [row] = await ledger.select().from(invitations).where(usable(hash, now));
  return row ? parse(row) : null;
}

/**
 * Uses an invitation up and adds who came with it, both or neither: a code is not lost to an outage. What it was, and
 * the role they have now; null when somebody used it before, it was withdrawn, or its time is over.
 */
export async function takeInvitation(
  ledger: Ledger,
  hash: string,
  { id, name, email }: Pick<Member, "id" | "name" | "email">,
  now: number,
): Promise<{ invitation: Invitation; role: Member["role"] } | null> {
  const { organizationId, role } = invitations;
  const member = {
    organizationId,
    id: sql<string>`${id}`.as("id"),
    name: sql<string>`${name}`.as("name"),
    email: sql<string>`${email}`.as("email"),
    role,
    addedAt: sql<number>`${now}`.as("added_at"),
  };
  const open = usable(hash, now);
  const [, [joined], [taken]] = await ledger.batch([
    ledger
      .insert(people)
      .select(ledger.select(member).from(invitations).where(open))
      .onConflictDoUpdate(knownMember({ name, email })),
    ledger
      .select({ role: people.role })
      .from(people)
      .innerJoin(invitations, eq(organizationId, people.organizationId))
      .where(and(open, eq(people.id, id))),
    ledger.delete(invitations).where(open).returning(),
  ]);
  return joined && taken ? { invitation: parse(taken), role: joined.role } : null;
}

/** From now on the code opens nothing; what was withdrawn, or null when there is no such invitation. */
export async function withdrawInvitation(
  ledger: Ledger,
  organizationId: OrganizationId,
  id: string,
): Promise<Invitation | null> {
  const mine = and(eq(invitations.organizationId, organizationId), eq(invitations.id, id));
  const [row] = await ledger.delete(invitations).where(mine).returning();
  return row ? parse(row) : null;
}

const usable = (hash: string, now: number) => and(eq(invitations.hash, hash), gt(invitations.endsAt, now));
const parse = (row: typeof invitations.$inferSelect): Invitation => ({
  ...row,
  organizationId: OrganizationId.parse(row.organizationId),
});
