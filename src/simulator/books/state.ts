import { DAY, dayOf } from "../dates.ts";
import { createWindow, type Window } from "../limits.ts";
import type { Paise } from "../money.ts";
import type { CustomerSeed, InvoiceSeed, LineSeed, OrganizationSeed } from "../seed.ts";

export type Line = LineSeed & { line_item_id: string };

/** What a customer payment did to an invoice. */
export type Application = { invoice_payment_id: string; payment_id: string; amount: Paise };

export type Invoice = {
  invoice_id: string;
  invoice_number: string;
  reference_number: string;
  customer_id: string;
  currency_code: string;
  /** What a person set; paid, partially_paid and overdue follow from balance and date. */
  status: "draft" | "sent" | "void";
  date: string;
  due_date: string;
  lines: Line[];
  total: Paise;
  balance: Paise;
  applications: Application[];
  created_at: number;
  modified_at: number;
  /** Values by API name. */
  custom_fields?: Record<string, string>;
  location_id?: string;
};

export type Comment = {
  comment_id: string;
  invoice_id: string;
  description: string;
  by: string;
  by_id: string;
  type: "system" | "internal" | "client";
  at: number;
};

/** A payment received, in Books' words a customer payment. */
export type CustomerPayment = {
  payment_id: string;
  payment_number: number;
  customer_id: string;
  payment_mode: string;
  amount: Paise;
  bank_charges: Paise;
  /** What no invoice took: the customer's credit. */
  unused: Paise;
  date: string;
  reference_number: string;
  description: string;
  account_id: string;
  location_id: string;
  invoices: { invoice_id: string; amount: Paise; invoice_payment_id: string }[];
  created_at: number;
};

/** One Books or Invoice organization with its indices. */
export type Organization = {
  organization_id: string;
  product: "books" | "invoice";
  profile: Omit<OrganizationSeed, "invoices" | "customers">;
  customers: Map<string, CustomerSeed>;
  invoices: Map<string, Invoice>;
  /** Invoice ids by number; numbers need not be unique. */
  byNumber: Map<string, string[]>;
  comments: Map<string, Comment[]>;
  /** In order of creation. */
  payments: Map<string, CustomerPayment>;
  byReference: Map<string, string[]>;
  byCustomer: Map<string, string[]>;
  paymentsMade: number;
  invoicesMade: number;
  /** Buttons an administrator added to the invoice's page. */
  buttons: { id: string; name: string; url: string }[];
  /** Transactions dated on or before this day are locked. */
  locked_until: string | null;
  perMinute: Window;
  perDay: Window;
};

export function sumOf(lines: LineSeed[]): Paise {
  return lines.reduce((sum, line) => sum + Math.round(line.rate * line.quantity), 0);
}

/** An empty organization with the seed's profile and customers. */
export function emptyOrganization(seed: OrganizationSeed): Organization {
  const { customers, invoices: _, ...profile } = seed;
  return {
    organization_id: seed.organization_id,
    product: seed.product,
    profile,
    customers: new Map(customers.map((customer) => [customer.customer_id, { ...customer }])),
    invoices: new Map(),
    byNumber: new Map(),
    comments: new Map(),
    payments: new Map(),
    byReference: new Map(),
    byCustomer: new Map(),
    paymentsMade: 0,
    invoicesMade: 0,
    buttons: [],
    locked_until: null,
    perMinute: createWindow(60_000),
    perDay: createWindow(DAY),
  };
}

export function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const values = index.get(key);
  if (values === undefined) index.set(key, [value]);
  else values.push(value);
}

/** Puts an invoice into the organization and its indices. */
export function fileInvoice(organization: Organization, invoice: Invoice): void {
  organization.invoices.set(invoice.invoice_id, invoice);
  push(organization.byNumber, invoice.invoice_number, invoice.invoice_id);
}

/** Puts a customer payment into the organization and its indices; balances are the caller's. */
export function filePayment(organization: Organization, payment: CustomerPayment): void {
  organization.payments.set(payment.payment_id, payment);
  push(organization.byReference, payment.reference_number, payment.payment_id);
  push(organization.byCustomer, payment.customer_id, payment.payment_id);
}

/** An invoice as the seed describes it, unpaid. */
export function invoiceFrom(seed: InvoiceSeed, zone: string, now: number): Invoice {
  const total = sumOf(seed.lines);
  const created = now + seed.dated_in_days * DAY;
  return {
    invoice_id: seed.invoice_id,
    invoice_number: seed.invoice_number,
    reference_number: seed.reference_number,
    customer_id: seed.customer_id,
    currency_code: seed.currency_code,
    status: seed.status,
    date: dayOf(created, zone),
    due_date: dayOf(now + seed.due_in_days * DAY, zone),
    lines: seed.lines.map((line, index) => ({ ...line, line_item_id: `${seed.invoice_id.slice(0, -3)}9${index}1` })),
    total,
    balance: total,
    applications: [],
    created_at: created,
    modified_at: created,
  };
}

export type InvoiceStatus = "draft" | "sent" | "void" | "paid" | "partially_paid" | "overdue";

/** The status Books shows on the day. */
export function statusOf(invoice: Invoice, today: string): InvoiceStatus {
  if (invoice.status !== "sent") return invoice.status;
  if (invoice.balance === 0) return "paid";
  if (invoice.due_date < today) return "overdue";
  return invoice.balance < invoice.total ? "partially_paid" : "sent";
}
