import { createWindow, type Window } from "../limits.ts";
import type { Paise } from "../money.ts";
import type { AccountSeed } from "../seed.ts";

export type MetaData = { key: string; value: string };

/** One payment session of a terminal. */
export type Session = {
  id: string;
  account_id: string;
  terminal_id: string;
  amount: Paise;
  created_at: number;
  invoice_number: string | null;
  description: string | null;
  meta_data: MetaData[];
  method: "card" | "upi" | null;
  /** Changes once. Past its validity an `in_progress` session is expired; see lifecycle.ts. */
  status: "in_progress" | "succeeded" | "failed";
  expired: boolean;
  fetched_at: number | null;
  /** When the customer began to pay; such a session outlives its validity by the grace. */
  paying_since: number | null;
  ended_at: number | null;
  /** Attempts, oldest first. */
  payment_ids: string[];
};

export type CardDetails = {
  card_holder_name: string;
  last_four_digits: string;
  expiry_month: string;
  expiry_year: string;
  brand: string;
  funding: string;
};
export type UpiDetails = { upi_id: string; channel: string; account_type: string };
export type PaymentMethod = { type: "card"; card: CardDetails } | { type: "upi"; upi: UpiDetails };

/** What a terminal took or tried to take. */
export type Payment = {
  id: string;
  account_id: string;
  /** null for a payment typed on the device, without a session. */
  session_id: string | null;
  terminal_id: string;
  amount: Paise;
  refunded: Paise;
  status: "succeeded" | "failed";
  failure_code: string | null;
  date: number;
  method: PaymentMethod;
  invoice_number: string | null;
  description: string | null;
  meta_data: MetaData[];
  transaction_reference_number: string;
  batch_number: number;
  /** Lower-case text that `search_text` looks in. */
  haystack: string;
};

export type Screen = "idle" | "nothing" | "ready" | "paying" | "result";

/** A POS device and what stands on its screen. */
export type Terminal = {
  terminal_id: string;
  account_id: string;
  name: string;
  serial_number: string;
  active: boolean;
  /** The newest session; at most one is active. */
  session_id: string | null;
  screen: Screen;
  /** The session on the screen. */
  shown: string | null;
  /** What the customer pays with, while `paying`. */
  paying_with: "card" | "upi";
  batch_number: number;
};

export type PaymentsAccount = {
  account_id: string;
  name: string;
  terminals: Terminal[];
  sessions: Map<string, Session>;
  /** In order of creation. */
  payments: Payment[];
  byPaymentId: Map<string, Payment>;
  window: Window;
};

/** A Payments account as the seed describes it, without history. */
export function accountFrom(seed: AccountSeed): PaymentsAccount {
  return {
    account_id: seed.account_id,
    name: seed.name,
    terminals: seed.terminals.map((terminal) => ({
      ...terminal,
      account_id: seed.account_id,
      session_id: null,
      screen: "idle",
      shown: null,
      paying_with: "card",
      batch_number: 1,
    })),
    sessions: new Map(),
    payments: [],
    byPaymentId: new Map(),
    window: createWindow(60_000),
  };
}
