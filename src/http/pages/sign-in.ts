import type { OrganizationId } from "../../collection/ids.ts";
import { findOrganization, firstOrganization, type Organization } from "../../ledger/organizations.ts";
import type { AppContext } from "../context.ts";
import { demoSession, isDemo } from "../demo-door.ts";
import { type Identity, limitedAs, readSession, startSession } from "../identity.ts";
import { tooOften } from "../rate.ts";

export type SignedIn =
  | { kind: "in"; identity: Identity; organization: Organization }
  | { kind: "out" }
  /** Signed in, for another organization than asked for. */
  | { kind: "elsewhere" }
  | { kind: "unknown_organization" }
  | { kind: "too_often"; message: string; retryAfter: number };

/**
 * Who looks at a page: staff with a session, of the organization asked for when one is. In the demo whoever comes is
 * given one.
 */
export async function signedIn(c: AppContext, asked: OrganizationId | null): Promise<SignedIn> {
  const session = await readSession(c);
  const hurried = session && (await tooOften(c, "staff", limitedAs(session)));
  if (hurried) return { ...hurried, kind: "too_often" };
  if (session && (asked === null || asked === session.organizationId)) return enter(c, session);
  const { settings, ledger } = c.get("deps");
  if (!isDemo(settings)) return { kind: session ? "elsewhere" : "out" };
  const organization = asked ? await findOrganization(ledger, asked) : await firstOrganization(ledger);
  const guest = organization && demoSession(settings, organization.id);
  if (!organization || !guest) return { kind: "unknown_organization" };
  await startSession(c, guest);
  return { kind: "in", organization, identity: identityOf(guest) };
}

/** Where staff sign in to come back to `returnTo`. */
export const signInAddress = (returnTo: string): string => `/sign-in?return_to=${encodeURIComponent(returnTo)}`;

async function enter(c: AppContext, session: Pick<Identity, "organizationId" | "by" | "role">): Promise<SignedIn> {
  const organization = await findOrganization(c.get("deps").ledger, session.organizationId);
  if (!organization) return { kind: "unknown_organization" };
  const identity = identityOf(session);
  c.set("identity", identity);
  return { kind: "in", organization, identity };
}

const identityOf = ({ organizationId, by, role }: Pick<Identity, "organizationId" | "by" | "role">): Identity => ({
  organizationId,
  by,
  role,
  kind: "staff",
});
