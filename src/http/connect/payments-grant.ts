import type { OrganizationId, PaymentsAccountId } from "../../collection/ids.ts";
import { putGrant } from "../../ledger/grants.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { sealRefreshToken } from "../../security/refresh-token.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { missingScopes, PAYMENTS_SCOPES } from "../../zoho/accounts/authorize.ts";
import type { Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import { paymentsClient } from "../../zoho/payments/client.ts";
import type { Dependencies } from "../dependencies.ts";

/** A lasting grant for a Payments account, which has let it see that account. */
export interface PaymentsGrant {
  accountId: PaymentsAccountId;
  refreshToken: string;
  scopes: string | null;
  accountsUrl: string;
  apiUrl: string;
}

/** Tries what Zoho gave on the account it was asked for: the grant when it works there, else why it cannot be used. */
export async function tryPaymentsGrant(
  { transport, now }: Pick<Dependencies, "transport" | "now">,
  centre: DataCentre,
  { refreshToken, accessToken, scope }: Tokens,
  accountId: PaymentsAccountId,
): Promise<{ kind: "works"; grant: PaymentsGrant } | { kind: "problem"; problem: ConnectProblem }> {
  const problem = (problem: ConnectProblem) => ({ kind: "problem" as const, problem });
  if (refreshToken === null) return problem({ reason: "no_refresh_token" });
  if (centre.payments === null || !centre.terminals) {
    return problem({ reason: "payments_elsewhere", country: centre.country });
  }
  const missing = missingScopes(scope, PAYMENTS_SCOPES);
  if (missing.length > 0) return problem({ reason: "scopes_missing", scopes: missing });
  const baseUrl = centre.payments;
  const answer = await paymentsClient(transport, now).ping({ baseUrl, accountId, accessToken });
  switch (answer.kind) {
    case "ok": {
      const grant = { accountId, refreshToken, scopes: scope, accountsUrl: centre.accounts, apiUrl: baseUrl };
      return { kind: "works", grant };
    }
    case "unauthorized":
    case "refused":
      return problem({ reason: "payments_refused", accountId, message: answer.message || answer.code });
    case "throttled":
    case "not_sent":
      return problem({ reason: "throttled", minutes: 1 });
    case "ambiguous":
      return problem({ reason: "zoho_away" });
  }
}

/** Keeps the grant, sealed, in place of the one before it, notes who connected, and lets the organization use it. */
export async function keepPaymentsGrant(
  { ledger, settings, now, reconnected }: Pick<Dependencies, "ledger" | "settings" | "now" | "reconnected">,
  organizationId: OrganizationId,
  { accountId, refreshToken, scopes, accountsUrl, apiUrl }: PaymentsGrant,
  by: string,
): Promise<void> {
  const ring = await parseKeyRing(settings.ENCRYPTION_KEYS);
  const { keyId, sealed } = await sealRefreshToken(ring, organizationId, "payments", refreshToken);
  await putGrant(ledger, {
    organizationId,
    service: "payments",
    sealedRefreshToken: sealed,
    keyId,
    accountsUrl,
    apiUrl,
    createdAt: now(),
    zohoUserId: null,
    connectedBy: by,
    scopes,
  });
  const detail = `account ${accountId}`;
  await noteSetup(ledger, { organizationId, at: now(), by, what: "payments_connected", detail });
  await reconnected(organizationId);
}

/** Whether this deployment is for organizations outside Zoho that use this account; any when it names none. */
export const isAllowedAccount = ({ settings }: Pick<Dependencies, "settings">, accountId: PaymentsAccountId): boolean =>
  settings.ALLOWED_ORGANIZATIONS?.includes(accountId) ?? true;
