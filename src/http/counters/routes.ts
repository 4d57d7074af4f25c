import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { TerminalId } from "../../collection/ids.ts";
import {
  addCounter,
  type Counter,
  type CounterTaken,
  changeCounter,
  findCounter,
  listCounters,
  retireCounter,
} from "../../ledger/counters.ts";
import { toBase64Url } from "../../security/base64.ts";
import type { AppEnv } from "../context.ts";
import { foreign, requireAdmin } from "../doors.ts";
import type { Problem } from "../errors.ts";
import { readableBody, readableQuery } from "../readable-body.ts";
import { refuse } from "../refuse.ts";
import { counterId, errors, json, organizationId, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";

const CounterBody = z
  .object({
    id: z.string(),
    organization_id: z.string(),
    name: z.string(),
    terminal_id: z.string().describe("The device's TID"),
    location_id: z.string().nullable(),
    created_at: z.iso.datetime(),
    retired_at: z.iso.datetime().nullable(),
  })
  .openapi("Counter");

const name = z.string().trim().min(1).max(60);
const terminalId = z.string().trim().min(1).max(64).pipe(TerminalId).openapi({ type: "string", example: "TRM002" });
const locationId = z.string().trim().min(1).max(64).nullish();

const NewCounter = z
  .object({
    organization_id: organizationId.optional(),
    id: counterId.optional(),
    name,
    terminal_id: terminalId,
    location_id: locationId,
  })
  .openapi("NewCounter");
const CounterChange = z
  .object({ name: name.optional(), terminal_id: terminalId.optional(), location_id: locationId })
  .openapi("CounterChange");
const Query = z.object({ organization_id: organizationId.optional(), retired: z.enum(["true", "false"]).optional() });
const params = z.object({ id: counterId.openapi({ param: { name: "id", in: "path" } }) });

const read = createRoute({
  method: "get",
  path: "/",
  summary: "List the counters in use, by name",
  security,
  middleware: [readableQuery(Object.keys(Query.shape))] as const,
  request: { query: Query },
  responses: { 200: json("The counters", z.object({ counters: z.array(CounterBody) })), ...errors },
});
const add = createRoute({
  method: "post",
  path: "/",
  summary: "Add a counter and its terminal",
  security,
  middleware: [requireAdmin, readableBody(["organization_id", "id", "name", "terminal_id", "location_id"])] as const,
  request: { body: { required: true, content: { "application/json": { schema: NewCounter } } } },
  responses: { 201: json("The counter", CounterBody), ...errors },
});
const change = createRoute({
  method: "patch",
  path: "/{id}",
  summary: "Rename a counter or give it another terminal",
  security,
  middleware: [requireAdmin, readableBody(["name", "terminal_id", "location_id"])] as const,
  request: { params, body: { required: true, content: { "application/json": { schema: CounterChange } } } },
  responses: { 200: json("The counter", CounterBody), ...errors },
});
const retire = createRoute({
  method: "delete",
  path: "/{id}",
  summary: "Take a counter out of use; its history stays",
  security,
  middleware: [requireAdmin] as const,
  request: { params },
  responses: { 200: json("The retired counter", CounterBody), ...errors },
});

export const counters = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid })
  .openapi(read, async (c) => {
    const { organization_id, retired } = c.req.valid("query");
    const stranger = foreign(c.get("identity"), organization_id);
    if (stranger) return refuse(c, stranger);
    const mine = c.get("identity").organizationId;
    const found = await listCounters(c.get("deps").ledger, mine, { retired: retired === "true" });
    return c.json({ counters: found.map(body) }, 200);
  })
  .openapi(add, async (c) => {
    const { organization_id, id, name, terminal_id, location_id } = c.req.valid("json");
    const stranger = foreign(c.get("identity"), organization_id);
    if (stranger) return refuse(c, stranger);
    const { ledger, now, randomBytes } = c.get("deps");
    const saved = await addCounter(ledger, {
      organizationId: c.get("identity").organizationId,
      id: id ?? counterId.parse(`ctr_${toBase64Url(randomBytes(9))}`),
      name,
      terminalId: terminal_id,
      locationId: location_id ?? null,
      createdAt: now(),
      retiredAt: null,
    });
    return saved.kind === "saved" ? c.json(body(saved.counter), 201) : refuse(c, taken(saved));
  })
  .openapi(change, async (c) => {
    const { ledger } = c.get("deps");
    const { organizationId: mine } = c.get("identity");
    const { name, terminal_id, location_id } = c.req.valid("json");
    const { id } = c.req.valid("param");
    const saved = await changeCounter(
      ledger,
      { organizationId: mine, id },
      {
        ...(name !== undefined && { name }),
        ...(terminal_id !== undefined && { terminalId: terminal_id }),
        ...(location_id !== undefined && { locationId: location_id }),
      },
    );
    if (saved === null) return refuse(c, (await findCounter(ledger, mine, id)) ? RETIRED : UNKNOWN);
    return saved.kind === "saved" ? c.json(body(saved.counter), 200) : refuse(c, taken(saved));
  })
  .openapi(retire, async (c) => {
    const { ledger, now } = c.get("deps");
    const gone = await retireCounter(ledger, c.get("identity").organizationId, c.req.valid("param").id, now());
    return gone ? c.json(body(gone), 200) : refuse(c, UNKNOWN);
  });

const UNKNOWN: Problem = {
  code: "unknown_counter",
  field: "id",
  message: "Your organization has no counter with this id. GET /api/v1/counters lists them.",
};
const RETIRED: Problem = {
  code: "counter_retired",
  field: "id",
  message: "This counter was retired. Add a new one in its place.",
};

const taken = ({ field, elsewhere }: CounterTaken): Problem => ({
  code: "counter_taken",
  field,
  message: elsewhere
    ? "Another organization with the same Zoho Payments account has a counter with this terminal. Retire that one first: a terminal has one queue."
    : `Another counter has this ${field === "terminal_id" ? "terminal" : field}. Choose another, or retire that one first.`,
});

const body = (counter: Counter): z.infer<typeof CounterBody> => ({
  id: counter.id,
  organization_id: counter.organizationId,
  name: counter.name,
  terminal_id: counter.terminalId,
  location_id: counter.locationId,
  created_at: new Date(counter.createdAt).toISOString(),
  retired_at: counter.retiredAt === null ? null : new Date(counter.retiredAt).toISOString(),
});
