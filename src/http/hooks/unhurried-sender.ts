import { createMiddleware } from "hono/factory";
import { OrganizationId } from "../../collection/ids.ts";
import type { HookSource } from "../../ledger/hooks.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { callerAddress, tooOften } from "../rate.ts";
import { refuse } from "../refuse.ts";

/**
 * Lets a delivery through whose sender does not send too often to this webhook of this organization. It is counted
 * before the ledger is asked or a signature looked at, or a flood of forgeries would cost both without end; and for
 * each address by itself, or whoever knows the address of a webhook could use up what Zoho may send to it. The
 * organization counts too, for all of them hear from the same few addresses of Zoho's.
 */
export const unhurriedSender = (source: HookSource) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const organization = OrganizationId.safeParse(c.req.param("organization")).data ?? "none";
    const problem = await tooOften(c, "hook", `${source} ${organization} ${callerAddress(c as AppContext)}`);
    if (problem) return refuse(c, problem);
    await next();
    return undefined;
  });
