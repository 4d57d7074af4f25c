import {
  type Asking,
  authorizeUrl,
  billingScopes,
  organizationAuthorizeUrl,
  PROFILE_SCOPES,
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
    case "sign_in": {
      const { product } = purpose;
      return authorizeUrl(asking, product === "external" ? PROFILE_SCOPES : signInScopes(product), "online");
    }
    case "introduce":
    case "join":
      return authorizeUrl(asking, PROFILE_SCOPES, "online");
    case "connect_books":
      return authorizeUrl(asking, billingScopes(purpose.product), "offline");
    case "connect_payments":
    case "connect_external":
      return organizationAuthorizeUrl(asking, purpose.accountId);
  }
}

/** True when the trip is for a grant of Zoho Payments. */
export const asksPayments = ({ kind }: Purpose): boolean => kind === "connect_payments" || kind === "connect_external";

/** The client of this deployment that asks: Zoho Payments wants one of another type. */
export function clientFor(c: AppContext, purpose: Purpose): OAuthClient {
  const { settings } = c.get("deps");
  return asksPayments(purpose)
    ? { id: settings.ZOHO_PAYMENTS_CLIENT_ID, secret: settings.ZOHO_PAYMENTS_CLIENT_SECRET }
    : { id: settings.ZOHO_CLIENT_ID, secret: settings.ZOHO_CLIENT_SECRET };
}

export const redirectUri = (c: AppContext): string => `${c.get("deps").settings.PUBLIC_URL}${CALLBACK}`;
