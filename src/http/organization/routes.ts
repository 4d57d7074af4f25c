import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { findOrganization } from "../../ledger/organizations.ts";
import type { AppEnv } from "../context.ts";
import { foreign } from "../doors.ts";
import { refuse } from "../refuse.ts";
import { errors, json, organizationId, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";

const Body = z
  .object({
    id: z.string().openapi({ example: "60001234567" }),
    name: z.string().openapi({ example: "Rahul Supermarket" }),
    product: z.enum(["books", "invoice", "external"]).describe("What its invoices are in"),
    time_zone: z.string(),
    now: z.iso.datetime().describe("Our clock"),
  })
  .openapi("Organization");

const read = createRoute({
  method: "get",
  path: "/",
  summary: "The organization that the key or the session is of",
  security,
  request: { query: z.object({ organization_id: organizationId.optional() }) },
  responses: { 200: json("The organization", Body), ...errors },
});

/** Who asks, as we know them. With `organization_id` it is also a test whether a key is that organization's. */
export const organization = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(read, async (c) => {
  const { ledger, now } = c.get("deps");
  const stranger = foreign(c.get("identity"), c.req.valid("query").organization_id);
  if (stranger) return refuse(c, stranger);
  const found = await findOrganization(ledger, c.get("identity").organizationId);
  if (!found) return refuse(c, { code: "not_found", message: "This organization is no longer connected." });
  const { id, name, product, timeZone } = found;
  return c.json({ id, name, product, time_zone: timeZone, now: new Date(now()).toISOString() }, 200);
});
