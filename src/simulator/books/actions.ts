import { DAY, dayOf } from "../dates.ts";
import type { Paise } from "../money.ts";
import type { CustomerSeed } from "../seed.ts";
import type { World } from "../world.ts";
import { addComment } from "./comments.ts";
import { deletePayment, file } from "./record.ts";
import {
  type Comment,
  type CustomerPayment,
  fileInvoice,
  type Invoice,
  type InvoiceStatus,
  type Organization,
  statusOf,
  sumOf,
} from "./state.ts";

export type InvoiceView = Omit<Invoice, "status"> & { status: InvoiceStatus; customer_name: string };

export type NewInvoice = {
  /** Paise. */
  total: Paise;
  /** An existing customer, or a name for a new one; the first customer when neither is given. */
  customer_id?: string;
  customer?: string;
  invoice_number?: string;
  status?: "draft" | "sent" | "void";
  currency_code?: "INR" | "USD";
  due_in_days?: number;
  /** Values by API name. */
  custom_fields?: Record<string, string>;
  /** The organization's first location unless given. */
  location_id?: string;
};

/** What the shop's people do in Books, and what a test reads of it. Amounts are paise. */
export type BooksActions = {
  createInvoice(wish: NewInvoice): InvoiceView;
  invoice(invoiceId: string): InvoiceView | undefined;
  invoices(): InvoiceView[];
  /** Records cash at the desk: the balance, or less. Null when the invoice takes no payment of that size. */
  payInCash(invoiceId: string, amount?: Paise): CustomerPayment | null;
  /** Payments it had stay as the customer's credit. False when there is no such invoice. */
  voidInvoice(invoiceId: string): boolean;
  deleteInvoice(invoiceId: string): boolean;
  /** A new total, not below what was paid. */
  editTotal(invoiceId: string, total: Paise): boolean;
  /** Draft becomes sent. */
  markSent(invoiceId: string): boolean;
  /** In order of creation. */
  customerPayments(filter?: { reference_number?: string; invoice_id?: string }): CustomerPayment[];
  deleteCustomerPayment(paymentId: string): boolean;
  comments(invoiceId: string): Comment[];
  /** Locks transactions dated on or before a yyyy-mm-dd; null unlocks. */
  lockUntil(day: string | null): void;
};

