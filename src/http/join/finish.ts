import { takeInvitation } from "../../ledger/invitations.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { startSession } from "../identity.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { connectProblem } from "../oauth/problem.ts";
import { personOf } from "../oauth/zoho-person.ts";

type Join = Extract<Purpose, { kind: "join" }>;

/** Somebody with an invitation has said who they are: the code is used up, and they belong to the organization. */
export async function finishJoin(c: AppContext, purpose: Join, centre: DataCentre, tokens: Tokens): Promise<Response> {
  const deps = c.get("deps");
  const { ledger, now } = deps;
  await giveBack(deps, centre, tokens);
  const who = await personOf(deps, centre, tokens.accessToken);
  if (who.kind === "problem") return connectProblem(c, who.problem, purpose);
  const { id: userId, by, email } = who.person;
  const taken = await takeInvitation(ledger, purpose.invitation, { id: userId, name: by, email }, now());
  if (!taken) return connectProblem(c, { reason: "invitation_gone" }, purpose);

  const { role } = taken;
  const { organizationId, label } = taken.invitation;
  const detail = [email, `invited as ${label}`].filter(Boolean).join(", ");
  await noteSetup(ledger, { organizationId, at: now(), by, what: "person_joined", detail });
  await startSession(c, { organizationId, by, userId, role, demo: false });
  return c.redirect(role === "admin" ? "/setup" : "/collections", 303);
}
