import type { Context } from "hono";
import { dayOf } from "../dates.ts";
import { paiseFrom } from "../money.ts";
import type { World } from "../world.ts";
import { invoiceRow, paymentRow } from "./emit.ts";
import { type CustomerPayment, type Invoice, type Organization, statusOf } from "./state.ts";

type Page<T> = { rows: T[]; page_context: Record<string, unknown> };

/** One page (`page`, `per_page` ≤ 200, default 200) of rows, newest first. */
function pageOf<T>(c: Context, rows: T[], report: string): Page<T> {
  const page = Math.max(1, Math.trunc(Number(c.req.query("page") ?? 1)) || 1);
  const perPage = Math.min(200, Math.max(1, Math.trunc(Number(c.req.query("per_page") ?? 200)) || 200));
  const start = (page - 1) * perPage;
  return {
    rows: rows.slice(start, start + perPage),
    page_context: {
      page,
      per_page: perPage,
      has_more_page: rows.length > start + perPage,
      report_name: report,
      sort_column: "created_time",
      sort_order: "D",
    },
  };
}

/** `GET /invoices`: exact `invoice_number`, `reference_number`, `customer_id`, `status`; `search_text` within. Unknown filters are ignored, as Books does. */
export function listInvoices(world: World, organization: Organization, c: Context): Record<string, unknown> {
  const number = c.req.query("invoice_number");
  const reference = c.req.query("reference_number");
  const customerId = c.req.query("customer_id");
  const status = c.req.query("status");
  const search = c.req.query("search_text")?.toLowerCase();
  const today = dayOf(world.clock.now(), organization.profile.time_zone);
  const candidates: Invoice[] =
    number === undefined
      ? [...organization.invoices.values()].reverse()
      : (organization.byNumber.get(number) ?? []).flatMap((id) => organization.invoices.get(id) ?? []);
  const matching = candidates.filter(
    (invoice) =>
      (reference === undefined || invoice.reference_number === reference) &&
      (customerId === undefined || invoice.customer_id === customerId) &&
      (status === undefined || statusOf(invoice, today) === status) &&
      (search === undefined ||
        `${invoice.invoice_number} ${invoice.reference_number} ${organization.customers.get(invoice.customer_id)?.name ?? ""}`
          .toLowerCase()
          .includes(search)),
  );
  const { rows, page_context } = pageOf(c, matching, "Invoices");
  return { invoices: rows.map((invoice) => invoiceRow(world, organization, invoice)), page_context };
}

/** `GET /customerpayments`: `reference_number`, `customer_id`, `date`, `amount`, `payment_mode`, `search_text`. */
export function listCustomerPayments(world: World, organization: Organization, c: Context): Record<string, unknown> {
  const reference = c.req.query("reference_number");
  const customerId = c.req.query("customer_id");
  const date = c.req.query("date");
  const amount = paiseFrom(c.req.query("amount"));
  const mode = c.req.query("payment_mode");
  const search = c.req.query("search_text")?.toLowerCase();
  const visibleUntil = world.clock.now() - world.settings.books_index_lag_ms;
  const ids = reference === undefined ? undefined : (organization.byReference.get(reference) ?? []);
  const narrowed = ids ?? (customerId === undefined ? undefined : (organization.byCustomer.get(customerId) ?? []));
  const candidates: CustomerPayment[] =
    narrowed === undefined
      ? [...organization.payments.values()]
      : narrowed.flatMap((id) => organization.payments.get(id) ?? []);
  const matching = candidates.filter(
    (payment) =>
      payment.created_at <= visibleUntil &&
      (customerId === undefined || payment.customer_id === customerId) &&
      (date === undefined || payment.date === date) &&
      (amount === undefined || payment.amount === amount) &&
      (mode === undefined || payment.payment_mode === mode) &&
      (search === undefined ||
        `${payment.reference_number} ${payment.description} ${organization.customers.get(payment.customer_id)?.name ?? ""}`
          .toLowerCase()
          .includes(search)),
  );
  const { rows, page_context } = pageOf(c, matching.reverse(), "Customer Payments");
  return {
    [world.settings.customer_payments_key]: rows.map((payment) => paymentRow(organization, payment)),
    page_context,
  };
}
