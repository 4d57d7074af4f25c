import { newOrganizationId } from "../../collection/ids.ts";
import { findGrant } from "../../ledger/grants.ts";
import { putOrganization } from "../../ledger/organizations.ts";
import { addMember, administeredAs } from "../../ledger/people.ts";
import { OrganizationSettings } from "../../ledger/settings.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { startSession } from "../identity.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { connectProblem } from "../oauth/problem.ts";
import { toZoho } from "../oauth/to-zoho.ts";
import { personOf } from "../oauth/zoho-person.ts";
import { giveBackReplaced } from "./give-back-replaced.ts";
import { keepPaymentsGrant, tryPaymentsGrant } from "./payments-grant.ts";
import { resume } from "./resume.ts";

type Introduce = Extract<Purpose, { kind: "introduce" }>;
type ConnectExternal = Extract<Purpose, { kind: "connect_external" }>;

/** Where terminals are; nobody is there to say another one. */
const TIME_ZONE = "Asia/Kolkata";

/** Somebody who wants an organization that bills outside Zoho has said who they are: now for the Payments account. */
export async function finishIntroduction(
  c: AppContext,
  purpose: Introduce,
  centre: DataCentre,
  tokens: Tokens,
): Promise<Response> {
  const deps = c.get("deps");
  await giveBack(deps, centre, tokens);
  const who = await personOf(deps, centre, tokens.accessToken);
  if (who.kind === "problem") return connectProblem(c, who.problem, purpose);
  const { name, accountId } = purpose;
  return c.redirect(await toZoho(c, { kind: "connect_external", name, accountId, creator: who.person }), 303);
}

/**
 * They are back with a grant for that account, which Zoho gives to its owner and administrators alone: the
 * organization is made, with them as its administrator, and is nothing before. Doing all of it again connects the same
 * organization again.
 */
export async function finishExternal(
  c: AppContext,
  purpose: ConnectExternal,
  centre: DataCentre,
  tokens: Tokens,
): Promise<Response> {
  const deps = c.get("deps");
  const { ledger, now, randomBytes } = deps;
  const { name, accountId, creator } = purpose;
  const tried = await tryPaymentsGrant(deps, centre, tokens, accountId);
  if (tried.kind === "problem") {
    await giveBack(deps, centre, tokens);
    return connectProblem(c, tried.problem, purpose);
  }
  const { id: userId, by, email } = creator;
  const known = await administeredAs(ledger, userId, { name, paymentsAccountId: accountId });
  const id = known ?? newOrganizationId(randomBytes(10));
  if (known === null) {
    const settings = OrganizationSettings.parse({});
    const where = { paymentsAccountId: accountId, timeZone: TIME_ZONE, dataCentre: centre.id };
    await putOrganization(ledger, { id, name, product: "external", ...where, settings, createdAt: now() });
    await addMember(ledger, { organizationId: id, id: userId, name: by, email, role: "admin", addedAt: now() });
    await noteSetup(ledger, { organizationId: id, at: now(), by, what: "organization_created", detail: name });
  }
  const before = await findGrant(ledger, id, "payments");
  await keepPaymentsGrant(deps, id, tried.grant, by);
  await giveBackReplaced(deps, before, tried.grant.refreshToken);
  await resume(deps, id, "payments");
  await startSession(c, { organizationId: id, by, userId, role: "admin", demo: false });
  return c.redirect(`/setup?done=${known === null ? "organization_created" : "payments_connected"}`, 303);
}
