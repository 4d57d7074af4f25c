import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { listEndpoints } from "../../ledger/endpoints.ts";
import { EventType } from "../../notifier/event.ts";
import type { AppEnv } from "../context.ts";
import { requireAdmin } from "../doors.ts";
import { readableBody, readableQuery } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { errors, json, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";
import { alterEndpoint, createEndpoint, dropEndpoint, UNKNOWN_ENDPOINT } from "./manage.ts";
import { DeliveryBody, deliveryBody, EndpointBody, endpointBody, NewEndpointBody } from "./shapes.ts";

const url = z.string().trim().min(1).max(2_000).openapi({ example: "https://erp.example.com/hooks/collections" });
const description = z.string().trim().max(200);
const events = z.array(EventType).min(1).nullable().describe("Leave out for all");
const Wish = z
  .object({
    url,
    description: description.default(""),
    events: events.default(null),
    acknowledges: z.boolean().default(true),
  })
  .openapi("EndpointWish");
const Change = z
  .object({
    url: url.optional(),
    description: description.optional(),
    events: events.optional(),
    acknowledges: z.boolean().optional(),
    disabled: z.boolean().optional().describe("false sends to it again after it was disabled"),
  })
  .openapi("EndpointChange");
const params = z.object({ id: z.string().openapi({ param: { name: "id", in: "path" }, example: "end_Zm9vYmFy" }) });
const FIELDS = ["url", "description", "events", "acknowledges"];

const list = createRoute({
  method: "get",
  path: "/",
  summary: "List the endpoints events are sent to",
  security,
  middleware: [requireAdmin] as const,
  responses: { 200: json("The endpoints", z.object({ endpoints: z.array(EndpointBody) })), ...errors },
});
const add = createRoute({
  method: "post",
  path: "/",
  summary: "Send events to an address",
  description:
    "Events are POSTed as JSON, signed by the Standard Webhooks scheme (webhook-id, webhook-timestamp, webhook-signature), in order for each collection, at least once, for 24 hours until answered 2xx. Addresses must be https and public; redirects are not followed; an answer has 10 seconds.",
  security,
  middleware: [requireAdmin, readableBody(FIELDS)] as const,
  request: { body: { required: true, content: { "application/json": { schema: Wish } } } },
  responses: { 201: json("The endpoint, with its secret", NewEndpointBody), ...errors },
});
const change = createRoute({
  method: "patch",
  path: "/{id}",
  summary: "Change an endpoint, switch it off or on",
  security,
  middleware: [requireAdmin, readableBody([...FIELDS, "disabled"])] as const,
  request: { params, body: { required: true, content: { "application/json": { schema: Change } } } },
  responses: { 200: json("The endpoint", EndpointBody), ...errors },
});
const remove = createRoute({
  method: "delete",
  path: "/{id}",
  summary: "Send nothing more to an endpoint",
  security,
  middleware: [requireAdmin] as const,
  request: { params },
  responses: { 200: json("The endpoint as it was", EndpointBody), ...errors },
});
const test = createRoute({
  method: "post",
  path: "/{id}/test",
  summary: "Send a test event now, once",
  security,
  middleware: [requireAdmin] as const,
  request: { params },
  responses: { 200: json("What came of it", DeliveryBody), ...errors },
});
const Query = z.object({
  state: z.enum(["pending", "delivered", "failed"]).optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, "is not one this list gave")
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const deliveries = createRoute({
  method: "get",
  path: "/{id}/deliveries",
  summary: "What was sent to an endpoint, newest first, with every answer",
  security,
  middleware: [requireAdmin, readableQuery(Object.keys(Query.shape))] as const,
  request: { params, query: Query },
  responses: {
    200: json("A page", z.object({ deliveries: z.array(DeliveryBody), next_cursor: z.string().nullable() })),
    ...errors,
  },
});
const again = createRoute({
  method: "post",
  path: "/{id}/deliveries/{delivery}/send-again",
  summary: "Send an event once more",
  description: "Under the same webhook-id, so that a receiver that has it knows it.",
  security,
  middleware: [requireAdmin] as const,
  request: {
    params: params.extend({ delivery: z.string().openapi({ param: { name: "delivery", in: "path" } }) }),
  },
  responses: { 200: json("The new delivery, tried or waiting its turn", DeliveryBody), ...errors },
});

/** `/api/v1/endpoints`: where an organization's own systems are told, and what came of it. */
export const endpoints = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(list, async (c) => {
    const rows = await listEndpoints(c.get("deps").ledger, c.get("identity").organizationId);
    return c.json({ endpoints: rows.map(endpointBody) }, 200);
  })
  .openapi(add, async (c) => {
    const made = await createEndpoint(c.get("deps"), c.get("identity"), c.req.valid("json"));
    if (made.kind === "refused") return refuse(c, made.problem);
    return c.json({ ...endpointBody(made.value.row), secret: made.value.secret }, 201);
  })
  .openapi(change, async (c) => {
    const wish = Object.fromEntries(Object.entries(c.req.valid("json")).filter(([, value]) => value !== undefined));
    const changed = await alterEndpoint(c.get("deps"), c.get("identity"), c.req.valid("param").id, wish);
    return changed.kind === "refused" ? refuse(c, changed.problem) : c.json(endpointBody(changed.value), 200);
  })
  .openapi(remove, async (c) => {
    const gone = await dropEndpoint(c.get("deps"), c.get("identity"), c.req.valid("param").id);
    return gone.kind === "refused" ? refuse(c, gone.problem) : c.json(endpointBody(gone.value), 200);
  })
  .openapi(test, async (c) => {
    const { notifier } = c.get("deps");
    const delivery = await notifier(c.get("identity").organizationId).test(c.req.valid("param").id);
    return delivery ? c.json(deliveryBody(delivery), 200) : refuse(c, UNKNOWN_ENDPOINT);
  })
  .openapi(deliveries, async (c) => {
    const { notifier } = c.get("deps");
    const { state, cursor, limit } = c.req.valid("query");
    const found = await notifier(c.get("identity").organizationId).deliveries({
      endpointId: c.req.valid("param").id,
      ...(state && { state }),
      ...(cursor && { before: Number(cursor) }),
      limit,
    });
    const next = found.length === limit ? (found.at(-1)?.place ?? null) : null;
    return c.json({ deliveries: found.map(deliveryBody), next_cursor: next === null ? null : String(next) }, 200);
  })
  .openapi(again, async (c) => {
    const { notifier } = c.get("deps");
    const { id, delivery: wanted } = c.req.valid("param");
    const delivery = await notifier(c.get("identity").organizationId).sendAgain(id, wanted);
    if (delivery) return c.json(deliveryBody(delivery), 200);
    const message = "This endpoint has no such delivery. They are kept for 30 days.";
    return refuse(c, { code: "unknown_delivery", field: "delivery", message });
  });
