import type { OrganizationRpc } from "../../organization/rpc.ts";
import type { HttpRequest, Transport } from "../../zoho/transport.ts";

export interface BooksInvoice {
  invoice_id: string;
  invoice_number: string;
  status: string;
  customer_name: string;
  currency_code: string;
  total: number;
  balance: number;
  location_id?: string;
}

/** Zoho Books at the transport's port: a few invoices, and outages on demand. */
export class Books {
  readonly invoices: BooksInvoice[] = [];
  readonly requests: HttpRequest[] = [];
  mode: "up" | "down" | "busy" = "up";
  /** What it says to a new button. */
  buttons: "taken" | "refused" | "not_allowed" = "taken";

  add(id: string, invoice: Partial<BooksInvoice> = {}): BooksInvoice {
    const full = {
      invoice_id: id,
      invoice_number: `INV-${id}`,
      status: "sent",
      customer_name: "Asha Traders",
      currency_code: "INR",
      total: 2450,
      balance: 2450,
      ...invoice,
    };
    this.invoices.push(full);
    return full;
  }

  transport: Transport = async (request) => {
    this.requests.push(request);
    if (this.mode === "down") return { kind: "none", reason: "connection_lost", detail: "the connection broke" };
    const url = new URL(request.url);
    const answer = (status: number, body: unknown) => ({
      kind: "response" as const,
      status,
      header: () => null,
      text: JSON.stringify(body),
    });
    if (this.mode === "busy") return answer(429, { code: 44, message: "Too many requests" });
    if (url.pathname.endsWith("/settings/custombuttons")) {
      if (this.buttons === "not_allowed") return answer(401, { code: 57, message: "You are not authorized" });
      if (this.buttons === "refused") return answer(400, { code: 2, message: "Invalid value passed for action_type" });
      return answer(201, { code: 0, message: "The button has been created." });
    }
    const wire = (invoice: BooksInvoice) => ({ ...invoice, customer_id: "460000000000077" });
    const number = url.searchParams.get("invoice_number");
    if (number !== null) {
      const found = this.invoices.filter((invoice) => invoice.invoice_number === number);
      return answer(200, { code: 0, message: "success", invoices: found.map(wire) });
    }
    const id = decodeURIComponent(url.pathname.split("/").at(-1) ?? "");
    const found = this.invoices.find((invoice) => invoice.invoice_id === id);
    if (!found) return answer(404, { code: 1002, message: "Invoice does not exist." });
    return answer(200, { code: 0, message: "success", invoice: wire(found) });
  };
}

/** An organization's object that always lets everyone go, or, disconnected, no one. */
export function organizationObject(state: { connected: boolean }): OrganizationRpc {
  const gone = { kind: "disconnected" as const, message: "this organization is not connected to Zoho" };
  return {
    payments: () => Promise.resolve(gone),
    books: () =>
      Promise.resolve(
        state.connected
          ? { kind: "go", accessToken: "token", apiUrl: "http://127.0.0.1:9", product: "books", permit: 1 }
          : gone,
      ),
    booksDone: () => Promise.resolve(),
    throttled: () => Promise.resolve(),
  };
}