export function booksActions(world: World, organization: Organization): BooksActions {
  const zone = organization.profile.time_zone;
  const today = (): string => dayOf(world.clock.now(), zone);
  const view = (invoice: Invoice): InvoiceView => ({
    ...invoice,
    applications: [...invoice.applications],
    status: statusOf(invoice, today()),
    customer_name: organization.customers.get(invoice.customer_id)?.name ?? "",
  });
  const touch = (invoice: Invoice, description: string): true => {
    invoice.modified_at = world.clock.now();
    world.happened({ kind: "invoice", organization, invoice_id: invoice.invoice_id, change: "edited" });
    addComment(world, organization, invoice.invoice_id, { description, by: "Back office", type: "system" });
    return true;
  };

  return {
    createInvoice(wish) {
      const customer = customerFor(world, organization, wish);
      organization.invoicesMade += 1;
      const now = world.clock.now();
      const invoice: Invoice = {
        invoice_id: world.ids.books(),
        invoice_number: wish.invoice_number ?? `INV-${String(organization.invoicesMade).padStart(6, "0")}`,
        reference_number: "",
        customer_id: customer.customer_id,
        currency_code: wish.currency_code ?? "INR",
        status: wish.status ?? "sent",
        date: today(),
        due_date: dayOf(now + (wish.due_in_days ?? 7) * DAY, zone),
        lines: [
          {
            line_item_id: world.ids.books(),
            name: "Counter sale",
            description: "",
            hsn: "8518",
            quantity: 1,
            rate: wish.total,
            tax_percentage: 18,
          },
        ],
        total: wish.total,
        balance: wish.total,
        applications: [],
        created_at: now,
        modified_at: now,
        ...(wish.custom_fields === undefined ? {} : { custom_fields: wish.custom_fields }),
        ...(wish.location_id === undefined ? {} : { location_id: wish.location_id }),
      };
      fileInvoice(organization, invoice);
      world.happened({ kind: "invoice", organization, invoice_id: invoice.invoice_id, change: "created" });
      world.changed();
      return view(invoice);
    },
    invoice(invoiceId) {
      const invoice = organization.invoices.get(invoiceId);
      return invoice === undefined ? undefined : view(invoice);
    },
    invoices: () => [...organization.invoices.values()].map(view),
    payInCash(invoiceId, amount) {
      const invoice = organization.invoices.get(invoiceId);
      const paid = amount ?? invoice?.balance ?? 0;
      if (invoice?.status !== "sent" || paid <= 0 || paid > invoice.balance) return null;
      return file(
        world,
        organization,
        {
          customer_id: invoice.customer_id,
          payment_mode: "cash",
          amount: paid,
          bank_charges: 0,
          unused: 0,
          date: today(),
          reference_number: "",
          description: "Cash at the desk",
          account_id: organization.profile.bank_accounts[0]?.account_id ?? "",
          location_id: organization.profile.locations[0]?.location_id ?? "",
          targets: [{ invoice, amount: paid }],
        },
        "Back office",
      );
    },
    voidInvoice(invoiceId) {
      const invoice = organization.invoices.get(invoiceId);
      if (invoice === undefined || invoice.status === "void") return false;
      release(organization, invoice);
      invoice.status = "void";
      return touch(invoice, "Invoice marked as void");
    },
    deleteInvoice(invoiceId) {
      const invoice = organization.invoices.get(invoiceId);
      if (invoice === undefined) return false;
      release(organization, invoice);
      organization.invoices.delete(invoiceId);
      const rest = (organization.byNumber.get(invoice.invoice_number) ?? []).filter((id) => id !== invoiceId);
      organization.byNumber.set(invoice.invoice_number, rest);
      world.changed();
      return true;
    },
    editTotal(invoiceId, total) {
      const invoice = organization.invoices.get(invoiceId);
      const paid = invoice === undefined ? 0 : invoice.total - invoice.balance;
      if (invoice === undefined || invoice.status === "void" || total < paid || total <= 0) return false;
      invoice.lines = invoice.lines.filter((line) => line.name !== "Adjustment");
      const difference = total - sumOf(invoice.lines);
      if (difference !== 0) {
        const line = { name: "Adjustment", description: "", hsn: "", quantity: 1, rate: difference, tax_percentage: 0 };
        invoice.lines.push({ ...line, line_item_id: world.ids.books() });
      }
      invoice.total = total;
      invoice.balance = total - paid;
      return touch(invoice, "Invoice updated");
    },
    markSent(invoiceId) {
      const invoice = organization.invoices.get(invoiceId);
      if (invoice?.status !== "draft") return false;
      invoice.status = "sent";
      return touch(invoice, "Invoice marked as sent");
    },
    customerPayments(filter = {}) {
      const candidates =
        filter.reference_number === undefined
          ? [...organization.payments.values()]
          : (organization.byReference.get(filter.reference_number) ?? []).flatMap(
              (id) => organization.payments.get(id) ?? [],
            );
      return candidates.filter(
        (payment) =>
          filter.invoice_id === undefined ||
          payment.invoices.some(({ invoice_id }) => invoice_id === filter.invoice_id),
      );
    },
    deleteCustomerPayment: (paymentId) => deletePayment(world, organization, paymentId, "Back office"),
    comments: (invoiceId) => [...(organization.comments.get(invoiceId) ?? [])],
    lockUntil(day) {
      organization.locked_until = day;
      world.changed();
    },
  };
}

/** Turns what was paid on the invoice into the customer's credit. */
function release(organization: Organization, invoice: Invoice): void {
  for (const { payment_id, amount } of invoice.applications) {
    const payment = organization.payments.get(payment_id);
    if (payment === undefined) continue;
    payment.invoices = payment.invoices.filter(({ invoice_id }) => invoice_id !== invoice.invoice_id);
    payment.unused += amount;
    invoice.balance += amount;
  }
  invoice.applications = [];
}

function customerFor(world: World, organization: Organization, wish: NewInvoice): CustomerSeed {
  const known = wish.customer_id === undefined ? undefined : organization.customers.get(wish.customer_id);
  if (known !== undefined) return known;
  if (wish.customer === undefined && wish.customer_id === undefined) {
    const first = organization.customers.values().next().value;
    if (first !== undefined) return first;
  }
  const customer = {
    customer_id: wish.customer_id ?? world.ids.books(),
    name: wish.customer ?? "Walk-in customer",
    email: "",
    phone: "",
    address: "",
  };
  organization.customers.set(customer.customer_id, customer);
  return customer;
}
