import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { type Collection, Status } from "../../collection/collection.ts";
import { view } from "../../collection/view.ts";
import { type ListFilter, listCollections } from "../../ledger/collections.ts";
import type { AppEnv } from "../context.ts";
import { foreign } from "../doors.ts";
import { readableQuery } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { CollectionSummary, counterId, errors, invoiceId, json, organizationId, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";
import { type Place, readCursor, writeCursor } from "./cursor.ts";

const time = (description: string) =>
  z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], {
      error: (issue) => `${String(issue.path?.at(-1))} must be a time such as 2026-01-31T09:30:00Z.`,
    })
    .transform((text) => Date.parse(text))
    .openapi({ type: "string", format: "date-time", description });

const cursor = z
  .string()
  .transform((text, context): Place => {
    const place = readCursor(text);
    if (place) return place;
    context.addIssue({ code: "custom", message: "cursor must be the next_cursor of the page before." });
    return z.NEVER;
  })
  .openapi({ type: "string", description: "`next_cursor` of the page before" });

const Query = z.object({
  organization_id: organizationId.optional(),
  status: Status.optional(),
  invoice_id: invoiceId.optional(),
  invoice_number: z.string().trim().min(1).max(100).optional(),
  counter_id: counterId.optional(),
  attention: z
    .enum(["true", "false"])
    .transform((text) => text === "true")
    .optional()
    .openapi({ type: "string", enum: ["true", "false"], description: "Only what a human must look at" }),
  from: time("Created at or after").optional(),
  to: time("Created before").optional(),
  cursor: cursor.optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.number().min(1).max(100))
    .default(50)
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: 50 }),
});

const route = createRoute({
  method: "get",
  path: "/",
  summary: "List collections, newest first",
  security,
  middleware: [readableQuery(Object.keys(Query.shape))] as const,
  request: { query: Query },
  responses: {
    200: json(
      "A page; `next_cursor` is null on the last",
      z.object({ collections: z.array(CollectionSummary), next_cursor: z.string().nullable() }),
    ),
    ...errors,
  },
});

export const list = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(route, async (c) => {
  const query = c.req.valid("query");
  const { organizationId: mine } = c.get("identity");
  const stranger = foreign(c.get("identity"), query.organization_id);
  if (stranger) return refuse(c, stranger);
  const page = await listCollections(c.get("deps").ledger, mine, filterOf(query));
  const shown = page.slice(0, query.limit);
  const last = page.length > query.limit ? shown.at(-1) : undefined;
  return c.json({ collections: shown.map(summary), next_cursor: last ? writeCursor(last) : null }, 200);
});

/** One row more than the page shows tells whether there is a next one. */
function filterOf(query: z.output<typeof Query>): ListFilter {
  const { status, invoice_id, invoice_number, counter_id, attention, from, to, cursor: after, limit } = query;
  return {
    limit: limit + 1,
    ...(status && { status }),
    ...(invoice_id && { invoiceId: invoice_id }),
    ...(invoice_number && { invoiceNumber: invoice_number }),
    ...(counter_id && { counterId: counter_id }),
    ...(attention !== undefined && { attention }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(after && { after }),
  };
}

/** A collection as lists show it. */
export function summary(collection: Collection): CollectionSummary {
  const { history: _, ...rest } = view(collection, [], null);
  return rest;
}
