import type { BillingInvoice } from "../../billing/billing.ts";
import { rupees } from "../../collection/money.ts";
import type { Organization } from "../../ledger/organizations.ts";
import { toBase64Url } from "../../security/base64.ts";
import { billingName } from "../../views/billing-name.ts";
import type { CollectProps } from "../../views/collect/collect-form.tsx";
import { CollectPage } from "../../views/collect/collect-page.tsx";
import type { CounterCard } from "../../views/collect/counter-choice.tsx";
import { NoCountersPage, RefusedPage } from "../../views/collect/refused-page.tsx";
import type { InvoiceRef } from "../collections/invoice.ts";
import { objectionTo } from "../collections/objection-to.ts";
import type { AppContext } from "../context.ts";
import { startProblem } from "../errors.ts";
import { page } from "../pages/page.ts";
import type { Earlier } from "./earlier.ts";
import { gather } from "./gather.ts";
import { lastChoice } from "./last-choice.ts";
import { likeliestCounter } from "./likeliest-counter.ts";
import { refusalWords } from "./refusal-words.ts";

/** What a person had put into the form, and what was wrong with it. */
export interface Returned {
  values: CollectProps["values"];
  errors: CollectProps["errors"];
  problem?: string | undefined;
  idempotencyKey: string | null;
}

/**
 * The collect page of an invoice: its form, or where its collection is under way already, or why it cannot be
 * collected. With `returned` the form comes back as it was left.
 */
export async function collectForm(
  c: AppContext,
  organization: Organization,
  ref: InvoiceRef,
  returned?: Returned,
): Promise<Response> {
  const deps = c.get("deps");
  if (organization.product === "external") {
    return refused(c, organization, { last: null }, { reason: "billed_elsewhere", missing: "invoice_number" });
  }
  const { before, read, counters } = await gather(deps, organization.id, ref);
  if (before.holder && !returned) return c.redirect(`/collections/${before.holder.id}?already=1`, 303);
  if (read.kind === "refused") {
    const problem = startProblem(read.refusal, deps.now(), organization.product);
    if (problem.retryAfter !== undefined) c.header("Retry-After", String(problem.retryAfter));
    return refused(c, organization, before, read.refusal);
  }
  const objection = objectionTo(read.invoice);
  if (objection) return refused(c, organization, before, objection);
  if (counters.length === 0) return page(c, NoCountersPage({ organization: organization.name }), 409);

  const { values, errors, problem, idempotencyKey } = returned ?? fresh(c, read.invoice, counters);
  const form = CollectPage({
    organization: { id: organization.id, name: organization.name, timeZone: organization.timeZone },
    invoice: read.invoice,
    counters,
    values,
    errors,
    problem,
    unresolved: before.unresolved,
    idempotencyKey: idempotencyKey ?? toBase64Url(deps.randomBytes(18)),
  });
  return page(c, form, returned ? 422 : 200);
}

function fresh(c: AppContext, invoice: BillingInvoice, counters: CounterCard[]): Returned {
  const { counterId, method } = lastChoice(c);
  return {
    values: {
      amount: rupees(invoice.balance),
      counterId: likeliestCounter(counters, counterId),
      method,
      acknowledged: false,
    },
    errors: {},
    idempotencyKey: null,
  };
}

function refused(
  c: AppContext,
  organization: Organization,
  before: Pick<Earlier, "last">,
  refusal: Parameters<typeof refusalWords>[0],
): Promise<Response> {
  const { search } = new URL(c.req.url);
  const retry = c.req.method === "GET" ? `/collect${search}` : "/collections";
  const words = refusalWords(refusal, billingName(organization.product));
  const status = words.again ? 503 : startStatus(refusal);
  return page(c, RefusedPage({ words, organization: organization.name, retry, last: before.last?.id ?? null }), status);
}

const startStatus = (refusal: Parameters<typeof refusalWords>[0]): 404 | 409 | 502 =>
  refusal.reason === "unknown_invoice" ? 404 : refusal.reason === "books_access_refused" ? 502 : 409;
