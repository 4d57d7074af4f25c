import { paymentDate } from "../dates.ts";
import { decimal } from "../money.ts";
import type { World } from "../world.ts";
import type { Payment, PaymentsAccount, Session } from "./state.ts";

type Fields = Record<string, unknown>;

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** `payments_session` of the create answer (pos-billing-integration.txt, step 1). */
export function createdSession(world: World, session: Session): Fields {
  return {
    payments_session_id: session.id,
    currency: "INR",
    amount: decimal(session.amount),
    terminal_id: session.terminal_id,
    created_time: seconds(session.created_at),
    [world.settings.session_type_field]: "pos_payment",
    session_status: session.status,
    ...echo(session),
    ...(session.meta_data.length > 0 ? { meta_data: session.meta_data } : {}),
  };
}

/** `payments_session` of the retrieve answer (step 4): `payments` once the session is final or an attempt was made. */
export function retrievedSession(world: World, account: PaymentsAccount, session: Session): Fields {
  const attempts = session.payment_ids.flatMap((id) => account.byPaymentId.get(id) ?? []);
  return {
    payments_session_id: session.id,
    currency: "INR",
    amount: decimal(session.amount),
    session_status: session.status,
    [world.settings.session_type_field]: "pos_payment",
    created_time: seconds(session.created_at),
    ...echo(session),
    ...(attempts.length > 0 ? { payments: attempts.map((payment) => attempt(world, payment)) } : {}),
  };
}

function echo(session: Session): Fields {
  return {
    ...(session.invoice_number === null ? {} : { invoice_number: session.invoice_number }),
    ...(session.description === null ? {} : { description: session.description }),
  };
}

function attempt(world: World, payment: Payment): Fields {
  return {
    payment_id: payment.id,
    status: world.settings.session_shows_refunds ? statusOf(payment) : payment.status,
    date: seconds(payment.date),
    date_formatted: paymentDate(payment.date),
    ...(payment.failure_code === null ? {} : { failure_code: payment.failure_code }),
    payment_method: { type: payment.method.type, type_formatted: payment.method.type === "card" ? "Card" : "UPI" },
  };
}

/** A payment's status as Zoho says it, with money given back. */
export function statusOf(payment: Payment): string {
  if (payment.refunded === 0 || payment.status === "failed") return payment.status;
  return payment.refunded < payment.amount ? "partially_refunded" : "refunded";
}

/** A payment of `GET /payments` and `GET /payments/{id}` (payments.md 6). All money is text. */
export function paymentObject(payment: Payment): Fields {
  const taken = payment.status === "succeeded" ? payment.amount : 0;
  const fee = Math.round((taken * 175) / 10_000);
  const tax = Math.round((fee * 18) / 100);
  return {
    payment_id: payment.id,
    payment_type: "pos",
    transaction_type: "one_time",
    amount: decimal(payment.amount),
    currency: "INR",
    ...(payment.session_id === null ? {} : { payments_session_id: payment.session_id }),
    invoice_number: payment.invoice_number ?? "",
    reference_number: "",
    transaction_reference_number: payment.transaction_reference_number,
    receipt_email: "",
    phone: "",
    amount_captured: decimal(taken),
    amount_refunded: decimal(payment.refunded),
    fee_amount: decimal(fee),
    net_tax_amount: decimal(tax),
    total_fee_amount: decimal(fee + tax),
    net_amount: decimal(taken - fee - tax),
    status: statusOf(payment),
    ...(payment.failure_code === null ? {} : { failure_code: payment.failure_code }),
    statement_descriptor: "",
    description: payment.description ?? "",
    date: seconds(payment.date),
    payment_method: payment.method,
    meta_data: payment.meta_data,
  };
}

/** What the programmatic views show of a session; money in rupees is left to the reader. */
export type SessionView = Omit<Session, "meta_data"> & { meta_data: Record<string, string> };

export function sessionView(session: Session): SessionView {
  return { ...session, meta_data: Object.fromEntries(session.meta_data.map(({ key, value }) => [key, value])) };
}
