import type { PaymentsAccountId } from "../../collection/ids.ts";
import { findGrant, putGrant } from "../../ledger/grants.ts";
import { countOpen } from "../../ledger/open-collections.ts";
import { changePaymentsAccount, findOrganization } from "../../ledger/organizations.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { sealRefreshToken } from "../../security/refresh-token.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { missingScopes, PAYMENTS_SCOPES } from "../../zoho/accounts/authorize.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import { paymentsClient } from "../../zoho/payments/client.ts";
import type { AppContext } from "../context.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { giveBack } from "../oauth/give-back.ts";
import { connectProblem } from "../oauth/problem.ts";
import { adminOf } from "./admin-of.ts";
import { giveBackReplaced } from "./give-back-replaced.ts";
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
  const { refreshToken, accessToken, scope } = tokens;
  if (refreshToken === null) return fail({ reason: "no_refresh_token" });
  const session = await adminOf(c, id);
  const organization = session && (await findOrganization(deps.ledger, id));
  if (!organization) {
    await giveBack(deps, centre, tokens);
    return c.redirect("/sign-in?return_to=/setup", 303);
  }
  if (centre.payments === null || !centre.terminals) {
    return fail({ reason: "payments_elsewhere", country: centre.country });
  }
  const missing = missingScopes(scope, PAYMENTS_SCOPES);
  if (missing.length > 0) return fail({ reason: "scopes_missing", scopes: missing });
  const refusal = await tryAccount(deps, centre.payments, accountId, accessToken);
  if (refusal) return fail(refusal);

  const before = await findGrant(deps.ledger, id, "payments");
  if (organization.paymentsAccountId !== accountId) {
    const open = await countOpen(deps.ledger, id);
    if (open > 0) return fail({ reason: "account_in_use", open });
    await changePaymentsAccount(deps.ledger, id, accountId);
  }
  const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
  const { keyId, sealed } = await sealRefreshToken(ring, id, "payments", refreshToken);
  await putGrant(deps.ledger, {
    organizationId: id,
    service: "payments",
    sealedRefreshToken: sealed,
    keyId,
    accountsUrl: centre.accounts,
    apiUrl: centre.payments,
    createdAt: deps.now(),
    zohoUserId: null,
    connectedBy: session.by,
    scopes: scope,
  });
  const detail = `account ${accountId}`;
  await noteSetup(deps.ledger, {
    organizationId: id,
    at: deps.now(),
    by: session.by,
    what: "payments_connected",
    detail,
  });
  await deps.reconnected(id);
  await giveBackReplaced(deps, before, refreshToken);
  await resume(deps, id, "payments");
  return c.redirect("/setup?done=payments_connected#connections", 303);
}

/** Why the account is not to be had with this token; null when it is. */
async function tryAccount(
  { transport, now }: Dependencies,
  baseUrl: string,
  accountId: PaymentsAccountId,
  accessToken: string,
): Promise<ConnectProblem | null> {
  const answer = await paymentsClient(transport, now).ping({ baseUrl, accountId, accessToken });
  switch (answer.kind) {
    case "ok":
      return null;
    case "unauthorized":
    case "refused":
      return { reason: "payments_refused", accountId, message: answer.message || answer.code };
    case "throttled":
    case "not_sent":
      return { reason: "throttled", minutes: 1 };
    case "ambiguous":
      return { reason: "zoho_away" };
  }
}
