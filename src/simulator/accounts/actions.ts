import type { World } from "../world.ts";
import type { Grant } from "./state.ts";
import { addGrant } from "./tokens.ts";

export type GrantView = {
  client_id: string;
  user_id: string;
  refresh_token: string | null;
  scopes: string[];
  soid: string | null;
  access_tokens: number;
};
export type GrantFilter = { client_id?: string; user_id?: string; refresh_token?: string };

/** What an administrator of Zoho Accounts, or fate, does to tokens. */
export type AccountsActions = {
  /** Grants with their counts of living access tokens. */
  grants(filter?: GrantFilter): GrantView[];
  /** Kills every access token (of the filter); refresh tokens stay. Returns how many died. */
  expireAccessTokens(filter?: GrantFilter): number;
  /** Removes grants with all their tokens, as Connected Apps does. Returns how many went. */
  revoke(filter: GrantFilter): number;
  /** While on, every token call is refused with "Access Denied". */
  throttle(on: boolean): void;
  /** A refresh token without the browser. */
  grant(wish: { client_id: string; user_id: string; scopes: string[]; soid?: string }): string;
};

export function accountsActions(world: World): AccountsActions {
  const select = (filter: GrantFilter): Grant[] =>
    [...world.accounts.grants.values()].filter(
      (grant) =>
        (filter.client_id === undefined || filter.client_id === grant.client_id) &&
        (filter.user_id === undefined || filter.user_id === grant.user_id) &&
        (filter.refresh_token === undefined || filter.refresh_token === grant.refresh_token),
    );
  return {
    grants: (filter = {}) =>
      select(filter).map((grant) => ({
        client_id: grant.client_id,
        user_id: grant.user_id,
        refresh_token: grant.refresh_token,
        scopes: [...grant.scopes],
        soid: grant.soid,
        access_tokens: grant.access.filter(({ expires_at }) => expires_at > world.clock.now()).length,
      })),
    expireAccessTokens(filter = {}) {
      let died = 0;
      for (const grant of select(filter)) {
        for (const { token } of grant.access) world.accounts.byAccess.delete(token);
        died += grant.access.length;
        grant.access = [];
      }
      world.changed();
      return died;
    },
    revoke(filter) {
      const gone = select(filter);
      for (const grant of gone) world.accounts.drop(grant);
      world.changed();
      return gone.length;
    },
    throttle(on) {
      world.settings.accounts_throttled = on;
      world.changed();
    },
    grant: (wish) => addGrant(world, { ...wish, soid: wish.soid ?? null, offline: true }).refresh_token ?? "",
  };
}
