import { createHmac } from "node:crypto";
import { invoiceObject } from "../books/emit.ts";
import { type Paise, rupees } from "../money.ts";
import { paymentObject } from "../payments/emit.ts";
import type { Payment } from "../payments/state.ts";
import type { World } from "../world.ts";
import type { Happening } from "./happening.ts";
import type { BooksHook, PaymentsHook } from "./shapes.ts";

/** A request as the wire has it. */
export type Message = { address: string; headers: Record<string, string>; body: string };

/** The delivery of a Books webhook; null when the invoice is gone. */
export function booksMessage(
  world: World,
  hook: BooksHook,
  { organization, invoice_id }: Extract<Happening, { kind: "invoice" }>,
): Message | null {
  const invoice = organization.invoices.get(invoice_id);
  if (invoice === undefined) return null;
  const { organization_id } = organization;
  const json = JSON.stringify({ organization_id, invoice: invoiceObject(world, organization, invoice) });
  const stamp = String(invoice.modified_at);
  switch (hook.body) {
    case "default":
      return signedJson(hook, json);
    case "raw":
      return signedJson(hook, JSON.stringify({ invoice_id, last_modified_time: stamp }));
    case "form":
      return signedForm(hook, { organization_id, invoice_id, last_modified_time: stamp });
    case "json_string":
      return signedForm(hook, { JSONString: json });
  }
}

function signedJson(hook: BooksHook, body: string): Message {
  return signed(hook, "application/json", joined(new URL(hook.address).searchParams) + body, body);
}

function signedForm(hook: BooksHook, fields: Record<string, string>): Message {
  const pairs = new URLSearchParams([...new URL(hook.address).searchParams, ...Object.entries(fields)]);
  const body = new URLSearchParams(fields).toString();
  return signed(hook, "application/x-www-form-urlencoded", joined(pairs), body);
}

const signed = (hook: BooksHook, type: string, text: string, body: string): Message => ({
  address: hook.address,
  headers: { "content-type": type, "x-zoho-webhook-signature": hmac(hook.secret, text) },
  body,
});

/** Keys and values in the order of the keys, with nothing between them (Billing KB, securing webhooks). */
const joined = (pairs: URLSearchParams): string =>
  [...pairs]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => key + value)
    .join("");

/** The body of a Payments webhook: `event_id` and `account_id` are JSON numbers, the former beyond 2^53. */
export function paymentsBody(
  world: World,
  hook: PaymentsHook,
  happening: Exclude<Happening, { kind: "invoice" }>,
): string {
  const { type, object } =
    happening.kind === "payment"
      ? { type: `payment.${happening.payment.status}`, object: { payment: paymentObject(happening.payment) } }
      : { type: "refund.succeeded", object: { refund: refundObject(world, happening.payment, happening.amount) } };
  const rest = { event_type: type, live_mode: false, event_time: world.clock.now(), event_object: object };
  return `{"event_id":${world.ids.payment()},"account_id":${hook.account_id},${JSON.stringify(rest).slice(1)}`;
}

const refundObject = (world: World, payment: Payment, amount: Paise) => ({
  refund_id: world.ids.payment(),
  payment_id: payment.id,
  reference_number: payment.transaction_reference_number,
  amount: rupees(amount).toFixed(2),
  type: "initiated_by_merchant",
  reason: "requested_by_customer",
  status: "succeeded",
  date: Math.floor(world.clock.now() / 1_000),
});

/** Signed anew at every try. */
export function paymentsMessage(hook: PaymentsHook, body: string, now: number): Message {
  const signature = `t=${now},v=${hmac(hook.signing_key, `${now}.${body}`)}`;
  const headers = { "content-type": "application/json", "x-zoho-webhook-signature": signature };
  return { address: hook.address, headers, body };
}

const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex");
