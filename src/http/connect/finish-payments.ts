import { listCounters, usedElsewhere } from "../../ledger/counters.ts";
import { findGrant } from "../../ledger/grants.ts";
import { countOpen } from "../../ledger/open-collections.ts";
import { changePaymentsAccount, findOrganization } from "../../ledger/organizations.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { connectProblem } from "../oauth/problem.ts";
import { adminOf } from "./admin-of.ts";
import { giveBackReplaced } from "./give-back-replaced.ts";
import { isAllowedAccount, keepPaymentsGrant, tryPaymentsGrant } from "./payments-grant.ts";
import { resume } from "./resume.ts";

type ConnectPayments = Extract<Purpose, { kind: "connect_payments" }>;

/**
 * An administrator is back from Zoho with a lasting grant for a Payments account. It is kept once Zoho Payments has
 * let it see that account; a token that is not kept is given back to Zoho.
 */
export async function finishPayments(
  c: AppContext,
  purpose: ConnectPayments,
  centre: DataCentre,
  tokens: Tokens,
): Promise<Response> {
  const deps = c.get("deps");
  const { organizationId: id, accountId } = purpose;
  const fail = async (problem: ConnectProblem): Promise<Response> => {
    await giveBack(deps, centre, tokens);
    return connectProblem(c, problem, purpose);
  };
  const session = await adminOf(c, id);
  const organization = session && (await findOrganization(deps.ledger, id));
  if (!organization) {
    await giveBack(deps, centre, tokens);
    return c.redirect("/sign-in?return_to=/setup", 303);
  }
  if (organization.product === "external" && !isAllowedAccount(deps, accountId)) {
    return fail({ reason: "not_allowed", organization: `Zoho Payments account ${accountId}` });
  }
  const tried = await tryPaymentsGrant(deps, centre, tokens, accountId);
  if (tried.kind === "problem") return fail(tried.problem);

  const before = await findGrant(deps.ledger, id, "payments");
  if (organization.paymentsAccountId !== accountId) {
    const open = await countOpen(deps.ledger, id);
    if (open > 0) return fail({ reason: "account_in_use", open });
    const counters = await listCounters(deps.ledger, id);
    const own = counters.map(({ terminalId }) => terminalId);
    const terminals = await usedElsewhere(deps.ledger, id, accountId, own);
    if (terminals.length > 0) return fail({ reason: "terminals_elsewhere", terminals });
    await changePaymentsAccount(deps.ledger, id, accountId);
  }
  await keepPaymentsGrant(deps, id, tried.grant, session.by);
  await giveBackReplaced(deps, before, tried.grant.refreshToken);
  await resume(deps, id, "payments");
  return c.redirect("/setup?done=payments_connected#connections", 303);
}
