import { html } from "hono/html";
import { booksActions, type InvoiceView } from "../books/actions.ts";
import { taxWithin } from "../books/emit.ts";
import type { Organization } from "../books/state.ts";
import { dayOf, readableDay, timeOf } from "../dates.ts";
import { type SeenExtension, widgetButton, widgetFrames } from "../extension/frames.ts";
import { decimal, formatMoney, type Paise } from "../money.ts";
import type { World } from "../world.ts";
import { booksBar, sideList, statusWords } from "./books-list.ts";
import { type Html, live, page } from "./layout.ts";

/** An invoice as Books shows it, with the Collect via POS button. */
export function invoicePage(
  world: World,
  organization: Organization,
  invoice: InvoiceView,
  extension: SeenExtension | null,
): Html {
  const content = invoiceLive(world, organization, invoice, extension);
  return page({
    title: `${invoice.invoice_number} · ${organization.profile.name}`,
    kind: "books",
    body: html`${booksBar(organization)}
${extension === null ? live(content) : html`<div id="live">${content}</div>${widgetFrames(extension, organization, invoice.invoice_id)}`}`,
  });
}

/** All of it below the bar, for all of it may change. */
export function invoiceLive(
  world: World,
  organization: Organization,
  invoice: InvoiceView,
  extension: SeenExtension | null,
): Html {
  return html`<div class="split">
${sideList(world, organization, invoice.invoice_id)}
<main>
<p class="backlink"><a href="/books/${organization.organization_id}/invoices">‹ All invoices</a></p>
<div class="heading"><h1>${invoice.invoice_number}</h1><span class="status ${invoice.status}">${statusWords(invoice.status)}</span></div>
${actionBar(world, organization, invoice, extension)}
<p id="problem" class="problem" role="alert" hidden></p>
${paymentsReceived(world, organization, invoice)}
${paper(organization, invoice)}
${history(world, organization, invoice)}
</main></div>`;
}

function actionBar(
  world: World,
  organization: Organization,
  invoice: InvoiceView,
  extension: SeenExtension | null,
): Html {
  const url = `/_control/organizations/${organization.organization_id}/invoices/${invoice.invoice_id}`;
  const { name, address } = buttonOf(world, organization, invoice);
  const payable = invoice.status !== "draft" && invoice.status !== "void" && invoice.balance > 0;
  return html`<div class="actions">
${(extension && widgetButton(extension)) ?? html`<a class="button primary" id="collect-via-pos" href="${address}" target="_blank" rel="noopener">${name}</a>`}
${payable ? html`<button id="cash" data-url="${url}" data-body='{"action":"pay_in_cash"}'>Record cash</button>` : ""}
${invoice.status === "draft" ? html`<button id="sent" data-url="${url}" data-body='{"action":"mark_sent"}'>Mark as sent</button>` : ""}
<details><summary class="button">More</summary><div class="menu card">
<form data-url="${url}" data-body='{"action":"edit_total"}'><label>New total<input id="new-total" name="total" required inputmode="decimal" placeholder="${decimal(invoice.total)}"></label><button>Edit</button></form>
<button id="void" data-url="${url}" data-body='{"action":"void"}' data-confirm="Void ${invoice.invoice_number}?">Void</button>
<button id="delete" data-url="${url}" data-body='{"action":"delete"}' data-confirm="Delete ${invoice.invoice_number}?" data-then="/books/${organization.organization_id}/invoices">Delete</button>
</div></details></div>`;
}

/** The button that opens a link: as an administrator installed it, else as the demo has it. */
function buttonOf(world: World, organization: Organization, invoice: InvoiceView): { name: string; address: string } {
  const installed = organization.buttons.at(-1);
  const name = installed?.name ?? "Collect via POS";
  const url =
    installed?.url ?? `${world.collectUrl}/collect?organization_id=${organization.organization_id}&invoice_id=`;
  const id = encodeURIComponent(invoice.invoice_id);
  const filled = url.replaceAll(/\$\{INVOICE\.INVOICE_ID\}/g, id);
  return { name, address: installed ? filled : url + id };
}

const MODES: Record<string, string> = {
  cash: "Cash",
  creditcard: "Credit Card",
  banktransfer: "Bank Transfer",
  others: "Others",
  upi: "UPI",
  check: "Cheque",
};

