import type { Paise } from "../money.ts";
import type { World } from "../world.ts";
import { type SessionView, sessionView } from "./emit.ts";
import { activeSession, cardOf, finish, recordPayment, refund, settle, upiOf } from "./lifecycle.ts";
import type { Payment, PaymentMethod, PaymentsAccount, Screen, Session, Terminal } from "./state.ts";

export type DeviceRefusal = {
  ok: false;
  reason: "no_session" | "not_fetched" | "expired" | "already_final" | "unknown_payment";
};
export type DeviceResult = { ok: true; session_id: string } | DeviceRefusal;
export type DevicePayment = { ok: true; payment_id: string } | DeviceRefusal;

export type DeviceView = {
  terminal_id: string;
  name: string;
  account_id: string;
  serial_number: string;
  active: boolean;
  screen: Screen;
  paying_with: "card" | "upi";
  session: SessionView | null;
  /** End of the shown session's validity, epoch milliseconds; the grace of one who is paying comes on top. */
  valid_until: number | null;
  payment: Payment | null;
  /** Whether a session waits to be fetched. */
  waiting: boolean;
};

/**
 * What people do at a terminal. `pay`, `decline` and `cancel` fetch the session themselves when nobody did, so that a
 * test needs one line; the pages fetch first, as a cashier must.
 */
export type DeviceActions = {
  view(): DeviceView;
  /** Pulls the active session onto the screen. */
  fetchPayments(): DeviceResult;
  /** The customer has begun to pay; from now on the session outlives its validity by the grace. */
  startPaying(method?: "card" | "upi"): DeviceResult;
  /** The bank says yes. */
  pay(method?: "card" | "upi" | PaymentMethod): DevicePayment;
  /** The bank says no. */
  decline(failureCode?: string, method?: "card" | "upi"): DevicePayment;
  /** The cashier cancels on the device: failed with `cancelled_by_merchant`. */
  cancel(): DevicePayment;
  /** Back to the idle screen; a session in progress stays as it is and expires by itself. */
  walkAway(): void;
  /** Someone corrects the amount of the active session on the device: nothing keeps it equal to what was asked for. */
  retypeAmount(amount: Paise): DeviceResult;
  /** Standalone mode: an amount typed on the device, with no session. */
  chargeStandalone(amount: Paise, method?: "card" | "upi"): string;
  /** Gives money back for a payment of this terminal; the whole amount when none is given (a void). */
  refund(paymentId: string, amount?: Paise): DevicePayment;
  setActive(active: boolean): void;
};

