import { randomHex } from "../ids.ts";
import type { World } from "../world.ts";
import type { Client, User } from "./state.ts";
import { CODE_LIFE_MS } from "./tokens.ts";

/** A checked authorization request. */
export type ConsentRequest = {
  client: Client;
  scopes: string[];
  redirect_uri: string;
  state: string | null;
  offline: boolean;
  consent_asked: boolean;
  challenge: string | null;
  soid: string | null;
  /** Who may agree: everybody, or for an organization grant the administrators of that Payments account. */
  users: User[];
};
export type Consent = { ok: true; request: ConsentRequest } | { ok: false; problem: string };

/** Checks the query of `/oauth/v2/auth` or `/oauth/v2/org/auth`. A bad client or redirect never redirects. */
export function consentRequest(world: World, query: URLSearchParams, kind: "user" | "org"): Consent {
  const no = (problem: string): Consent => ({ ok: false, problem });
  const client = world.accounts.clients.get(query.get("client_id") ?? "");
  if (client === undefined) return no("Invalid client id.");
  const redirect = query.get("redirect_uri") ?? "";
  const known = client.redirect_uris.length === 0 || client.redirect_uris.includes(redirect);
  if (!known || !/^https?:\/\/[^\s]+$/.test(redirect))
    return no("The redirect URI does not match the one registered for this client.");
  if (query.get("response_type") !== "code") return no("response_type must be code.");
  const scopes = (query.get("scope") ?? "").split(/[,\s]+/).filter((scope) => scope !== "");
  if (scopes.length === 0) return no("No scope was asked for.");
  const method = query.get("code_challenge_method");
  const challenge = query.get("code_challenge");
  if (challenge !== null && method !== "S256") return no("code_challenge_method must be S256.");

  const soid = query.get("soid");
  let users = [...world.accounts.users.values()];
  if (kind === "org") {
    const account = /^zohopay\.(\S+)$/.exec(soid ?? "")?.[1];
    if (account === undefined || !world.payments.has(account))
      return no("The Zoho Payments account of soid does not exist.");
    if (client.kind !== "org") return no("This client is not of type ORG.");
    users = users.filter((user) => user.payments_accounts.includes(account));
  }
  return {
    ok: true,
    request: {
      client,
      scopes,
      redirect_uri: redirect,
      state: query.get("state"),
      offline: query.get("access_type") === "offline",
      consent_asked: (query.get("prompt") ?? "").includes("consent"),
      challenge,
      soid: kind === "org" ? soid : null,
      users,
    },
  };
}

/** Where the browser goes when the user accepts: with `code`, `state`, `location`, `accounts-server`. */
export function accept(world: World, request: ConsentRequest, user: User, accountsServer: string): string {
  const code = `1000.${randomHex(world.random, 4)}.${randomHex(world.random, 4)}`;
  for (const old of world.accounts.codes.values()) {
    if (old.expires_at <= world.clock.now()) world.accounts.codes.delete(old.code);
  }
  world.accounts.codes.set(code, {
    code,
    client_id: request.client.id,
    user_id: user.id,
    redirect_uri: request.redirect_uri,
    scopes: request.scopes,
    soid: request.soid,
    offline: request.offline,
    consent_asked: request.consent_asked,
    challenge: request.challenge,
    expires_at: world.clock.now() + CODE_LIFE_MS,
  });
  world.changed();
  return backTo(request, { code, location: "in", "accounts-server": accountsServer });
}

/** Where the browser goes when the user rejects. */
export function reject(request: ConsentRequest): string {
  return backTo(request, { error: "access_denied" });
}

function backTo(request: ConsentRequest, answer: Record<string, string>): string {
  const url = new URL(request.redirect_uri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
  if (request.state !== null) url.searchParams.set("state", request.state);
  return url.toString();
}
