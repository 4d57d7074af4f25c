import { z } from "zod";
import { OrganizationId } from "../../collection/ids.ts";
import { knownOrganizations, type Organization } from "../../ledger/organizations.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { startSession } from "../identity.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { organizationsOf, type Person, personIn } from "../oauth/membership.ts";
import { connectProblem } from "../oauth/problem.ts";
import { type SealedCookie, writeSealed } from "../sealed-cookie.ts";

/** Who has signed in and has yet to say for which of their organizations. */
const Choice = z.object({
  returnTo: z.string(),
  entries: z.array(
    z.object({
      id: OrganizationId,
      name: z.string(),
      by: z.string(),
      userId: z.string(),
      role: z.enum(["admin", "staff"]),
    }),
  ),
});
export type Choice = z.infer<typeof Choice>;

export const CHOICE: SealedCookie<typeof Choice> = { name: "sign_in", schema: Choice, maxAge: 600 };
/** As many as a cookie holds. */
const MOST = 15;

type SignIn = Extract<Purpose, { kind: "sign_in" }>;

/**
 * Staff are back from Zoho: signs them in for the organization they came for, or for the only connected one they
 * belong to, or lets them choose. Nothing of Zoho's is kept but who they are and their role, for twelve hours.
 */
export async function finishSignIn(
  c: AppContext,
  purpose: SignIn,
  centre: DataCentre,
  tokens: Tokens,
): Promise<Response> {
  const deps = c.get("deps");
  await giveBack(deps, centre, tokens);
  const access = { product: purpose.product, centre, accessToken: tokens.accessToken };
  const mine = await organizationsOf(deps, access);
  if (mine.kind === "problem") return connectProblem(c, mine.problem, purpose);

  const ids = mine.organizations.map(({ id }) => id);
  const here = (await knownOrganizations(deps.ledger, ids)).filter(
    ({ product, dataCentre }) => product === purpose.product && dataCentre === centre.id,
  );
  const wanted = here.filter(({ id }) => purpose.organizationId === null || id === purpose.organizationId);
  const people = await Promise.all(
    wanted.slice(0, MOST).map(async (organization) => ({
      organization,
      person: await personIn(deps, access, organization.id),
    })),
  );
  const entries = people.flatMap(({ organization, person }) => (person ? [entryOf(organization, person)] : []));
  const [first, ...others] = entries;
  if (!first) return nobodyHere(c, purpose, centre, tokens, ids);
  if (others.length === 0) return enter(c, first, purpose.returnTo);
  await writeSealed(c, CHOICE, { entries, returnTo: purpose.returnTo });
  return c.redirect("/sign-in/choose", 303);
}

/** Begins the session, and goes where the person was going. */
export async function enter(c: AppContext, entry: Choice["entries"][number], returnTo: string): Promise<Response> {
  const { id: organizationId, by, userId, role } = entry;
  await startSession(c, { organizationId, by, userId, role, demo: false });
  c.get("deps").log({ event: "signed_in", request: c.get("requestId"), organization: organizationId, role });
  return c.redirect(returnTo, 303);
}

const entryOf = ({ id, name }: Organization, { by, userId, role }: Person): Choice["entries"][number] => ({
  id,
  name: name.slice(0, 60),
  by,
  userId,
  role,
});

async function nobodyHere(
  c: AppContext,
  purpose: SignIn,
  centre: DataCentre,
  { accessToken }: Tokens,
  ids: OrganizationId[],
): Promise<Response> {
  const [any] = ids;
  const person = any && (await personIn(c.get("deps"), { product: purpose.product, centre, accessToken }, any));
  const name = person ? person.by : "This Zoho account";
  if (purpose.organizationId !== null) {
    const organization = `organization ${purpose.organizationId}`;
    return connectProblem(c, { reason: "not_member", organization, person: name }, purpose);
  }
  const administrator = person?.role === "admin";
  return connectProblem(c, { reason: "not_connected", person: name, administrator }, purpose);
}
