import { paiseFrom } from "../money.ts";
import type { World } from "../world.ts";
import { activeSession } from "./lifecycle.ts";
import type { MetaData, PaymentsAccount, Session } from "./state.ts";

export type PaymentsError = { code: string; message: string; status: 400 | 401 | 403 | 404 | 429 };
type Created = { ok: true; session: Session } | { ok: false; error: PaymentsError };

const refuse = (code: string, message: string): Created => ({ ok: false, error: { code, message, status: 400 } });

/**
 * Creates a session after the checks of the create page and of payments.md 3. Codes `invalid_currency` and
 * `payments_not_enabled` are documented; the others are our guess at Zoho's words.
 */
export function createSession(world: World, account: PaymentsAccount, body: unknown): Created {
  if (typeof body !== "object" || body === null)
    return refuse("invalid_request", "The request body is not valid JSON.");
  const fields = body as Record<string, unknown>;
  const amount = paiseFrom(typeof fields.amount === "number" ? fields.amount : undefined);
  if (amount === undefined || amount === 0) return refuse("invalid_amount", "Enter a valid amount.");
  if (fields.currency !== "INR") return refuse("currency_not_supported_for_payment", "Only INR is supported.");
  if (fields.type !== "pos_payment") return refuse("invalid_type", "Enter a valid session type.");

  const terminal = typeof fields.terminal_id === "string" ? world.terminals.get(fields.terminal_id) : undefined;
  if (terminal === undefined || terminal.account_id !== account.account_id) {
    return refuse("invalid_terminal", "The terminal does not exist.");
  }
  if (!terminal.active) return refuse("terminal_inactive", "The terminal is not active.");
  const invoiceNumber = text(fields.invoice_number, 50);
  if (invoiceNumber === undefined) return refuse("invalid_invoice_number", "invoice_number can have 50 characters.");
  const description = text(fields.description, 500);
  if (description === undefined) return refuse("invalid_description", "description can have 500 characters.");
  const metaData = metaDataOf(fields.meta_data);
  if (metaData === undefined)
    return refuse("invalid_meta_data", "meta_data can have 5 entries of key (20) and value (500).");
  const method = methodOf(fields.payment_method_details);
  if (method === undefined) return refuse("invalid_payment_method", "The payment method is not supported.");

  if (activeSession(world, account, terminal) !== null) {
    return refuse("session_already_active", "Another payment session is active on this terminal.");
  }
  const session: Session = {
    id: world.ids.session(),
    account_id: account.account_id,
    terminal_id: terminal.terminal_id,
    amount,
    created_at: world.clock.now(),
    invoice_number: invoiceNumber,
    description,
    meta_data: metaData,
    method,
    status: "in_progress",
    expired: false,
    fetched_at: null,
    paying_since: null,
    ended_at: null,
    payment_ids: [],
  };
  account.sessions.set(session.id, session);
  terminal.session_id = session.id;
  world.changed();
  return { ok: true, session };
}

/** null when absent, undefined when not acceptable. */
function text(value: unknown, limit: number): string | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === "string" && value.length <= limit ? value : undefined;
}

function metaDataOf(value: unknown): MetaData[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > 5) return undefined;
  const entries: MetaData[] = [];
  for (const entry of value as unknown[]) {
    if (typeof entry !== "object" || entry === null) return undefined;
    const { key, value: said } = entry as Record<string, unknown>;
    if (typeof key !== "string" || key === "" || key.length > 20) return undefined;
    if (typeof said !== "string" || said.length > 500) return undefined;
    entries.push({ key, value: said });
  }
  return entries;
}

function methodOf(value: unknown): "card" | "upi" | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return undefined;
  const { type } = value as Record<string, unknown>;
  return type === "card" || type === "upi" ? type : undefined;
}
