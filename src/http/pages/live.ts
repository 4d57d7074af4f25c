import { Hono } from "hono";
import { known } from "../collections/current.ts";
import { UNKNOWN } from "../collections/wish.ts";
import type { AppEnv } from "../context.ts";
import { CROSS_SITE, fromOurPages, readSession } from "../identity.ts";
import { refuse } from "../refuse.ts";

/**
 * `/collections/{id}/live`: a WebSocket to the collection's terminal. A browser sends cookies with sockets of any
 * page, so the origin is checked as for a form; whose collection it is, the ledger says.
 */
export const live = new Hono<AppEnv>().get("/collections/:id/live", async (c) => {
  if (c.req.header("Upgrade")?.toLowerCase() !== "websocket") {
    c.header("Upgrade", "websocket");
    return c.text("This address answers WebSockets only.", 426);
  }
  const session = await readSession(c);
  if (!session) return refuse(c, { code: "not_authenticated", message: "Sign in first." });
  if (!fromOurPages(c)) return refuse(c, CROSS_SITE);
  const deps = c.get("deps");
  const found = await known(deps, session.organizationId, c.req.param("id"));
  if (!found) return refuse(c, UNKNOWN);
  const { id, organizationId, terminalId } = found.collection;
  return deps.terminal(organizationId, terminalId).fetch(new Request(`https://terminal/${id}`, c.req.raw));
});
