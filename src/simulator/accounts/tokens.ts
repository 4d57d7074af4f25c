import { randomHex } from "../ids.ts";
import type { World } from "../world.ts";
import type { Client, Code, Grant } from "./state.ts";

const TEN_MINUTES = 600_000;
const MINTS_PER_WINDOW = 10;
const LIVE_ACCESS_TOKENS = 15;
const REFRESH_TOKENS_PER_USER = 20;
export const CODE_LIFE_MS = 120_000;

export type TokenAnswer = Record<string, string | number>;

/** Zoho's throttle: HTTP 200, told apart from success by its body alone. */
const THROTTLED: TokenAnswer = {
  error: "Access Denied",
  error_description: "You have made too many requests continuously. Please try again after some time.",
  status: "failure",
};

/** Mints an access token, or null when the grant minted 10 in the last 10 minutes. The 16th living one kills the oldest. */
export function mintAccess(world: World, grant: Grant): string | null {
  const now = world.clock.now();
  grant.minted = grant.minted.filter((at) => at > now - TEN_MINUTES);
  if (grant.minted.length >= MINTS_PER_WINDOW) return null;
  grant.minted.push(now);
  for (const dead of grant.access.filter(({ expires_at }) => expires_at <= now))
    world.accounts.byAccess.delete(dead.token);
  grant.access = grant.access.filter(({ expires_at }) => expires_at > now);
  const token = `1000.${randomHex(world.random, 4)}.${randomHex(world.random, 4)}`;
  grant.access.push({ token, expires_at: now + world.settings.access_token_life_s * 1000 });
  world.accounts.byAccess.set(token, grant);
  const oldest = grant.access.length > LIVE_ACCESS_TOKENS ? grant.access.shift() : undefined;
  if (oldest !== undefined) world.accounts.byAccess.delete(oldest.token);
  world.changed();
  return token;
}

/** Adds a grant; the 21st refresh token of a user and client silently removes the oldest with its access tokens. */
export function addGrant(
  world: World,
  wish: Pick<Code, "client_id" | "user_id" | "scopes" | "soid" | "offline">,
): Grant {
  const grant: Grant = {
    id: `grant-${randomHex(world.random, 2)}`,
    client_id: wish.client_id,
    user_id: wish.user_id,
    refresh_token: wish.offline ? `1000.${randomHex(world.random, 4)}.${randomHex(world.random, 4)}` : null,
    scopes: new Set(wish.scopes.map((scope) => scope.toLowerCase())),
    soid: wish.soid,
    created_at: world.clock.now(),
    minted: [],
    access: [],
  };
  const peers = [...world.accounts.grants.values()].filter(
    (peer) => peer.refresh_token !== null && peer.client_id === wish.client_id && peer.user_id === wish.user_id,
  );
  const surplus = grant.refresh_token === null ? 0 : peers.length + 1 - REFRESH_TOKENS_PER_USER;
  for (const peer of peers.slice(0, Math.max(0, surplus))) world.accounts.drop(peer);
  world.accounts.add(grant);
  world.changed();
  return grant;
}

async function sha256url(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function success(world: World, apiDomain: string, grant: Grant, withRefresh: boolean): TokenAnswer {
  const access = mintAccess(world, grant);
  if (access === null) return THROTTLED;
  return {
    access_token: access,
    ...(withRefresh && grant.refresh_token !== null ? { refresh_token: grant.refresh_token } : {}),
    scope: [...grant.scopes].join(" "),
    api_domain: apiDomain,
    token_type: "Bearer",
    expires_in: world.settings.access_token_life_s,
  };
}

async function exchange(world: World, form: URLSearchParams, client: Client, apiDomain: string): Promise<TokenAnswer> {
  const code = world.accounts.codes.get(form.get("code") ?? "");
  if (code === undefined || code.client_id !== client.id || code.expires_at <= world.clock.now()) {
    return { error: "invalid_code" };
  }
  if (code.redirect_uri !== form.get("redirect_uri")) return { error: "invalid_redirect_uri" };
  world.accounts.codes.delete(code.code);
  if (code.challenge !== null && (await sha256url(form.get("code_verifier") ?? "")) !== code.challenge) {
    return { error: "invalid_code" };
  }
  const known = [...world.accounts.grants.values()].some(
    (grant) => grant.client_id === code.client_id && grant.user_id === code.user_id && grant.refresh_token !== null,
  );
  const offline = code.offline && (code.consent_asked || !known);
  return success(world, apiDomain, addGrant(world, { ...code, offline }), true);
}

/**
 * Answers `POST /oauth/v2/token`. Every answer, also a refusal, goes out as HTTP 200, as Zoho does (payments.md 9,
 * books.md 5): `invalid_client`, `invalid_client_secret`, `invalid_code`, `invalid_redirect_uri`, "Access Denied".
 */
export async function tokenAnswer(world: World, form: URLSearchParams, apiDomain: string): Promise<TokenAnswer> {
  if (world.settings.accounts_throttled) return THROTTLED;
  const client = world.accounts.clients.get(form.get("client_id") ?? "");
  if (client === undefined) return { error: "invalid_client" };
  if (client.secret !== form.get("client_secret")) return { error: "invalid_client_secret" };
  switch (form.get("grant_type")) {
    case "authorization_code":
      return exchange(world, form, client, apiDomain);
    case "refresh_token": {
      const grant = world.accounts.byRefresh.get(form.get("refresh_token") ?? "");
      if (grant === undefined || grant.client_id !== client.id) return { error: "invalid_code" };
      return success(world, apiDomain, grant, false);
    }
    default:
      return { error: "unsupported_grant_type" };
  }
}

export type Bearer = { ok: true; grant: Grant } | { ok: false };

/** The grant behind an `Authorization: Zoho-oauthtoken …` header, if its token lives. */
export function bearer(world: World, header: string | undefined): Bearer {
  const token = /^(?:Zoho-oauthtoken|Bearer) (\S+)$/.exec(header ?? "")?.[1];
  const grant = token === undefined ? undefined : world.accounts.byAccess.get(token);
  if (grant === undefined) return { ok: false };
  const living = grant.access.some((access) => access.token === token && access.expires_at > world.clock.now());
  return living ? { ok: true, grant } : { ok: false };
}

/** Whether a grant covers `ZohoBooks.invoices.READ`-like scopes, itself or by `.ALL` or `.fullaccess.all`. */
export function covers(grant: Grant, scope: string): boolean {
  const wanted = scope.toLowerCase();
  if (grant.scopes.has(wanted)) return true;
  const [product = "", module = ""] = wanted.split(".");
  return grant.scopes.has(`${product}.${module}.all`) || grant.scopes.has(`${product}.fullaccess.all`);
}
