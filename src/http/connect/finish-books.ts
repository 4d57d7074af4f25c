import type { ConnectProblem } from "../../views/connect/problems.ts";
import { billingScopes, missingScopes } from "../../zoho/accounts/authorize.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { type Organization, organizationsOf, type Person, personIn } from "../oauth/membership.ts";
import { connectProblem } from "../oauth/problem.ts";
import { writeSealed } from "../sealed-cookie.ts";
import { adminOf } from "./admin-of.ts";
import { PENDING } from "./pending.ts";
import { saveBooks } from "./save-books.ts";

type ConnectBooks = Extract<Purpose, { kind: "connect_books" }>;
type Candidate = Organization & { person: Person };

/** As many as a cookie holds. */
const MOST = 15;

/**
 * An administrator is back from Zoho with a lasting grant for Books or Invoice. For an organization to connect again it
 * is kept if they are an administrator of that one; for a first time they choose. A token that is not kept is given
 * back to Zoho at once.
 */
export async function finishBooks(
  c: AppContext,
  purpose: ConnectBooks,
  centre: DataCentre,
  tokens: Tokens,
): Promise<Response> {
  const deps = c.get("deps");
  const fail = async (problem: ConnectProblem): Promise<Response> => {
    await giveBack(deps, centre, tokens);
    return connectProblem(c, problem, purpose);
  };
  const { refreshToken, accessToken, scope } = tokens;
  if (refreshToken === null) return fail({ reason: "no_refresh_token" });
  const missing = missingScopes(scope, billingScopes(purpose.product));
  if (missing.length > 0) return fail({ reason: "scopes_missing", scopes: missing });

  const access = { product: purpose.product, centre, accessToken };
  const mine = await organizationsOf(deps, access);
  if (mine.kind === "problem") return fail(mine.problem);
  const { organizationId } = purpose;
  const asked = mine.organizations.filter(({ id }) => organizationId === null || id === organizationId);
  const people = await Promise.all(
    (asked.length > 0 ? asked : mine.organizations).slice(0, MOST).map(async (organization) => ({
      ...organization,
      person: await personIn(deps, access, organization.id),
    })),
  );
  const members = people.filter((one): one is Candidate => one.person !== null);
  const person = members[0]?.person.by ?? "This Zoho account";
  if (asked.length === 0) {
    return fail({ reason: "not_member", organization: `organization ${organizationId}`, person });
  }
  const candidates = members.filter((one) => one.person.role === "admin");
  const [first] = candidates;
  if (!first) {
    return fail({ reason: "not_administrator", organizations: asked.map(({ name }) => name), person });
  }

  const grant = { refreshToken, scopes: scope, product: purpose.product, dataCentre: centre.id };
  if (organizationId !== null) {
    if (!(await adminOf(c, organizationId))) {
      await giveBack(deps, centre, tokens);
      return c.redirect("/sign-in?return_to=/setup", 303);
    }
    const saved = await saveBooks(deps, { ...grant, ...chosen(first) });
    return saved.kind === "problem" ? fail(saved.problem) : c.redirect("/setup?done=books_connected#connections", 303);
  }
  await writeSealed(c, PENDING, { ...grant, candidates: candidates.map(chosen) });
  return c.redirect("/connect/choose", 303);
}

const chosen = ({ id, name, timeZone, person }: Candidate) => ({
  id,
  name: name.slice(0, 60),
  timeZone,
  userId: person.userId,
  by: person.by,
});
