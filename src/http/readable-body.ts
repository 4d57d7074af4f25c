import { createMiddleware } from "hono/factory";
import type { AppEnv } from "./context.ts";
import { misspelling } from "./misspelling.ts";
import { refuse } from "./refuse.ts";

/**
 * Before anything is validated: the body is JSON, an object, and has no field that is a known one misspelt. Other
 * unknown fields are tolerated; a misspelt `amount` would otherwise collect the whole balance.
 */
export const readableBody = (known: readonly string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const type = c.req.header("Content-Type") ?? "";
    if (!/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(type)) {
      return refuse(c, {
        code: "unsupported_media_type",
        message: "The body must be JSON, sent with Content-Type: application/json.",
      });
    }
    const body: unknown = await c.req.json().catch(() => undefined);
    if (body === undefined) return refuse(c, { code: "malformed_json", message: "The body is not valid JSON." });
    if (body === null || typeof body !== "object" || Array.isArray(body)) {
      return refuse(c, { code: "malformed_json", message: "The body must be a JSON object: { … }." });
    }
    const slip = misspelling(Object.keys(body), known);
    if (slip) {
      const message = `There is no field ${slip.found}; did you mean ${slip.meant}?`;
      return refuse(c, { code: "misspelt_field", field: slip.meant, message });
    }
    await next();
    return undefined;
  });

/** The same for a query string: a misspelt filter would otherwise list everything. */
export const readableQuery = (known: readonly string[]) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const slip = misspelling(Object.keys(c.req.query()), known);
    if (slip) {
      const message = `There is no parameter ${slip.found}; did you mean ${slip.meant}?`;
      return refuse(c, { code: "misspelt_field", field: slip.meant, message });
    }
    await next();
    return undefined;
  });
