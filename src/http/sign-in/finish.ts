import type { OrganizationId } from "../../collection/ids.ts";
import { knownOrganizations, type Organization } from "../../ledger/organizations.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { Product } from "../../zoho/books/product.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { giveBack } from "../oauth/give-back.ts";
import { organizationsOf, type Person, personIn } from "../oauth/membership.ts";
import { connectProblem } from "../oauth/problem.ts";
import { arrive, type Entry, MOST, type SignIn } from "./arrive.ts";
import { finishMember } from "./finish-member.ts";

type ZohoSignIn = SignIn & { product: Product };

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
  await giveBack(c.get("deps"), centre, tokens);
  const { product } = purpose;
  return product === "external"
    ? finishMember(c, purpose, centre, tokens.accessToken)
    : finishStaff(c, { ...purpose, product }, centre, tokens);
}

/** Staff of Zoho Books or Invoice, which says who belongs where. */
async function finishStaff(c: AppContext, purpose: ZohoSignIn, centre: DataCentre, tokens: Tokens): Promise<Response> {
  const deps = c.get("deps");
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
  return arrive(c, purpose, entries, () => nobodyHere(c, purpose, centre, tokens, ids));
}

const entryOf = ({ id, name }: Organization, { by, userId, role }: Person): Entry => ({
  id,
  name: name.slice(0, 60),
  by,
  userId,
  role,
});

async function nobodyHere(
  c: AppContext,
  purpose: ZohoSignIn,
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
