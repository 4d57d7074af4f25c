import type { Context } from "hono";
import { getCookie } from "hono/cookie";
import type { User } from "../accounts/state.ts";
import type { Organization } from "../books/state.ts";
import type { World } from "../world.ts";
import type { Installed } from "./state.ts";

/**
 * Developer Mode, a matter of each browser as it is in Books: `on` shows installed widgets with the stand-in for the
 * SDK put in; `exact` serves the package untouched, for a browser that brings the SDK itself.
 */
export type Mode = "on" | "exact";
export const MODE_COOKIE = "developer_mode";
/** Who is signed in, by user id; the organization's first user unless set. */
export const USER_COOKIE = "zoho_user";

export function developerMode(c: Context): Mode | null {
  const value = getCookie(c, MODE_COOKIE);
  return value === "on" || value === "exact" ? value : null;
}

/** The extension this browser sees in the organization. */
export function seen(world: World, c: Context, organizationId: string): { installed: Installed; mode: Mode } | null {
  const mode = developerMode(c);
  const installed = mode && world.extensions.get(organizationId);
  return mode && installed ? { installed, mode } : null;
}

export function signedIn(world: World, c: Context, organization: Organization): User | undefined {
  const members = [...world.accounts.users.values()].filter(({ organizations }) =>
    organizations.includes(organization.organization_id),
  );
  return members.find(({ id }) => id === getCookie(c, USER_COOKIE)) ?? members[0];
}
