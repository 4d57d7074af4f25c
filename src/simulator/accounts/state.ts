import type { GrantSeed, SimulatorSeed } from "../seed.ts";

/** An application registered in the API console. "org" clients are the type Zoho Payments wants. */
export type Client = { id: string; secret: string; name: string; kind: "server" | "org"; redirect_uris: string[] };

/** A person with a Zoho account, the organizations they work in and the Payments accounts they administer. */
export type User = {
  id: string;
  name: string;
  email: string;
  role: "admin" | "staff";
  organizations: string[];
  payments_accounts: string[];
};

export type AccessToken = { token: string; expires_at: number };

/** One consent: a user let a client do the scopes. Lives until revoked, or pushed out by newer ones. */
export type Grant = {
  id: string;
  client_id: string;
  user_id: string;
  /** null for an online grant, which has no refresh token. */
  refresh_token: string | null;
  /** Lower case, so that a check is one set look-up. */
  scopes: Set<string>;
  /** `zohopay.{account_id}` of an organization grant. */
  soid: string | null;
  created_at: number;
  /** When access tokens were minted in the last ten minutes. */
  minted: number[];
  /** Living access tokens, oldest first. */
  access: AccessToken[];
};

/** An authorization code: single use, two minutes. */
export type Code = {
  code: string;
  client_id: string;
  user_id: string;
  redirect_uri: string;
  scopes: string[];
  soid: string | null;
  offline: boolean;
  consent_asked: boolean;
  challenge: string | null;
  expires_at: number;
};

export class AccountsState {
  readonly clients = new Map<string, Client>();
  readonly users = new Map<string, User>();
  readonly grants = new Map<string, Grant>();
  readonly byRefresh = new Map<string, Grant>();
  readonly byAccess = new Map<string, Grant>();
  readonly codes = new Map<string, Code>();

  add(grant: Grant): void {
    this.grants.set(grant.id, grant);
    if (grant.refresh_token !== null) this.byRefresh.set(grant.refresh_token, grant);
    for (const { token } of grant.access) this.byAccess.set(token, grant);
  }

  /** Removes a grant and every token of it. */
  drop(grant: Grant): void {
    this.grants.delete(grant.id);
    if (grant.refresh_token !== null) this.byRefresh.delete(grant.refresh_token);
    for (const { token } of grant.access) this.byAccess.delete(token);
  }
}

/** The accounts as the seed describes them. */
export function accountsFrom(seed: SimulatorSeed, now: number): AccountsState {
  const state = new AccountsState();
  for (const client of seed.clients) state.clients.set(client.id, { ...client });
  for (const user of seed.users) state.users.set(user.id, structuredClone(user));
  for (const grant of seed.grants) state.add(grantFrom(grant, now));
  return state;
}

function grantFrom(seed: GrantSeed, now: number): Grant {
  return {
    id: `grant-${seed.refresh_token}`,
    client_id: seed.client_id,
    user_id: seed.user_id,
    refresh_token: seed.refresh_token,
    scopes: new Set(seed.scopes.map((scope) => scope.toLowerCase())),
    soid: seed.soid,
    created_at: now,
    minted: [],
    access: [],
  };
}
