import { z } from "zod";
import type { BillingInvoice } from "../../../billing/billing.ts";
import { Method } from "../../../collection/collection.ts";
import { InvoiceId } from "../../../collection/ids.ts";
import { type Counter, listCounters, terminalLoads } from "../../../ledger/counters.ts";
import type { HookDelivery } from "../../../ledger/hook-deliveries.ts";
import { findHook, type HookSettings } from "../../../ledger/hooks.ts";
import { findOrganization } from "../../../ledger/organizations.ts";
import { readInvoice } from "../../collections/invoice.ts";
import { type StartRefusal, startCollection } from "../../collections/start.ts";
import { startProblem } from "../../errors.ts";
import { type Conclusion, conclusions, type Needs } from "../conclusion.ts";

/** What a delivery asks for, as it is kept until it is carried out. */
export const BooksRequest = z.object({
  invoiceId: InvoiceId,
  /** From the address: a counter's id or name. */
  counter: z.string().nullable(),
  method: Method.nullable(),
});
export type BooksRequest = z.infer<typeof BooksRequest>;

/** While Books or the ledger is away a delivery is tried again, for so long: then nobody waits at the counter. */
const PATIENCE = { gaps: [10_000, 30_000, 60_000, 120_000, 300_000], tryFor: 3_600_000 };

/**
 * Carries out one delivery of the Books webhook: reads the invoice anew, finds its counter, starts the collection. The
 * invoice's id, balance and total make the idempotency key: deliveries that tell of nothing new start nothing new.
 */
export async function carryOutBooks(deps: Needs, delivery: HookDelivery): Promise<Conclusion> {
  const { ledger } = deps;
  const { organizationId } = delivery;
  const ways = conclusions(delivery, deps.now);
  const { over } = ways;
  const later = (code: string, message: string): Conclusion =>
    ways.later(PATIENCE, message, code) ?? over("refused", `${message} Given up after an hour.`, code);

  const { invoiceId, counter: named, method } = BooksRequest.parse(JSON.parse(delivery.request ?? "{}"));
  const hook = await findHook(ledger, organizationId, "books");
  if (!hook) return over("refused", "The webhook was switched off meanwhile.", "unknown_hook");
  const read = await readInvoice(deps, organizationId, { id: invoiceId });
  if (read.kind === "refused") {
    const product = (await findOrganization(ledger, organizationId))?.product ?? null;
    const { code, message, retryAfter } = startProblem(read.refusal, deps.now(), product);
    return retryAfter !== undefined || code === "books_access_refused"
      ? later(code, message)
      : over("refused", message, code);
  }
  const { invoice } = read;
  if (invoice.balance === 0 || invoice.status.toLowerCase() === "paid") {
    return over("ignored", "Nothing is left to pay on this invoice.", "invoice_without_balance");
  }
  const counter = await counterFor(deps, delivery, invoice, named, hook.settings);
  if ("message" in counter) return over("refused", counter.message, counter.code);

  const idempotencyKey = `hook:books:${invoice.id}:${invoice.balance}:${invoice.total}`;
  const started = await startCollection(deps, {
    organizationId,
    invoice: { read: invoice },
    counterId: counter.id,
    amount: null,
    method: method ?? hook.settings.payment_method,
    idempotencyKey,
    sameAs: idempotencyKey,
    acknowledgeUnresolved: false,
    by: "Books workflow",
  });
  if (started.kind === "started") {
    const message = `${invoice.number} at ${started.view.counter_name}`;
    return over(started.repeated ? "repeated" : "started", message, null, started.view.id);
  }
  const { code, message, retryAfter } = startProblem(started.refusal, deps.now(), started.product);
  if (retryAfter !== undefined) return later(code, message);
  return over("refused", message, code, held(started.refusal));
}

const held = (refusal: StartRefusal): string | null => ("by" in refusal ? refusal.by.id : null);

/** From the address, else the invoice's custom field, else its location, else the organization's default. */
async function counterFor(
  { ledger }: Needs,
  { organizationId }: HookDelivery,
  invoice: BillingInvoice,
  named: string | null,
  settings: HookSettings,
): Promise<Counter | { code: string; message: string }> {
  const counters = await listCounters(ledger, organizationId);
  const called = (text: string): Counter | undefined =>
    counters.find(({ id }) => id === text) ??
    counters.find(({ name }) => name.toLowerCase() === text.trim().toLowerCase());
  for (const [where, text] of [
    ["the address names", named],
    [`the field ${settings.counter_field} names`, invoice.customFields?.[settings.counter_field] || null],
  ] as const) {
    if (text === null) continue;
    const counter = called(text);
    return (
      counter ?? { code: "unknown_counter", message: `There is no counter "${text.slice(0, 64)}", which ${where}.` }
    );
  }
  const here = counters.filter(({ locationId }) => locationId !== null && locationId === invoice.locationId);
  if (here.length > 0) {
    const loads = here.length > 1 ? await terminalLoads(ledger, organizationId) : new Map<string, number>();
    const waiting = ({ terminalId }: Counter): number => loads.get(terminalId) ?? 0;
    const [freest] = here.toSorted((a, b) => waiting(a) - waiting(b));
    if (freest) return freest;
  }
  const fallback = settings.default_counter_id === null ? undefined : called(settings.default_counter_id);
  if (fallback) return fallback;
  const message = `Neither the address, the invoice's field ${settings.counter_field}, its location nor a default names a counter.`;
  return { code: "counter_not_named", message };
}
