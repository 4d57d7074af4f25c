import type { Status } from "../collection/collection.ts";
import { inr, rupees } from "../collection/money.ts";
import { atStart, billingName } from "../views/billing-name.ts";
import type { InvoiceRefusal } from "./collections/invoice.ts";
import type { StartRefusal } from "./collections/start.ts";

/** Every error the API can answer, with its HTTP status. The codes are part of the contract; the words are not. */
const HTTP_STATUS = {
  invalid_field: 400,
  misspelt_field: 400,
  malformed_json: 400,
  malformed_form: 400,
  amount_malformed: 400,
  amount_zero: 400,
  amount_negative: 400,
  amount_too_precise: 400,
  idempotency_key_missing: 400,
  malformed_hook: 400,
  not_authenticated: 401,
  signature_mismatch: 401,
  signature_late: 401,
  forbidden_organization: 403,
  admin_only: 403,
  cross_site: 403,
  not_found: 404,
  unknown_collection: 404,
  unknown_invoice: 404,
  unknown_counter: 404,
  unknown_endpoint: 404,
  unknown_delivery: 404,
  unknown_hook: 404,
  method_not_allowed: 405,
  several_invoices: 409,
  invoice_busy: 409,
  invoice_unresolved: 409,
  idempotency_key_reused: 409,
  action_not_possible: 409,
  counter_taken: 409,
  counter_retired: 409,
  too_many_endpoints: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  invoice_not_payable: 422,
  invoice_not_inr: 422,
  invoice_without_balance: 422,
  amount_over_balance: 422,
  billed_elsewhere: 422,
  counter_not_named: 422,
  address_not_allowed: 422,
  rate_limited: 429,
  internal_error: 500,
  books_access_refused: 502,
  books_unavailable: 503,
  ledger_unavailable: 503,
  terminal_unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof HTTP_STATUS;
export type ErrorStatus = (typeof HTTP_STATUS)[ErrorCode];
export const ERROR_CODES = Object.keys(HTTP_STATUS) as [ErrorCode, ...ErrorCode[]];
export const statusOfCode = (code: ErrorCode): ErrorStatus => HTTP_STATUS[code];
/** The codes an answer of this status may carry. */
export const codesOf = (status: number): ErrorCode[] => ERROR_CODES.filter((code) => HTTP_STATUS[code] === status);

/** What a program may act on, beside the code. */
export interface Details {
  problems?: { field: string; message: string }[];
  collection_id?: string;
  collection_status?: Status;
  invoice_status?: string;
  balance?: string;
  currency?: string;
  request_id?: string;
}

/** An error as data: what went wrong, in words that say what to do, and what a program needs to act on it. */
export interface Problem {
  code: ErrorCode;
  message: string;
  /** The part of the request it is about. */
  field?: string;
  /** Seconds after which the same request may be repeated. */
  retryAfter?: number;
  details?: Details;
}

export const statusOf = (problem: Problem): ErrorStatus => HTTP_STATUS[problem.code];

const LATER = 5;

export const LEDGER_AWAY: Problem = {
  code: "ledger_unavailable",
  message: "Our database does not answer. Nothing was started or lost; repeat the request in a few seconds.",
  retryAfter: LATER,
};

export const TERMINAL_AWAY: Problem = {
  code: "terminal_unavailable",
  message: "The counter's queue does not answer now. Nothing is lost; repeat the request in a few seconds.",
  retryAfter: LATER,
};

/** What the invoices of the organization are in; null when nobody has looked. */
type Billed = Parameters<typeof billingName>[0];

/** Why an invoice cannot be read. `now` is epoch ms. */
function invoiceProblem(refusal: InvoiceRefusal, now: number, product: Billed): Problem {
  const billing = billingName(product);
  switch (refusal.reason) {
    case "unknown_invoice":
      return {
        code: "unknown_invoice",
        field: "invoice_id",
        message: `This organization has no such invoice in ${billing}. Check the invoice's id or number.`,
      };
    case "several_invoices":
      return {
        code: "several_invoices",
        field: "invoice_number",
        message: `${refusal.count} invoices have this number. Name the one you mean by invoice_id.`,
      };
    case "books_access_refused":
      return {
        code: "books_access_refused",
        message: `${atStart(billing)} refused our access (${refusal.message}). An administrator must connect it again.`,
      };
    case "books_unavailable":
      return {
        code: "books_unavailable",
        message: `${atStart(billing)} does not answer now (${refusal.message}). Nothing was sent to the terminal; try again.`,
        retryAfter: Math.max(1, Math.ceil((refusal.retryAt - now) / 1_000)),
      };
  }
}

/** Why a collection was not started, in an organization that bills with `product`. `now` is epoch ms. */
export function startProblem(refusal: StartRefusal, now: number, product: Billed = null): Problem {
  switch (refusal.reason) {
    case "invoice_not_payable":
      return {
        code: "invoice_not_payable",
        field: "invoice_id",
        message: `The invoice is ${refusal.status}. ${remedyFor(refusal.status, billingName(product))}`,
        details: { invoice_status: refusal.status },
      };
    case "invoice_not_inr":
      return {
        code: "invoice_not_inr",
        field: "invoice_id",
        message: `The invoice is in ${refusal.currency}. Terminals take rupees only; collect it another way.`,
        details: { currency: refusal.currency },
      };
    case "invoice_without_balance":
      return {
        code: "invoice_without_balance",
        field: "invoice_id",
        message: "Nothing is left to pay on this invoice.",
      };
    case "amount_over_balance":
      return {
        code: "amount_over_balance",
        field: "amount",
        message: `The invoice's balance is ${inr(refusal.balance)}. Ask for that or less.`,
        details: { balance: rupees(refusal.balance) },
      };
    case "unknown_counter":
      return {
        code: "unknown_counter",
        field: "counter_id",
        message: "This organization has no such counter in use. GET /api/v1/counters lists them.",
      };
    case "billed_elsewhere":
      return {
        code: "billed_elsewhere",
        field: refusal.missing,
        message: `This organization's invoices are not in Zoho: its billing software starts collections itself. Send ${refusal.missing}.`,
      };
    case "invoice_held":
      return {
        code: "invoice_busy",
        field: "invoice_id",
        message: `This invoice is being collected already at ${refusal.by.counterName}. Wait for it, or cancel it first.`,
        details: { collection_id: refusal.by.id, collection_status: refusal.by.status },
      };
    case "invoice_unresolved":
      return {
        code: "invoice_unresolved",
        field: "acknowledge_unresolved",
        message: `${inr(refusal.by.amount)} may already have been taken for this invoice: its collection at ${refusal.by.counterName} has no final answer from Zoho. To charge all the same, send acknowledge_unresolved: true.`,
        details: { collection_id: refusal.by.id },
      };
    case "idempotency_key_reused":
      return {
        code: "idempotency_key_reused",
        field: "Idempotency-Key",
        message: "This Idempotency-Key was used for another request. Use a new key for a new collection.",
      };
    case "ledger_unavailable":
      return LEDGER_AWAY;
    default:
      return invoiceProblem(refusal, now, product);
  }
}

function remedyFor(status: string, billing: string): string {
  switch (status) {
    case "draft":
      return `Mark it as sent in ${billing} first.`;
    case "void":
      return `Convert it to open in ${billing} first, or make a new invoice.`;
    case "paid":
      return "Nothing is left to pay.";
    default:
      return "Only sent, overdue and partly paid invoices can be collected.";
  }
}