function paymentsReceived(world: World, organization: Organization, invoice: InvoiceView): Html {
  const payments = booksActions(world, organization).customerPayments({ invoice_id: invoice.invoice_id });
  if (payments.length === 0) return html``;
  return html`<section class="card received" aria-label="Payments received"><h2>Payments received <span class="count">${payments.length}</span></h2>
<table><thead><tr><th>Date</th><th>Payment#</th><th>Reference#</th><th>Mode</th><th class="num">Amount</th></tr></thead><tbody>
${payments.map((payment) => {
  const applied = payment.invoices.find(({ invoice_id }) => invoice_id === invoice.invoice_id)?.amount ?? 0;
  return html`<tr><td>${readableDay(payment.date)}</td><td>${payment.payment_number}</td><td class="reference">${payment.reference_number || "–"}</td>
<td>${MODES[payment.payment_mode] ?? payment.payment_mode}</td><td class="num">${formatMoney(applied, invoice.currency_code)}</td></tr>`;
})}
</tbody></table></section>`;
}

function paper(organization: Organization, invoice: InvoiceView): Html {
  const { profile, customers } = organization;
  const customer = customers.get(invoice.customer_id);
  const money = (amount: Paise): string => formatMoney(amount, invoice.currency_code);
  const tax = invoice.lines.reduce(
    (sum, line) => sum + taxWithin(Math.round(line.rate * line.quantity), line.tax_percentage),
    0,
  );
  const row = (name: string, value: string, kind = ""): Html =>
    html`<div class="${kind}"><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<article class="paper">
<span class="ribbon ${invoice.status}" aria-hidden="true">${statusWords(invoice.status)}</span>
<header><div><h2>${profile.name}</h2>${profile.address.map((part) => html`<p>${part}</p>`)}<p>GSTIN ${profile.gst_no}</p></div>
<div class="title"><h3>TAX INVOICE</h3><p># ${invoice.invoice_number}</p><p class="due"><span>Balance due</span><strong>${money(invoice.balance)}</strong></p></div></header>
<div class="parties"><div><p class="label">Bill to</p><p><strong>${customer?.name ?? ""}</strong></p><p>${customer?.address ?? ""}</p></div>
<dl class="dates">${row("Invoice date", readableDay(invoice.date))}${row("Due date", readableDay(invoice.due_date))}${
    invoice.reference_number === "" ? "" : row("P.O.#", invoice.reference_number)
  }</dl></div>
<table><thead><tr><th class="wide-only">#</th><th>Item</th><th class="num wide-only">Qty</th><th class="num wide-only">Rate</th><th class="num">Amount</th></tr></thead>
<tbody>${invoice.lines.map(
    (line, index) => html`<tr><td class="wide-only">${index + 1}</td>
<td><strong>${line.name}</strong><small>${line.description}${line.hsn === "" ? "" : ` · HSN ${line.hsn}`}</small><small class="narrow-only">${line.quantity} × ${money(line.rate)}</small></td>
<td class="num wide-only">${line.quantity}</td><td class="num wide-only">${money(line.rate)}</td><td class="num">${money(Math.round(line.rate * line.quantity))}</td></tr>`,
  )}</tbody></table>
<dl class="sums">${row("Sub total", money(invoice.total - tax))}${row(invoice.currency_code === "INR" ? "CGST + SGST" : "IGST", money(tax))}${row("Total", money(invoice.total), "strong")}
${invoice.total === invoice.balance ? "" : row("Payments made", `(-) ${money(invoice.total - invoice.balance)}`)}${row("Balance due", money(invoice.balance), "strong shade")}</dl>
<p class="thanks">Thank you for your business.</p>
</article>`;
}

function history(world: World, organization: Organization, invoice: InvoiceView): Html {
  const zone = organization.profile.time_zone;
  const comments = booksActions(world, organization).comments(invoice.invoice_id).reverse();
  return html`<section class="card history" aria-label="Comments and history"><h2>Comments &amp; history</h2>
${comments.length === 0 ? html`<p class="note">Nothing yet.</p>` : ""}
<ol>${comments.map(
    (comment) => html`<li class="${comment.type}"><p>${comment.description}</p>
<small>${comment.by} · ${readableDay(dayOf(comment.at, zone))}, ${timeOf(comment.at, zone)}</small></li>`,
  )}</ol></section>`;
}
