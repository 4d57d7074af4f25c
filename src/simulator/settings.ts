import { z } from "zod";

/**
 * Everything about Zoho that may be chosen. Where Zoho's documentation is silent there is a choice here, so that
 * the connector is tried against each of the answers Zoho may give.
 */
export const settingsShape = z.object({
  /** Validity of a pos_payment session: 3 minutes (in-person session page). */
  session_valid_ms: z.number().int().positive(),
  /** How long after that a customer who is already paying may still succeed (not documented). */
  late_grace_ms: z.number().int().nonnegative(),
  /** What retrieve says of a session nobody paid in time (not documented). */
  expiry: z.enum(["failed", "in_progress_forever", "invalid_payment_session"]),
  /** Whether a decline is final for the session, or the customer may try again within it (not documented). */
  decline_ends_session: z.boolean(),
  /** Whether retrieve says of a payment in a session that it was given back (not documented), or only that it was made. */
  session_shows_refunds: z.boolean(),
  /** How Payments refuses a dead token: HTTP 401, or the errors page's 404 sample "Not Authorised". */
  payments_unauthorised: z.enum(["http_401", "body_404"]),
  /** The name of the session type field differs between Zoho's pages. */
  session_type_field: z.enum(["payment_session_type", "payments_session_type"]),
  payments_per_minute: z.number().int().positive(),
  /** A new payment appears in `GET /payments` only this long after it was made. */
  payments_index_lag_ms: z.number().int().nonnegative(),
  books_per_minute: z.number().int().positive(),
  books_per_day: z.number().int().positive(),
  books_concurrent: z.number().int().positive(),
  /** A new customer payment appears in `GET /customerpayments` only this long after it was made. */
  books_index_lag_ms: z.number().int().nonnegative(),
  /** The same for `GET /invoices/{id}/payments`. */
  books_invoice_payments_lag_ms: z.number().int().nonnegative(),
  /** Books' OpenAPI says `customer_payments`; live answers carry `customerpayments`. */
  customer_payments_key: z.enum(["customerpayments", "customer_payments"]),
  /** The OpenAPI types `total` and `balance` as strings; live answers carry numbers. */
  invoice_money_as: z.enum(["number", "string"]),
  /** What `POST /settings/custombuttons` says; which values its arguments take is not documented. */
  custom_buttons: z.enum(["taken", "refused"]),
  access_token_life_s: z.number().int().positive(),
  /** Every token call is refused with "Access Denied" while this is on. */
  accounts_throttled: z.boolean(),
  /** Added to every API call, so that a demo feels like a network. */
  latency_ms: z.number().int().nonnegative(),
  /** After this long a call under a "hang" fault is rejected in process (over HTTP it never answers). */
  hang_ms: z.number().int().positive(),
});

export type SimulatorSettings = z.infer<typeof settingsShape>;

export const DEFAULT_SETTINGS: SimulatorSettings = {
  session_valid_ms: 180_000,
  late_grace_ms: 60_000,
  expiry: "failed",
  decline_ends_session: true,
  session_shows_refunds: false,
  payments_unauthorised: "http_401",
  session_type_field: "payment_session_type",
  payments_per_minute: 600,
  payments_index_lag_ms: 0,
  books_per_minute: 100,
  books_per_day: 10_000,
  books_concurrent: 10,
  books_index_lag_ms: 0,
  books_invoice_payments_lag_ms: 0,
  customer_payments_key: "customerpayments",
  invoice_money_as: "number",
  custom_buttons: "taken",
  access_token_life_s: 3600,
  accounts_throttled: false,
  latency_ms: 0,
  hang_ms: 86_400_000,
};
