import { z } from "zod";
import type { Answer } from "../../collection/answer.ts";
import type { CustomerId, InvoiceId, OrganizationId } from "../../collection/ids.ts";
import { type Paise, rupeesNumber } from "../../collection/money.ts";
import { classify, type Reading } from "../classify.ts";
import type { HttpRequest, Transport } from "../transport.ts";
import { dialects, type Product } from "./product.ts";
import { BankAccount, CustomerPayment, Invoice, InvoicePayment, Location, Organization, User } from "./schemas.ts";

/** What a call to Books or Invoice needs: which product and host, for which organization, with which token. */
export interface BooksAccess {
  product: Product;
  apiUrl: string;
  organizationId: OrganizationId;
  accessToken: string;
}

/** A customer payment to create; `date` is yyyy-mm-dd in the organization's time zone. */
export interface NewCustomerPayment {
  customerId: CustomerId;
  amount: Paise;
  /** What goes on the invoice; the rest is the customer's credit. */
  applied: Paise;
  invoiceId: InvoiceId;
  paymentMode: string;
  date: string;
  referenceNumber: string;
  description: string;
  depositAccountId: string | null;
}

/** Books' own rules (errors page; books.md §1.8, §1.9): 44 per minute, 45 per day, 1070 at once, 57 not authorized. */
const reading: Reading = ({ status, code, message, header }, now) => {
  if (status === 401 || code === "57") return { kind: "unauthorized", code: code || "401", message };
  if (status !== 429) return null;
  if (code === "45") {
    const reset = Number(header("x-rate-limit-reset"));
    const wait = Number.isFinite(reset) && reset > 0 ? Math.ceil(Math.min(reset, 86_400) * 1000) : 3_600_000;
    return { kind: "throttled", limit: "day", retryAt: now + wait, message };
  }
  if (code === "1070") return { kind: "throttled", limit: "concurrent", retryAt: now + 2_000, message };
  return { kind: "throttled", limit: "minute", retryAt: now + 30_000, message };
};

const READ_TIMEOUT = 10_000;
const WRITE_TIMEOUT = 20_000;

/** Books and Invoice v3. Every function makes one request and never rejects. */
export function booksClient(transport: Transport, now: () => number) {
  const call = async <S extends z.ZodType>(
    access: BooksAccess,
    request: { name: string; path: string; query?: Record<string, string>; body?: unknown },
    schema: S,
  ): Promise<Answer<z.infer<S>>> => {
    const dialect = dialects[access.product];
    const query = new URLSearchParams({ organization_id: access.organizationId, ...request.query });
    const encoded = request.body === undefined ? null : dialect.encode(request.body);
    const http: HttpRequest = {
      name: request.name,
      method: encoded ? "POST" : "GET",
      url: `${access.apiUrl}${dialect.root}${request.path}?${query}`,
      headers: {
        authorization: `Zoho-oauthtoken ${access.accessToken}`,
        ...dialect.headers(access.organizationId),
        ...(encoded ? { "content-type": encoded.contentType } : {}),
      },
      ...(encoded ? { body: encoded.body } : {}),
      timeoutMs: encoded ? WRITE_TIMEOUT : READ_TIMEOUT,
    };
    return classify(await transport(http), schema, reading, now());
  };
  const id = encodeURIComponent;

  return {
    /** `GET /invoices/{id}`, scope invoices.READ. */
    invoice: (access: BooksAccess, invoiceId: InvoiceId) =>
      call(access, { name: "books.invoice", path: `/invoices/${id(invoiceId)}` }, z.object({ invoice: Invoice })),

    /** `GET /invoices?invoice_number=`; a mistyped filter is silently ignored by Zoho, so compare the rows. */
    invoicesByNumber: (access: BooksAccess, invoiceNumber: string) =>
      call(
        access,
        { name: "books.invoices", path: "/invoices", query: { invoice_number: invoiceNumber } },
        z.object({ invoices: z.array(Invoice) }),
      ),

    /** `GET /invoices/{id}/payments`: the payments on one invoice. */
    invoicePayments: (access: BooksAccess, invoiceId: InvoiceId) =>
      call(
        access,
        { name: "books.invoice_payments", path: `/invoices/${id(invoiceId)}/payments` },
        z.object({ payments: z.array(InvoicePayment) }),
      ),

    /** `GET /customerpayments?reference_number=`; both keys of the list are met in the wild (books.md §1.6). */
    customerPayments: (access: BooksAccess, referenceNumber: string) =>
      call(
        access,
        { name: "books.payments", path: "/customerpayments", query: { reference_number: referenceNumber } },
        z.union([
          z.object({ customerpayments: z.array(CustomerPayment) }).transform((body) => body.customerpayments),
          z.object({ customer_payments: z.array(CustomerPayment) }).transform((body) => body.customer_payments),
        ]),
      ),

    /** `POST /customerpayments`, scope customerpayments.CREATE. No idempotency: see `onRecord`. */
    createCustomerPayment: (access: BooksAccess, payment: NewCustomerPayment) => {
      const body = {
        customer_id: payment.customerId,
        payment_mode: payment.paymentMode,
        amount: rupeesNumber(payment.amount),
        date: payment.date,
        reference_number: payment.referenceNumber,
        description: payment.description,
        invoices:
          payment.applied > 0 ? [{ invoice_id: payment.invoiceId, amount_applied: rupeesNumber(payment.applied) }] : [],
        ...(payment.depositAccountId ? { account_id: payment.depositAccountId } : {}),
      };
      return call(
        access,
        { name: "books.record", path: "/customerpayments", body },
        z.object({ payment: CustomerPayment }),
      );
    },

    /** `POST /invoices/{id}/comments`, seen by staff only. */
    comment: (access: BooksAccess, invoiceId: InvoiceId, description: string) =>
      call(
        access,
        {
          name: "books.comment",
          path: `/invoices/${id(invoiceId)}/comments`,
          body: { description, show_comment_to_clients: false },
        },
        z.object({}),
      ),

    organizations: (access: BooksAccess) =>
      call(
        access,
        { name: "books.organizations", path: "/organizations" },
        z.object({ organizations: z.array(Organization) }),
      ),

    currentUser: (access: BooksAccess) =>
      call(access, { name: "books.user", path: "/users/me" }, z.object({ user: User })),

    bankAccounts: (access: BooksAccess) =>
      call(
        access,
        { name: "books.bank_accounts", path: "/bankaccounts" },
        z.object({ bankaccounts: z.array(BankAccount) }),
      ),

    /**
     * `POST /settings/custombuttons`, scope settings.CREATE. Zoho names the arguments; which values they take is not
     * documented (books.md §3.2), so a refusal is to be expected and says nothing about the button itself.
     */
    createButton: (access: BooksAccess, { name, url }: { name: string; url: string }) =>
      call(
        access,
        {
          name: "books.button",
          path: "/settings/custombuttons",
          body: { name, entity_type: "invoice", page_view: "details", action_type: "url", url },
        },
        z.object({}),
      ),

    /** `GET /locations`; an organization that does not use locations is refused or has none. */
    locations: (access: BooksAccess) =>
      call(access, { name: "books.locations", path: "/locations" }, z.object({ locations: z.array(Location) })),
  };
}

export type BooksClient = ReturnType<typeof booksClient>;
