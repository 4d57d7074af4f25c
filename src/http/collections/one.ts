import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppContext, AppEnv } from "../context.ts";
import { readableBody } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { CollectionBody, CollectionPath, errors, json, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";
import { acknowledge } from "./acknowledge.ts";
import { current, known } from "./current.ts";
import { UNKNOWN, type Wanted, wish } from "./wish.ts";

const answer = { 200: json("The collection as it is now, with its history", CollectionBody), ...errors };
const common = { security, responses: answer, request: { params: CollectionPath } };

const read = createRoute({ ...common, method: "get", path: "/{id}", summary: "Read a collection with its history" });

const cancel = createRoute({
  ...common,
  method: "post",
  path: "/{id}/cancel",
  summary: "Cancel a collection",
  description:
    "Final while it is queued. Once the terminal has it, it is only a wish: what the terminal reports decides.",
});

const check = createRoute({
  ...common,
  method: "post",
  path: "/{id}/check",
  summary: "Ask Zoho now instead of at the next due time",
});

const retry = createRoute({
  ...common,
  method: "post",
  path: "/{id}/retry-recording",
  summary: "Record a taken payment again, after a look whether it is recorded by now",
});

export const Resolution = z
  .object({
    outcome: z
      .enum(["paid", "not_paid", "refund_settled"])
      .describe("`refund_settled` ends only the call about a refund; the collection stays `recorded`"),
    reason: z.string().trim().min(3).max(500).describe("Why; kept in the history"),
    reference: z
      .string()
      .trim()
      .max(100)
      .nullish()
      .transform((text) => text || null)
      .openapi({
        type: "string",
        description: "The payment's number in Books when it was recorded by hand, or the credit note's",
      }),
  })
  .openapi("Resolution");

const Acknowledgement = z
  .object({
    reference: z
      .string()
      .trim()
      .max(100)
      .nullish()
      .transform((text) => text || null)
      .openapi({ type: "string", description: "Your own reference of the payment", example: "RCPT-2041" }),
  })
  .openapi("Acknowledgement");

const resolve = createRoute({
  ...common,
  method: "post",
  path: "/{id}/resolve",
  summary: "Close, by a person's word, what has no final answer, or what is open about a refund",
  description:
    "`paid` or `not_paid` closes what is unresolved, or paid and asking for attention. `refund_settled` says that a " +
    "refund of a recorded payment is dealt with (by a credit note, or in your billing software): its attention ends, " +
    "nothing else changes, and another refund calls again. Nothing is changed in Zoho.",
  middleware: [readableBody(["outcome", "reason", "reference"])] as const,
  request: {
    params: CollectionPath,
    body: { required: true, content: { "application/json": { schema: Resolution } } },
  },
});

const acknowledgeRoute = createRoute({
  ...common,
  method: "post",
  path: "/{id}/acknowledge",
  summary: "Say that your billing software has taken a payment into its books",
  description: "For organizations whose invoices are not in Zoho. Once is enough; again changes nothing.",
  middleware: [readableBody(["reference"])] as const,
  request: {
    params: CollectionPath,
    body: { required: true, content: { "application/json": { schema: Acknowledgement } } },
  },
});

export const one = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(read, async (c) => {
    const deps = c.get("deps");
    const found = await known(deps, c.get("identity").organizationId, c.req.valid("param").id);
    return found ? c.json(await current(deps, found), 200) : refuse(c, UNKNOWN);
  })
  .openapi(cancel, (c) => carried(c, c.req.valid("param").id, { action: "cancel" }))
  .openapi(check, (c) => carried(c, c.req.valid("param").id, { action: "check" }))
  .openapi(retry, (c) => carried(c, c.req.valid("param").id, { action: "retry_recording" }))
  .openapi(acknowledgeRoute, async (c) => {
    const { reference } = c.req.valid("json");
    const outcome = await acknowledge(c.get("deps"), c.get("identity"), c.req.valid("param").id, reference);
    return outcome.kind === "done" ? c.json(outcome.view, 200) : refuse(c, outcome.problem);
  })
  .openapi(resolve, (c) => carried(c, c.req.valid("param").id, { action: "resolve", ...c.req.valid("json") }));

async function carried(c: AppContext, id: string, wanted: Wanted) {
  const outcome = await wish(c.get("deps"), c.get("identity"), id, wanted);
  return outcome.kind === "done" ? c.json(outcome.view, 200) : refuse(c, outcome.problem);
}
