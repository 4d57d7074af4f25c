import { createMiddleware } from "hono/factory";
import { OrganizationId } from "../collection/ids.ts";
import type { AppEnv } from "./context.ts";
import type { Problem } from "./errors.ts";
import { type Identity, identify } from "./identity.ts";
import { refuse } from "./refuse.ts";

/** Lets only those through who are somebody; the API's door. */
export const requireIdentity = createMiddleware<AppEnv>(async (c, next) => {
  const identity = await identify(c);
  if ("code" in identity) return refuse(c, identity);
  c.set("identity", identity);
  c.header("Cache-Control", "no-store");
  await next();
  return undefined;
});

/** Lets only administrators and API keys through. */
export const requireAdmin = createMiddleware<AppEnv>(async (c, next) => {
  if (c.get("identity").role !== "admin") {
    return refuse(c, { code: "admin_only", message: "Only an administrator or an API key may change counters." });
  }
  await next();
  return undefined;
});

/** The problem when `asked` is not the caller's own organization; null when it is, or when none is named. */
export function foreign(identity: Identity, asked: string | undefined): Problem | null {
  if (asked === undefined || OrganizationId.safeParse(asked).data === identity.organizationId) return null;
  return {
    code: "forbidden_organization",
    field: "organization_id",
    message: "You have no access to this organization. Use a key, or sign in, of the organization itself.",
  };
}
