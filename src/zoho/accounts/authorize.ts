import { toBase64Url } from "../../security/base64.ts";
import { dialects, type Product } from "../books/product.ts";

/** What every way to Zoho's consent page needs. */
export interface Asking {
  accountsUrl: string;
  clientId: string;
  /** Zoho compares it letter by letter with the one registered. */
  redirectUri: string;
  state: string;
  /** PKCE, S256: of the verifier that the code is exchanged with. */
  codeChallenge: string;
}

/** What the people of an organization that bills outside Zoho agree to: being recognized by their Zoho account. */
export const PROFILE_SCOPES = ["AaaServer.profile.READ"];

/** What staff agree to: being recognized. Nothing can be done with it but read who they are and where they work. */
export const signInScopes = (product: Product): string[] => [`${dialects[product].scopePrefix}.settings.READ`];

/** What an administrator agrees to for the organization (books.md §1.2; comments on an invoice need CREATE). */
export function billingScopes(product: Product): string[] {
  const rights = [
    "settings.READ",
    "invoices.READ",
    "invoices.CREATE",
    "customerpayments.CREATE",
    "customerpayments.READ",
    "banking.READ",
  ];
  return rights.map((right) => `${dialects[product].scopePrefix}.${right}`);
}

/** Sessions on terminals are payments; there is no scope of their own (payments.md §9). */
export const PAYMENTS_SCOPES = ["ZohoPay.payments.CREATE", "ZohoPay.payments.READ"];

/**
 * `/oauth/v2/auth` of a server-based client. Offline asks for consent every time, for only then Zoho gives a refresh
 * token again (books.md §5); online gives none.
 */
export function authorizeUrl(asking: Asking, scopes: string[], access: "online" | "offline"): string {
  const prompt: Record<string, string> = access === "offline" ? { prompt: "consent" } : {};
  return address("/oauth/v2/auth", asking, { scope: scopes.join(","), access_type: access, ...prompt });
}

/** `/oauth/v2/org/auth` of a client of type ORG: the administrator agrees for one Payments account (payments.md §9). */
export function organizationAuthorizeUrl(asking: Asking, accountId: string): string {
  const soid = `zohopay.${accountId}`;
  const scope = PAYMENTS_SCOPES.join(",");
  return address("/oauth/v2/org/auth", asking, { scope, soid, access_type: "offline", prompt: "consent" });
}

function address(path: string, asking: Asking, more: Record<string, string>): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: asking.clientId,
    redirect_uri: asking.redirectUri,
    state: asking.state,
    code_challenge: asking.codeChallenge,
    code_challenge_method: "S256",
    ...more,
  });
  return `${asking.accountsUrl}${path}?${query}`;
}

/** The challenge that goes with a verifier (RFC 7636 §4.2). */
export async function codeChallenge(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return toBase64Url(new Uint8Array(digest));
}

/** Those of the wanted scopes that `granted` (as Zoho writes it, in any case) does not cover. */
export function missingScopes(granted: string | null, wanted: string[]): string[] {
  if (granted === null) return [];
  const has = new Set(granted.toLowerCase().split(/[\s,]+/));
  return wanted.filter((scope) => {
    const [product = "", part = ""] = scope.toLowerCase().split(".");
    return ![scope.toLowerCase(), `${product}.${part}.all`, `${product}.fullaccess.all`].some((one) => has.has(one));
  });
}
