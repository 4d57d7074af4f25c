import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { rupees } from "../../collection/money.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { billingName } from "../../views/billing-name.ts";
import { gather } from "../collect/gather.ts";
import { refusalWords } from "../collect/refusal-words.ts";
import { summary } from "../collections/list.ts";
import { objectionTo } from "../collections/objection-to.ts";
import type { AppEnv } from "../context.ts";
import { foreign } from "../doors.ts";
import { ERROR_CODES, type Problem, startProblem } from "../errors.ts";
import { refuse } from "../refuse.ts";
import { CollectionSummary, errors, invoiceId, json, organizationId, security } from "../schemas.ts";
import { onInvalid } from "../validation.ts";

const Offer = z
  .object({
    invoice_id: z.string(),
    invoice_number: z.string(),
    customer_name: z.string(),
    status: z.string().describe("As the billing system has it"),
    currency: z.string(),
    total: z.string().describe("Rupees"),
    balance: z.string().describe("Rupees: what can be collected at most"),
    refusal: z
      .object({ code: z.enum(ERROR_CODES), title: z.string(), message: z.string() })
      .nullable()
      .describe("Why it cannot be collected as it is"),
    counters: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          terminal_id: z.string(),
          waiting: z.number().int().describe("Collections its terminal has before it is free"),
          here: z.boolean().describe("It stands at the invoice's location, and others do not"),
        }),
      )
      .describe("In use; those at the invoice's location first"),
    open: CollectionSummary.nullable().describe("The collection that holds the invoice now"),
    unresolved: CollectionSummary.nullable().describe(
      "One without a final answer: charging again needs acknowledgement",
    ),
    last: CollectionSummary.nullable().describe("The newest of all"),
  })
  .openapi("CollectibleInvoice");

const read = createRoute({
  method: "get",
  path: "/{id}",
  summary: "An invoice as it can be collected now, and where",
  description:
    "Costs one call to Zoho Books or Zoho Invoice. An organization that bills with other software is answered `billed_elsewhere`.",
  security,
  request: {
    params: z.object({ id: invoiceId.openapi({ param: { name: "id", in: "path" } }) }),
    query: z.object({ organization_id: organizationId.optional() }),
  },
  responses: { 200: json("The invoice", Offer), ...errors },
});

const BILLED_ELSEWHERE: Problem = {
  code: "billed_elsewhere",
  message:
    "This organization's invoices are not in Zoho, so there is none to read. Its billing software starts collections itself: POST /api/v1/collections with invoice_number and amount.",
};

/** What somebody who wants to collect an invoice must know; the form of the widget is made of it. */
export const invoices = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid }).openapi(read, async (c) => {
  const deps = c.get("deps");
  const { organizationId: mine } = c.get("identity");
  const stranger = foreign(c.get("identity"), c.req.valid("query").organization_id);
  if (stranger) return refuse(c, stranger);
  const product = (await findOrganization(deps.ledger, mine))?.product ?? null;
  if (product === "external") return refuse(c, BILLED_ELSEWHERE);
  const { before, read, counters } = await gather(deps, mine, { id: c.req.valid("param").id });
  if (read.kind === "refused") return refuse(c, startProblem(read.refusal, deps.now(), product));
  const { invoice } = read;
  const objection = objectionTo(invoice);
  const words = objection && refusalWords(objection, billingName(product));
  return c.json(
    {
      invoice_id: invoice.id,
      invoice_number: invoice.number,
      customer_name: invoice.customerName,
      status: invoice.status,
      currency: invoice.currency,
      total: rupees(invoice.total),
      balance: rupees(invoice.balance),
      refusal: objection &&
        words && { code: startProblem(objection, deps.now()).code, title: words.title, message: words.text },
      counters: counters.map(({ terminalId, ...counter }) => ({
        ...counter,
        terminal_id: terminalId,
      })),
      open: before.holder && summary(before.holder),
      unresolved: before.unresolved && summary(before.unresolved),
      last: before.last && summary(before.last),
    },
    200,
  );
});
