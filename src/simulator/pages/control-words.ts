import type { FaultRule } from "../faults.ts";
import type { SimulatorSettings } from "../settings.ts";

/** Every route name that a fault or the call log may bear. */
export const ROUTES = [
  "accounts.auth",
  "accounts.token",
  "accounts.revoke",
  "accounts.user_info",
  "payments.create",
  "payments.retrieve",
  "payments.list",
  "payments.payment",
  "books.organizations",
  "books.users_me",
  "books.bank_accounts",
  "books.locations",
  "books.button",
  "books.invoices",
  "books.invoice",
  "books.invoice_payments",
  "books.comment",
  "books.comments",
  "books.record",
  "books.customer_payments",
  "books.customer_payment",
  "books.delete_customer_payment",
] as const;

const KINDS: Record<FaultRule["kind"], string> = {
  delay: "Slower",
  drop_before: "Cut before it arrives",
  drop_after: "Done, but the answer is lost",
  status: "Answers with an error",
  html: "A proxy's error page",
  truncated: "Half an answer",
  garbage: "Garbage for an answer",
  hang: "No answer",
  unknown_status: "A status nobody knows",
  wrong_amount: "A wrong amount",
};

/** A rule in words. */
export function describe(rule: FaultRule): string {
  const where = [rule.route ?? rule.service ?? "everything", rule.organization, rule.terminal]
    .filter((part) => part !== undefined)
    .join(" ");
  const what =
    rule.kind === "delay"
      ? `${KINDS.delay} by ${rule.ms / 1000} s`
      : rule.kind === "status"
        ? `${KINDS.status} ${rule.status}`
        : KINDS[rule.kind];
  const chance = rule.probability === undefined ? "" : `, ${Math.round(rule.probability * 100)} %`;
  const times = rule.times === undefined ? "" : `, ${rule.times} ×`;
  return `${what}: ${where}${chance}${times}`;
}

type Name =
  | "expiry"
  | "decline_ends_session"
  | "late_grace_ms"
  | "payments_unauthorised"
  | "latency_ms"
  | "books_index_lag_ms"
  | "payments_index_lag_ms";
type Selectable = { [N in Name]: { name: N; label: string; choices: [SimulatorSettings[N], string][] } }[Name];

/** Settings the panel offers; the control API has all. */
export const SELECTABLE: Selectable[] = [
  {
    name: "expiry",
    label: "A session nobody paid in 3 minutes",
    choices: [
      ["failed", "turns failed"],
      ["in_progress_forever", "stays in progress for ever"],
      ["invalid_payment_session", "is an invalid session"],
    ],
  },
  {
    name: "decline_ends_session",
    label: "A declined card",
    choices: [
      [true, "ends the session"],
      [false, "may be tried again"],
    ],
  },
  {
    name: "late_grace_ms",
    label: "Paying at the end of the 3 minutes",
    choices: [
      [0, "is cut off"],
      [60_000, "may finish, 1 minute"],
      [300_000, "may finish, 5 minutes"],
    ],
  },
  {
    name: "payments_unauthorised",
    label: "Payments refuses a dead token with",
    choices: [
      ["http_401", "HTTP 401"],
      ["body_404", "HTTP 404 Not Authorised"],
    ],
  },
  {
    name: "latency_ms",
    label: "Every call takes",
    choices: [
      [0, "no time"],
      [150, "150 ms"],
      [1000, "1 second"],
    ],
  },
  {
    name: "books_index_lag_ms",
    label: "Books lists a new payment",
    choices: [
      [0, "at once"],
      [10_000, "after 10 seconds"],
      [60_000, "after a minute"],
    ],
  },
  {
    name: "payments_index_lag_ms",
    label: "Payments lists a new payment",
    choices: [
      [0, "at once"],
      [10_000, "after 10 seconds"],
      [60_000, "after a minute"],
    ],
  },
];
