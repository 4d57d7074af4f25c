import { and, asc, count, eq, gt, or, sql } from "drizzle-orm";
import { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { invitations, organizations, people } from "./schema.ts";

/** Somebody of an organization that bills outside Zoho. Of others Zoho says who belongs to them. */
export interface Member {
  organizationId: OrganizationId;
  /** Who they are at Zoho: data centre and ZUID. */
  id: string;
  name: string;
  email: string;
  role: "admin" | "staff";
  addedAt: number;
}

/** Adds a member; of one who is there the role is raised, never lowered. */
export async function addMember(ledger: Ledger, member: Member): Promise<void> {
  await ledger.insert(people).values(member).onConflictDoUpdate(knownMember(member));
}

/** What adding somebody does who is a member already: the role is raised, never lowered. */
export const knownMember = ({ name, email }: Pick<Member, "name" | "email">) => ({
  target: [people.organizationId, people.id],
  set: { name, email, role: sql`case when excluded.role = 'admin' then 'admin' else ${people.role} end` },
});

/** Everybody of an organization, who came first first. */
export async function listMembers(ledger: Ledger, organizationId: OrganizationId): Promise<Member[]> {
  const rows = await ledger
    .select()
    .from(people)
    .where(eq(people.organizationId, organizationId))
    .orderBy(asc(people.addedAt), asc(people.id));
  return rows.map((row) => ({ ...row, organizationId }));
}

/** Where somebody belongs, by name; with `organizationId`, whether they belong there. */
export async function membershipsOf(
  ledger: Ledger,
  id: string,
  { organizationId, limit }: { organizationId: OrganizationId | null; limit: number },
): Promise<{ organizationId: OrganizationId; name: string; role: Member["role"] }[]> {
  const rows = await ledger
    .select({ organizationId: organizations.id, name: organizations.name, role: people.role })
    .from(people)
    .innerJoin(organizations, eq(organizations.id, people.organizationId))
    .where(
      and(
        eq(people.id, id),
        eq(organizations.product, "external"),
        organizationId === null ? undefined : eq(organizations.id, organizationId),
      ),
    )
    .orderBy(asc(organizations.name), asc(organizations.id))
    .limit(limit);
  return rows.map((row) => ({ ...row, organizationId: OrganizationId.parse(row.organizationId) }));
}

/** The organization of this name and Payments account that somebody administers; null when there is none. */
export async function administeredAs(
  ledger: Ledger,
  id: string,
  { name, paymentsAccountId }: Pick<typeof organizations.$inferSelect, "name" | "paymentsAccountId">,
): Promise<OrganizationId | null> {
  const [row] = await ledger
    .select({ id: organizations.id })
    .from(people)
    .innerJoin(organizations, eq(organizations.id, people.organizationId))
    .where(
      and(
        eq(people.id, id),
        eq(people.role, "admin"),
        eq(organizations.product, "external"),
        eq(organizations.name, name),
        eq(organizations.paymentsAccountId, paymentsAccountId),
      ),
    )
    .orderBy(asc(organizations.createdAt), asc(organizations.id))
    .limit(1);
  return row ? OrganizationId.parse(row.id) : null;
}

/**
 * Removes a member, and the invitations they have handed out. False when there is no such member, or they are the last
 * administrator: somebody must be able to let others in.
 */
export async function removeMember(ledger: Ledger, organizationId: OrganizationId, id: string): Promise<boolean> {
  const here = eq(people.organizationId, organizationId);
  const administrators = ledger
    .select({ count: count() })
    .from(people)
    .where(and(here, eq(people.role, "admin")));
  const [removed] = await ledger.batch([
    ledger
      .delete(people)
      .where(and(here, eq(people.id, id), or(eq(people.role, "staff"), gt(administrators, 1))))
      .returning({ id: people.id }),
    ledger
      .delete(invitations)
      .where(
        and(
          eq(invitations.organizationId, organizationId),
          eq(invitations.createdBy, id),
          sql`not exists (select 1 from ${people} where ${here} and ${people.id} = ${id})`,
        ),
      ),
  ]);
  return removed.length > 0;
}
