import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { type HookDelivery, listHookDeliveries } from "../../ledger/hook-deliveries.ts";
import { findHook, type Hook, HookSettings } from "../../ledger/hooks.ts";
import { fromBase64, toBase64Url } from "../../security/base64.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { requireAdmin } from "../doors.ts";
import type { Problem } from "../errors.ts";
import { readableBody, readableQuery } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { counterId, errors, json, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";
import { changeBooksRules, dropHook, hookAddress, keepSigningKey, newBooksSecret } from "./manage.ts";

const Change = z
  .object({
    default_counter_id: counterId.nullable().optional(),
    counter_field: z.string().trim().min(1).max(100).optional(),
    payment_method: z.enum(["card", "upi"]).optional(),
  })
  .openapi("BooksHookChange");
const HookBody = z.object({
  address: z.string().describe("Where Zoho is to send it"),
  set_up_at: z.iso.datetime().nullable().describe("null until its secret is known here"),
  mismatch_at: z.iso.datetime().nullable().describe("When a delivery last came with a signature that does not match"),
});
const Settings = z
  .object({
    default_counter_id: z.string().nullable().describe("Used when nothing else names a counter"),
    counter_field: z.string().describe("API name or label of the invoice's custom field that names a counter"),
    payment_method: z.enum(["card", "upi"]),
  })
  .openapi("BooksHookSettings");
const Hooks = z.object({ books: HookBody.extend({ settings: Settings }), payments: HookBody }).openapi("Hooks");
const Secret = z
  .object({ address: z.string(), secret: z.string().describe("For Books; shown only now") })
  .openapi("BooksHookSecret");
const SigningKey = z
  .object({ signing_key: z.string().trim().min(8).max(500).describe("As Zoho Payments shows it for this webhook") })
  .openapi("SigningKey");
const Received = z
  .object({
    id: z.string(),
    source: z.enum(["books", "payments"]),
    received_at: z.iso.datetime(),
    subject: z.string(),
    outcome: z.enum(["waiting", "started", "repeated", "told", "ignored", "refused"]),
    code: z.string().nullable(),
    message: z.string(),
    collection_id: z.string().nullable(),
  })
  .openapi("HookDelivery");

const body = <S extends z.ZodType>(schema: S) => ({ required: true, content: { "application/json": { schema } } });
const read = createRoute({
  method: "get",
  path: "/",
  summary: "The webhooks Zoho may send here",
  security,
  middleware: [requireAdmin] as const,
  responses: { 200: json("Both", Hooks), ...errors },
});
const renew = createRoute({
  method: "post",
  path: "/books/secret",
  summary: "Make a new secret for the webhook of a workflow rule in Zoho Books or Zoho Invoice",
  description: "The one before stops working. Paste the secret into the webhook in Books, ticked as secured.",
  security,
  middleware: [requireAdmin] as const,
  responses: { 201: json("The secret", Secret), ...errors },
});
const change = createRoute({
  method: "patch",
  path: "/books",
  summary: "Change how the webhook of a workflow rule is carried out",
  security,
  middleware: [requireAdmin, readableBody(Object.keys(Settings.shape))] as const,
  request: { body: body(Change) },
  responses: { 200: json("Both", Hooks), ...errors },
});
const keep = createRoute({
  method: "put",
  path: "/payments",
  summary: "Give the signing key of the webhook of Zoho Payments",
  security,
  middleware: [requireAdmin, readableBody(["signing_key"])] as const,
  request: { body: body(SigningKey) },
  responses: { 200: json("Both", Hooks), ...errors },
});
const remove = createRoute({
  method: "delete",
  path: "/{source}",
  summary: "Take no more of a webhook",
  security,
  middleware: [requireAdmin] as const,
  request: {
    params: z.object({ source: z.enum(["books", "payments"]).openapi({ param: { name: "source", in: "path" } }) }),
  },
  responses: { 200: json("Both", Hooks), ...errors },
});
const Query = z.object({
  source: z.enum(["books", "payments"]).optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
const deliveries = createRoute({
  method: "get",
  path: "/deliveries",
  summary: "What Zoho's webhooks told, newest first, and what came of it",
  description: "Signed deliveries of the last 30 days. Exact repeats and forgeries are answered and not kept.",
  security,
  middleware: [requireAdmin, readableQuery(Object.keys(Query.shape))] as const,
  request: { query: Query },
  responses: {
    200: json("A page", z.object({ deliveries: z.array(Received), next_cursor: z.string().nullable() })),
    ...errors,
  },
});

/** `/api/v1/hooks`: the webhooks of Zoho an organization takes. */
export const hooks = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(read, async (c) => c.json(await both(c), 200))
  .openapi(renew, async (c) => {
    const made = await newBooksSecret(c.get("deps"), c.get("identity"));
    if (made.kind === "refused") return refuse(c, made.problem);
    const { settings } = c.get("deps");
    const address = hookAddress(settings, "books", c.get("identity").organizationId);
    return c.json({ address, secret: made.secret }, 201);
  })
  .openapi(change, async (c) => {
    const given = Object.entries(c.req.valid("json")).filter(([, value]) => value !== undefined);
    const changed = await changeBooksRules(c.get("deps"), c.get("identity"), Object.fromEntries(given));
    return changed ? c.json(await both(c), 200) : refuse(c, NOT_SET_UP);
  })
  .openapi(keep, async (c) => {
    await keepSigningKey(c.get("deps"), c.get("identity"), c.req.valid("json").signing_key);
    return c.json(await both(c), 200);
  })
  .openapi(remove, async (c) => {
    await dropHook(c.get("deps"), c.get("identity"), c.req.valid("param").source);
    return c.json(await both(c), 200);
  })
  .openapi(deliveries, async (c) => {
    const { source, cursor, limit } = c.req.valid("query");
    const before = cursor === undefined ? undefined : readPlace(cursor);
    if (before === null) {
      return refuse(c, { code: "invalid_field", field: "cursor", message: "cursor is not one this list gave." });
    }
    const { organizationId } = c.get("identity");
    const filter = { limit, ...(source && { source }), ...(before && { before }) };
    const found = await listHookDeliveries(c.get("deps").ledger, organizationId, filter);
    const last = found.length === limit ? found.at(-1) : undefined;
    return c.json({ deliveries: found.map(receivedBody), next_cursor: last ? writePlace(last) : null }, 200);
  });

const NOT_SET_UP: Problem = {
  code: "unknown_hook",
  message: "The webhook of workflow rules is not set up. POST /api/v1/hooks/books/secret makes its secret.",
};

/** Both webhooks as they are now. */
export async function both(c: AppContext): Promise<z.infer<typeof Hooks>> {
  const { ledger, settings } = c.get("deps");
  const { organizationId } = c.get("identity");
  const [books, payments] = await Promise.all([
    findHook(ledger, organizationId, "books"),
    findHook(ledger, organizationId, "payments"),
  ]);
  const one = (hook: Hook | null, source: Hook["source"]) => ({
    address: hookAddress(settings, source, organizationId),
    set_up_at: hook && iso(hook.createdAt),
    mismatch_at: hook?.mismatchAt == null ? null : iso(hook.mismatchAt),
  });
  return {
    books: { ...one(books, "books"), settings: books?.settings ?? HookSettings.parse({}) },
    payments: one(payments, "payments"),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const receivedBody = (delivery: HookDelivery): z.infer<typeof Received> => ({
  id: delivery.id,
  source: delivery.source,
  received_at: iso(delivery.receivedAt),
  subject: delivery.subject,
  outcome: delivery.outcome,
  code: delivery.code,
  message: delivery.message,
  collection_id: delivery.collectionId,
});

const writePlace = ({ receivedAt, id }: HookDelivery): string =>
  toBase64Url(new TextEncoder().encode(`${receivedAt} ${id}`));

function readPlace(cursor: string): { createdAt: number; id: string } | null {
  const bytes = fromBase64(cursor);
  const [, at, id] = /^(\d{1,15}) (hkd_[\w-]{1,40})$/.exec(bytes ? new TextDecoder().decode(bytes) : "") ?? [];
  return at && id ? { createdAt: Number(at), id } : null;
}