/** The actions of one terminal, or undefined when there is none of that id. */
export function deviceActions(world: World, terminalId: string): DeviceActions | undefined {
  const terminal = world.terminals.get(terminalId);
  const account = terminal === undefined ? undefined : world.payments.get(terminal.account_id);
  if (terminal === undefined || account === undefined) return undefined;

  const show = (session: Session | null, screen: Screen): void => {
    terminal.shown = session?.id ?? null;
    terminal.screen = screen;
    world.changed();
  };
  const take = (): { ok: true; session: Session } | DeviceRefusal => {
    const session = terminal.session_id === null ? undefined : account.sessions.get(terminal.session_id);
    if (session === undefined) return { ok: false, reason: "no_session" };
    if (!settle(world, account, session)) return { ok: false, reason: session.expired ? "expired" : "already_final" };
    if (session.fetched_at === null) session.fetched_at = world.clock.now();
    return { ok: true, session };
  };
  const conclude = (method: PaymentMethod, failureCode: string | null, final: boolean): DevicePayment => {
    const taken = take();
    if (!taken.ok) return taken;
    const payment = finish(world, account, taken.session, { method, failure_code: failureCode, final });
    show(taken.session, final ? "result" : "ready");
    return { ok: true, payment_id: payment.id };
  };

  return {
    view: () => viewOf(world, account, terminal),
    fetchPayments() {
      const session = activeSession(world, account, terminal);
      if (session === null || !terminal.active) {
        show(null, "nothing");
        return { ok: false, reason: "no_session" };
      }
      if (session.fetched_at === null) session.fetched_at = world.clock.now();
      show(session, session.paying_since === null ? "ready" : "paying");
      return { ok: true, session_id: session.id };
    },
    startPaying(method) {
      const taken = take();
      if (!taken.ok) return taken;
      taken.session.paying_since ??= world.clock.now();
      terminal.paying_with = method ?? taken.session.method ?? "card";
      show(taken.session, "paying");
      return { ok: true, session_id: taken.session.id };
    },
    pay(method) {
      const chosen = terminal.screen === "paying" ? terminal.paying_with : newestSession(account, terminal)?.method;
      const wanted = method ?? chosen ?? "card";
      const used = typeof wanted === "object" ? wanted : wanted === "upi" ? upiOf(world) : cardOf(world);
      return conclude(used, null, true);
    },
    decline: (failureCode = "insufficient_funds", method = "card") =>
      conclude(method === "upi" ? upiOf(world) : cardOf(world), failureCode, world.settings.decline_ends_session),
    cancel: () => conclude(cardOf(world), "cancelled_by_merchant", true),
    walkAway: () => show(null, "idle"),
    retypeAmount(amount) {
      const session = activeSession(world, account, terminal);
      if (session === null) return { ok: false, reason: "no_session" };
      session.amount = amount;
      world.changed();
      return { ok: true, session_id: session.id };
    },
    chargeStandalone(amount, method = "card") {
      const payment = recordPayment(world, account, {
        session_id: null,
        terminal_id: terminal.terminal_id,
        amount,
        invoice_number: null,
        description: null,
        meta_data: [],
        method: method === "upi" ? upiOf(world) : cardOf(world),
        failure_code: null,
        date: world.clock.now(),
      });
      world.changed();
      return payment.id;
    },
    refund(paymentId, amount) {
      const payment = account.byPaymentId.get(paymentId);
      if (payment?.status !== "succeeded" || payment.terminal_id !== terminal.terminal_id) {
        return { ok: false, reason: "unknown_payment" };
      }
      refund(world, payment, amount ?? payment.amount);
      return { ok: true, payment_id: payment.id };
    },
    setActive(active) {
      terminal.active = active;
      world.changed();
    },
  };
}

function newestSession(account: PaymentsAccount, terminal: Terminal): Session | undefined {
  return account.sessions.get(terminal.session_id ?? "");
}

function viewOf(world: World, account: PaymentsAccount, terminal: Terminal): DeviceView {
  const active = activeSession(world, account, terminal);
  const session = terminal.shown === null ? undefined : account.sessions.get(terminal.shown);
  const payment = account.byPaymentId.get(session?.payment_ids.at(-1) ?? "");
  const overtaken = session !== undefined && session.id !== active?.id && terminal.screen !== "idle";
  return {
    terminal_id: terminal.terminal_id,
    name: terminal.name,
    account_id: terminal.account_id,
    serial_number: terminal.serial_number,
    active: terminal.active,
    screen: overtaken ? "result" : terminal.screen,
    paying_with: terminal.paying_with,
    session: session === undefined ? null : sessionView(session),
    valid_until:
      session?.status === "in_progress" && !session.expired
        ? session.created_at + world.settings.session_valid_ms
        : null,
    payment: payment ?? null,
    waiting: active !== null && active.fetched_at === null,
  };
}

/** What a test reads of a Payments account. */
export type PaymentsView = {
  /** Oldest first; expired ones are settled before. */
  sessions(): SessionView[];
  session(id: string): SessionView | undefined;
  /** Oldest first, also failed ones. */
  payments(): Payment[];
  payment(id: string): Payment | undefined;
  /** The session that keeps the terminal from getting another. */
  active(terminalId: string): SessionView | null;
};

export function paymentsView(world: World, account: PaymentsAccount): PaymentsView {
  const settled = (session: Session): SessionView => {
    settle(world, account, session);
    return sessionView(session);
  };
  return {
    sessions: () => [...account.sessions.values()].map(settled),
    session(id) {
      const session = account.sessions.get(id);
      return session === undefined ? undefined : settled(session);
    },
    payments: () => account.payments.map((payment) => ({ ...payment })),
    payment: (id) => account.byPaymentId.get(id),
    active(terminalId) {
      const terminal = account.terminals.find((candidate) => candidate.terminal_id === terminalId);
      const session = terminal === undefined ? null : activeSession(world, account, terminal);
      return session === null ? null : sessionView(session);
    },
  };
}
