import { dayOf, stampOf } from "../dates.ts";
import { type Paise, rupees } from "../money.ts";
import type { World } from "../world.ts";
import { type CustomerPayment, type Invoice, type Organization, statusOf } from "./state.ts";

type Fields = Record<string, unknown>;

const CURRENCY_IDS: Record<string, string> = { INR: "1460000000000000064", USD: "1460000000000000087" };
const SYMBOLS: Record<string, string> = { INR: "₹", USD: "$" };

/** What list and single answer have in common (openapi books-invoices, get-an-invoice-response). */
export function invoiceRow(world: World, organization: Organization, invoice: Invoice): Fields {
  const zone = organization.profile.time_zone;
  const money = (paise: Paise): number | string =>
    world.settings.invoice_money_as === "number" ? rupees(paise) : rupees(paise).toFixed(2);
  const { locations } = organization.profile;
  const location = locations.find(({ location_id }) => location_id === invoice.location_id) ?? locations[0];
  return {
    invoice_id: invoice.invoice_id,
    invoice_number: invoice.invoice_number,
    reference_number: invoice.reference_number,
    customer_id: invoice.customer_id,
    customer_name: organization.customers.get(invoice.customer_id)?.name ?? "",
    status: statusOf(invoice, dayOf(world.clock.now(), zone)),
    date: invoice.date,
    due_date: invoice.due_date,
    currency_id: CURRENCY_IDS[invoice.currency_code] ?? "",
    currency_code: invoice.currency_code,
    currency_symbol: SYMBOLS[invoice.currency_code] ?? "",
    exchange_rate: invoice.currency_code === "INR" ? 1 : 88.4,
    total: money(invoice.total),
    balance: money(invoice.balance),
    location_id: location?.location_id ?? "",
    location_name: location?.location_name ?? "",
    created_time: stampOf(invoice.created_at, zone),
    last_modified_time: stampOf(invoice.modified_at, zone),
  };
}

/** GST inside an inclusive amount. */
export function taxWithin(amount: Paise, percentage: number): Paise {
  return amount - Math.round((amount * 100) / (100 + percentage));
}

/** The whole invoice, as `GET /invoices/{id}` answers it. */
export function invoiceObject(world: World, organization: Organization, invoice: Invoice): Fields {
  const customer = organization.customers.get(invoice.customer_id);
  let taxTotal = 0;
  const lines = invoice.lines.map((line, index) => {
    const amount = Math.round(line.rate * line.quantity);
    taxTotal += taxWithin(amount, line.tax_percentage);
    return {
      line_item_id: line.line_item_id,
      name: line.name,
      description: line.description,
      item_order: index + 1,
      rate: rupees(line.rate),
      quantity: line.quantity,
      hsn_or_sac: line.hsn,
      tax_name: `GST${line.tax_percentage}`,
      tax_percentage: line.tax_percentage,
      item_total: rupees(amount),
    };
  });
  return {
    ...invoiceRow(world, organization, invoice),
    is_inclusive_tax: true,
    place_of_supply: "KA",
    gst_treatment: "consumer",
    price_precision: 2,
    line_items: lines,
    sub_total: rupees(invoice.total),
    tax_total: rupees(taxTotal),
    payment_made: rupees(invoice.total - invoice.balance),
    credits_applied: 0,
    tax_amount_withheld: 0,
    write_off_amount: 0,
    allow_partial_payments: true,
    payment_options: { payment_gateways: [] },
    contact_persons_associated:
      customer === undefined
        ? []
        : [
            {
              contact_person_name: customer.name,
              contact_person_email: customer.email,
              phone: customer.phone,
              mobile: customer.phone,
            },
          ],
    billing_address: { address: customer?.address ?? "", country: "India" },
    custom_fields: Object.entries(invoice.custom_fields ?? {}).map(([api_name, value]) => ({
      api_name,
      label: api_name.replace(/^cf_/, "").replaceAll("_", " "),
      value,
    })),
    notes: "Thank you for your business.",
    terms: "",
  };
}

/** A customer payment in the answers of `/customerpayments`; `payment_number` is text here and a number elsewhere. */
export function paymentObject(organization: Organization, payment: CustomerPayment): Fields {
  const customer = organization.customers.get(payment.customer_id);
  const account = organization.profile.bank_accounts.find(({ account_id }) => account_id === payment.account_id);
  const location = organization.profile.locations.find(({ location_id }) => location_id === payment.location_id);
  return {
    payment_id: payment.payment_id,
    payment_number: String(payment.payment_number),
    payment_mode: payment.payment_mode,
    amount: rupees(payment.amount),
    amount_refunded: 0,
    bank_charges: rupees(payment.bank_charges),
    unused_amount: rupees(payment.unused),
    date: payment.date,
    status: "success",
    reference_number: payment.reference_number,
    description: payment.description,
    customer_id: payment.customer_id,
    customer_name: customer?.name ?? "",
    email: customer?.email ?? "",
    account_id: payment.account_id,
    account_name: account?.account_name ?? "",
    currency_code: "INR",
    currency_symbol: "₹",
    location_id: payment.location_id,
    location_name: location?.location_name ?? "",
    custom_fields: [],
    invoices: payment.invoices.map(({ invoice_id, amount, invoice_payment_id }) => {
      const invoice = organization.invoices.get(invoice_id);
      return {
        invoice_id,
        invoice_payment_id,
        invoice_number: invoice?.invoice_number ?? "",
        date: invoice?.date ?? "",
        invoice_amount: rupees(invoice?.total ?? 0),
        amount_applied: rupees(amount),
        balance_amount: rupees(invoice?.balance ?? 0),
      };
    }),
  };
}

/** A row of `GET /customerpayments`. */
export function paymentRow(organization: Organization, payment: CustomerPayment): Fields {
  const numbers = payment.invoices.map(({ invoice_id }) => organization.invoices.get(invoice_id)?.invoice_number ?? "");
  return {
    payment_id: payment.payment_id,
    payment_number: String(payment.payment_number),
    invoice_number: numbers.join(", "),
    invoice_numbers: numbers.join(", "),
    date: payment.date,
    payment_mode: payment.payment_mode,
    amount: rupees(payment.amount),
    bcy_amount: rupees(payment.amount),
    unused_amount: rupees(payment.unused),
    reference_number: payment.reference_number,
    description: payment.description,
    customer_id: payment.customer_id,
    customer_name: organization.customers.get(payment.customer_id)?.name ?? "",
    account_id: payment.account_id,
    location_id: payment.location_id,
  };
}

/** A row of `GET /invoices/{id}/payments`. */
export function invoicePaymentRow(
  invoice: Invoice,
  payment: CustomerPayment,
  invoicePaymentId: string,
  amount: Paise,
): Fields {
  return {
    payment_id: payment.payment_id,
    payment_number: payment.payment_number,
    invoice_id: invoice.invoice_id,
    invoice_payment_id: invoicePaymentId,
    payment_mode: payment.payment_mode,
    description: payment.description,
    date: payment.date,
    reference_number: payment.reference_number,
    exchange_rate: 1,
    amount: rupees(amount),
    tax_amount_withheld: 0,
    online_transaction_id: "",
    is_single_invoice_payment: payment.invoices.length === 1,
  };
}
