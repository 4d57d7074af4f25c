import { oneByOne } from "../../billing/turns.ts";
import type { OrganizationId } from "../../collection/ids.ts";
import { turnsAtBooks } from "../../organization/call-books.ts";
import { booksClient } from "../../zoho/books/client.ts";
import type { Dependencies } from "../dependencies.ts";

export type ButtonInstalled =
  | { kind: "installed" }
  /** The grant does not cover it; only another consent would change that. */
  | { kind: "not_allowed"; words: string }
  | { kind: "refused"; words: string }
  /** Nobody knows whether the button is there now. */
  | { kind: "unknown"; words: string };

export const BUTTON_NAME = "Collect via POS";

/** The address behind the button, up to where Zoho fills in the invoice's id. */
export const buttonAddress = (publicUrl: string, organizationId: OrganizationId): string =>
  `${publicUrl}/collect?organization_id=${organizationId}&invoice_id=`;

/** How Zoho writes an invoice's id in addresses, by all we have seen (books.md §3.2); its picker has the last word. */
export const INVOICE_ID = "$" + "{INVOICE.INVOICE_ID}";

/** Asks Zoho once to put the button on its invoices. Not repeated by itself: that could make two buttons. */
export async function installButton(
  deps: Pick<Dependencies, "transport" | "organization" | "now" | "settings">,
  organizationId: OrganizationId,
): Promise<ButtonInstalled> {
  const { transport, now, settings } = deps;
  const ask = oneByOne(turnsAtBooks(deps.organization(organizationId), organizationId, { kind: "interactive" }, now));
  const url = `${buttonAddress(settings.PUBLIC_URL, organizationId)}${INVOICE_ID}`;
  const answer = await ask((access) => booksClient(transport, now).createButton(access, { name: BUTTON_NAME, url }));
  switch (answer.kind) {
    case "ok":
      return { kind: "installed" };
    case "unauthorized":
      return { kind: "not_allowed", words: answer.message };
    case "refused":
      return { kind: "refused", words: answer.message };
    case "throttled":
      return { kind: "refused", words: answer.message };
    case "not_sent":
      return { kind: "refused", words: answer.reason };
    case "ambiguous":
      return { kind: "unknown", words: answer.detail };
  }
}
