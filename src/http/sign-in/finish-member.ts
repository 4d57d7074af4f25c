import { membershipsOf } from "../../ledger/people.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { connectProblem } from "../oauth/problem.ts";
import { personOf } from "../oauth/zoho-person.ts";
import { arrive, MOST, type SignIn } from "./arrive.ts";

/** The people of organizations that bill outside Zoho: Zoho says who comes, the ledger where they belong. */
export async function finishMember(
  c: AppContext,
  purpose: SignIn,
  centre: DataCentre,
  accessToken: string,
): Promise<Response> {
  const deps = c.get("deps");
  const who = await personOf(deps, centre, accessToken);
  if (who.kind === "problem") return connectProblem(c, who.problem, purpose);
  const { id: userId, by } = who.person;
  const found = await membershipsOf(deps.ledger, userId, { organizationId: purpose.organizationId, limit: MOST });
  const entries = found.map(({ organizationId: id, name, role }) => ({
    id,
    name: name.slice(0, 60),
    by,
    userId,
    role,
  }));
  return arrive(c, purpose, entries, () => connectProblem(c, { reason: "not_invited", person: by }, purpose));
}
