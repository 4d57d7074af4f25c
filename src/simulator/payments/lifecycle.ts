import { randomHex } from "../ids.ts";
import type { Paise } from "../money.ts";
import type { World } from "../world.ts";
import type { Payment, PaymentMethod, PaymentsAccount, Session, Terminal } from "./state.ts";

/** Epoch milliseconds until which a session may still be paid: validity, and the grace for a customer already paying. */
export function endsAt(world: World, session: Session): number {
  const validUntil = session.created_at + world.settings.session_valid_ms;
  const late = session.paying_since !== null && session.paying_since < validUntil;
  return late ? validUntil + world.settings.late_grace_ms : validUntil;
}

/** Lets the session expire if its time is over, and says whether it can still be paid. */
export function settle(world: World, account: PaymentsAccount, session: Session): boolean {
  if (session.status !== "in_progress" || session.expired) return false;
  const end = endsAt(world, session);
  if (world.clock.now() < end) return true;
  session.expired = true;
  session.ended_at = end;
  if (world.settings.expiry === "failed") {
    session.status = "failed";
    const method = session.method === "upi" ? upiOf(world) : cardOf(world);
    addPayment(world, account, session, { method, failure_code: "session_expired", date: end });
  }
  world.changed();
  return false;
}

/** The session a terminal must finish before it gets another one, if there is one. */
export function activeSession(world: World, account: PaymentsAccount, terminal: Terminal): Session | null {
  const session = terminal.session_id === null ? undefined : account.sessions.get(terminal.session_id);
  return session !== undefined && settle(world, account, session) ? session : null;
}

/** The end of an attempt: succeeds without `failure_code`, fails with one. Returns the payment. */
export function finish(
  world: World,
  account: PaymentsAccount,
  session: Session,
  outcome: { method: PaymentMethod; failure_code: string | null; final: boolean },
): Payment {
  const now = world.clock.now();
  const payment = addPayment(world, account, session, { ...outcome, date: now });
  if (outcome.final) {
    session.status = outcome.failure_code === null ? "succeeded" : "failed";
    session.ended_at = now;
  }
  world.changed();
  return payment;
}

function addPayment(
  world: World,
  account: PaymentsAccount,
  session: Session,
  outcome: { method: PaymentMethod; failure_code: string | null; date: number },
): Payment {
  const payment = recordPayment(world, account, {
    session_id: session.id,
    terminal_id: session.terminal_id,
    amount: session.amount,
    invoice_number: session.invoice_number,
    description: session.description,
    meta_data: session.meta_data,
    ...outcome,
  });
  session.payment_ids.push(payment.id);
  return payment;
}

/** Books a payment of the account, whether it comes from a session or was typed on the device. */
export function recordPayment(
  world: World,
  account: PaymentsAccount,
  from: Pick<
    Payment,
    | "session_id"
    | "terminal_id"
    | "amount"
    | "invoice_number"
    | "description"
    | "meta_data"
    | "method"
    | "failure_code"
    | "date"
  >,
): Payment {
  const id = world.ids.payment();
  const reference = String(Math.floor(world.random() * 1e12)).padStart(12, "0");
  const payment: Payment = {
    ...from,
    id,
    account_id: account.account_id,
    refunded: 0,
    status: from.failure_code === null ? "succeeded" : "failed",
    transaction_reference_number: reference,
    batch_number: world.terminals.get(from.terminal_id)?.batch_number ?? 1,
    haystack: `${id} ${from.invoice_number ?? ""} ${from.description ?? ""} ${reference}`.toLowerCase(),
  };
  account.payments.push(payment);
  account.byPaymentId.set(id, payment);
  world.happened({ kind: "payment", payment });
  return payment;
}

const CARDS = [
  { card_holder_name: "PRIYA SHARMA", last_four_digits: "1111", brand: "Visa", funding: "credit" },
  { card_holder_name: "ARJUN NAIR", last_four_digits: "1021", brand: "Mastercard", funding: "debit" },
  { card_holder_name: "KAVITA RAO", last_four_digits: "7653", brand: "RuPay", funding: "debit" },
];

/** A customer's card, drawn from the injected randomness. */
export function cardOf(world: World): PaymentMethod {
  const card = CARDS[Math.floor(world.random() * CARDS.length)] ?? CARDS[0];
  return {
    type: "card",
    card: {
      card_holder_name: "",
      last_four_digits: "",
      brand: "",
      funding: "",
      ...card,
      expiry_month: "09",
      expiry_year: "2031",
    },
  };
}

/** A customer's UPI address, drawn from the injected randomness. */
export function upiOf(world: World): PaymentMethod {
  return {
    type: "upi",
    upi: { upi_id: `customer.${randomHex(world.random, 1)}@okaxis`, channel: "qr", account_type: "savings" },
  };
}

/** Money given back for a payment on the device or in Zoho; the whole amount reads as refunded. */
export function refund(world: World, payment: Payment, amount: Paise): void {
  const given = Math.min(payment.amount - payment.refunded, amount);
  payment.refunded += given;
  if (given > 0) world.happened({ kind: "refund", payment, amount: given });
  world.changed();
}
