import { html } from "hono/html";
import type { DeviceView } from "../payments/device.ts";
import type { Html } from "./layout.ts";

/** A button that does something at the terminal. */
export function deviceButton(
  view: DeviceView,
  label: string,
  body: Record<string, unknown>,
  options: { id: string; kind?: string },
): Html {
  return html`<button id="${options.id}" class="${options.kind ?? ""}" data-url="/_control/terminals/${view.terminal_id}"
    data-body="${JSON.stringify(body)}">${label}</button>`;
}

const CODES: Record<string, string> = {
  insufficient_funds: "Insufficient funds",
  incorrect_pin: "Incorrect PIN",
  card_expired: "Card expired",
  declined_by_issuer: "Declined by the bank",
  authentication_failed: "Authentication failed",
  upi_timeout: "UPI request timed out",
  cancelled_by_merchant: "Cancelled on the terminal",
  session_expired: "Time ran out",
};

/** Words for a failure code; the code itself when it has none. */
export function failureWords(code: string | null): string {
  return code === null ? "" : (CODES[code] ?? code);
}

/** What a bank may say no with. */
export const DECLINES = [
  "insufficient_funds",
  "incorrect_pin",
  "card_expired",
  "declined_by_issuer",
  "authentication_failed",
  "upi_timeout",
];
