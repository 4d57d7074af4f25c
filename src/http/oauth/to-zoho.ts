import {
  type Asking,
  authorizeUrl,
  billingScopes,
  organizationAuthorizeUrl,
  signInScopes,
} from "../../zoho/accounts/authorize.ts";
import type { OAuthClient } from "../../zoho/accounts/client.ts";
import { homeDataCentre } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { beginAttempt, type Purpose } from "./attempts.ts";

/** Registered with both of our Zoho clients. */
export const CALLBACK = "/oauth/callback";

/** Where this browser goes to ask Zoho for what `purpose` needs; it comes back to the callback. */
export async function toZoho(c: AppContext, purpose: Purpose): Promise<string> {
  const { settings } = c.get("deps");
  const { state, challenge } = await beginAttempt(c, purpose);
  const asking: Asking = {
    accountsUrl: homeDataCentre(settings).accounts,
    clientId: clientFor(c, purpose).id,
    redirectUri: redirectUri(c),
    state,
    codeChallenge: challenge,
  };
  switch (purpose.kind) {
    case "sign_in":
      return authorizeUrl(asking, signInScopes(purpose.product), "online");
    case "connect_books":
      return authorizeUrl(asking, billingScopes(purpose.product), "offline");
    case "connect_payments":
      return organizationAuthorizeUrl(asking, purpose.accountId);
  }
}

/** The client of this deployment that asks: Zoho Payments wants one of another type. */
export function clientFor(c: AppContext, purpose: Purpose): OAuthClient {
  const { settings } = c.get("deps");
  return purpose.kind === "connect_payments"
    ? { id: settings.ZOHO_PAYMENTS_CLIENT_ID, secret: settings.ZOHO_PAYMENTS_CLIENT_SECRET }
    : { id: settings.ZOHO_CLIENT_ID, secret: settings.ZOHO_CLIENT_SECRET };
}

export const redirectUri = (c: AppContext): string => `${c.get("deps").settings.PUBLIC_URL}${CALLBACK}`;
