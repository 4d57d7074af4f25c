import type { Context } from "hono";
import type { User } from "../accounts/state.ts";
import { bearer, covers } from "../accounts/tokens.ts";
import type { Call } from "../calls.ts";
import type { World } from "../world.ts";
import type { BooksError } from "./record.ts";
import type { Organization } from "./state.ts";

export type Product = "books" | "invoice";
export type Admission = { ok: true; user: User; organization: Organization } | { ok: false; error: BooksError };

const UNAUTHORISED: BooksError = { code: 57, message: "You are not authorized to perform this operation", status: 401 };

/** The user behind the token, when it lives and covers the scope (`invoices.READ` of this product). */
export function userOf(world: World, c: Context, product: Product, scope: string): User | null {
  const who = bearer(world, c.req.header("authorization"));
  const prefix = product === "books" ? "ZohoBooks" : "ZohoInvoice";
  if (!who.ok || !covers(who.grant, `${prefix}.${scope}`)) return null;
  return world.accounts.users.get(who.grant.user_id) ?? null;
}

/**
 * Token and scope (401, code 57, for either), organization (code 2), membership (57), then the limits: 10 at once
 * (1070), 100 a minute (44), a day's allowance (45); books.md 1.8 and 1.9. Refused calls do not use up the limits.
 */
export function admit(world: World, c: Context, call: Call, product: Product, scope: string): Admission {
  const user = userOf(world, c, product, scope);
  if (user === null) return { ok: false, error: UNAUTHORISED };
  const header = product === "invoice" ? c.req.header("X-com-zoho-invoice-organizationid") : undefined;
  const organization = world.books.get(c.req.query("organization_id") ?? header ?? "");
  if (organization === undefined || organization.product !== product) {
    return { ok: false, error: { code: 2, message: "Invalid value passed for organization_id", status: 400 } };
  }
  if (!user.organizations.includes(organization.organization_id)) return { ok: false, error: UNAUTHORISED };

  const { books_concurrent, books_per_minute, books_per_day } = world.settings;
  const now = world.clock.now();
  const reset = String(Math.ceil((86_400_000 - (now % 86_400_000)) / 1000));
  c.header("X-Rate-Limit-Limit", String(books_per_day));
  c.header("X-Rate-Limit-Reset", reset);
  const limited = (code: number, message: string): Admission => {
    c.header("X-Rate-Limit-Remaining", String(organization.perDay.remaining(now, books_per_day)));
    return { ok: false, error: { code, message, status: 429 } };
  };
  if (call.at_once > books_concurrent) {
    return limited(1070, "Your account has reached the maximum number of concurrent calls. Please try again later.");
  }
  if (organization.perDay.remaining(now, books_per_day) === 0) {
    return limited(45, "You have exceeded the maximum number of API calls allowed for the day.");
  }
  if (!organization.perMinute.admit(now, books_per_minute)) {
    return limited(
      44,
      "For security reasons you have been blocked for some time as you have exceeded the maximum number of requests per minute.",
    );
  }
  organization.perDay.admit(now, books_per_day);
  c.header("X-Rate-Limit-Remaining", String(organization.perDay.remaining(now, books_per_day)));
  return { ok: true, user, organization };
}
