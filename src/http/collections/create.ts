import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { META_KEY } from "../../collection/match.ts";
import type { Paise } from "../../collection/money.ts";
import { readAmount } from "../amount.ts";
import type { AppEnv } from "../context.ts";
import { foreign } from "../doors.ts";
import { startProblem } from "../errors.ts";
import { readableBody } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { CollectionBody, counterId, errors, invoiceId, json, organizationId, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";
import { startCollection } from "./start.ts";

const amount = z
  .union([z.string(), z.number()], { error: 'amount must be rupees as text, such as "1250.50".' })
  .transform((input, context): Paise => {
    const read = readAmount(input);
    if (read.kind === "ok") return read.amount;
    context.addIssue({ code: "custom", message: read.message, params: { code: read.code } });
    return z.NEVER;
  })
  .openapi({ type: "string", example: "1250.50", description: "Rupees; the whole balance when left out" });

const NewCollection = z
  .object({
    organization_id: organizationId,
    invoice_id: invoiceId.optional(),
    invoice_number: z.string().trim().min(1).max(100).optional().openapi({ example: "INV-000042" }),
    counter_id: counterId,
    amount: amount.nullish(),
    payment_method: z.enum(["card", "upi"]),
    description: z
      .string()
      .trim()
      .max(500)
      .nullish()
      .openapi({ type: "string", description: "Shown with the payment in Zoho Payments", example: "Table 7" }),
    meta_data: z
      .array(z.object({ key: z.string().trim().min(1).max(20), value: z.string().max(500) }))
      .max(4)
      .default([])
      .describe("Your own pairs, kept with the payment in Zoho Payments; no personal data"),
    acknowledge_unresolved: z
      .boolean()
      .default(false)
      .describe("Charge although an earlier collection of this invoice may have taken its amount"),
  })
  .superRefine((body, context) => {
    if ((body.invoice_id === undefined) === (body.invoice_number === undefined)) {
      const message = "Give either invoice_id or invoice_number.";
      context.addIssue({ code: "custom", path: ["invoice_id"], message });
    }
    const keys = body.meta_data.map(({ key }) => key);
    if (keys.includes(META_KEY) || new Set(keys).size < keys.length) {
      const message = `Each key once, and ${META_KEY} is ours.`;
      context.addIssue({ code: "custom", path: ["meta_data"], message });
    }
  })
  .openapi("NewCollection");

const route = createRoute({
  method: "post",
  path: "/",
  summary: "Collect an invoice's payment on a counter's terminal",
  description:
    "An organization whose invoices are in Zoho names one by `invoice_id` or `invoice_number`; it is read there. Any other billing software sends `invoice_number` and `amount`, and acknowledges the payment afterwards. The same Idempotency-Key with the same body is the same collection, however often it is sent; it is answered as the first was, with `Idempotent-Replayed: true`.",
  security,
  middleware: [
    readableBody([
      "organization_id",
      "invoice_id",
      "invoice_number",
      "counter_id",
      "amount",
      "payment_method",
      "description",
      "meta_data",
      "acknowledge_unresolved",
    ]),
  ] as const,
  request: {
    headers: z.object({
      "Idempotency-Key": z
        .string()
        .trim()
        .min(1)
        .max(200)
        .regex(/^[\x21-\x7e]+$/, "may hold printable ASCII characters without spaces")
        .openapi({ example: "order-4711-try-1" }),
    }),
    body: { required: true, content: { "application/json": { schema: NewCollection } } },
  },
  responses: { 201: json("The collection, on its way to the terminal or in its queue", CollectionBody), ...errors },
});

export const create = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(route, async (c) => {
  const body = c.req.valid("json");
  const deps = c.get("deps");
  const identity = c.get("identity");
  const stranger = foreign(identity, body.organization_id);
  if (stranger) return refuse(c, stranger);

  const started = await startCollection(deps, {
    organizationId: identity.organizationId,
    invoice: body.invoice_id !== undefined ? { id: body.invoice_id } : { number: body.invoice_number ?? "" },
    counterId: body.counter_id,
    amount: body.amount ?? null,
    method: body.payment_method,
    idempotencyKey: c.req.valid("header")["Idempotency-Key"],
    acknowledgeUnresolved: body.acknowledge_unresolved,
    description: body.description || null,
    metaData: body.meta_data,
    by: identity.by,
  });
  if (started.kind === "refused") {
    const problem = startProblem(started.refusal, deps.now(), started.product);
    const byNumber = problem.field === "invoice_id" && body.invoice_id === undefined;
    return refuse(c, byNumber ? { ...problem, field: "invoice_number" } : problem);
  }
  if (started.repeated) c.header("Idempotent-Replayed", "true");
  c.header("Location", `/api/v1/collections/${started.view.id}`);
  return c.json(started.view, 201);
});
