import { html } from "hono/html";
import { booksActions, type InvoiceView } from "../books/actions.ts";
import type { InvoiceStatus, Organization } from "../books/state.ts";
import { readableDay } from "../dates.ts";
import { formatMoney } from "../money.ts";
import type { World } from "../world.ts";
import { type Html, live, page } from "./layout.ts";

const WORDS: Record<InvoiceStatus, string> = {
  draft: "Draft",
  sent: "Sent",
  overdue: "Overdue",
  partially_paid: "Partially paid",
  paid: "Paid",
  void: "Void",
};

export function statusWords(status: InvoiceStatus): string {
  return WORDS[status];
}

/** The strip of Books with the organization's name. */
export function booksBar(organization: Organization): Html {
  return html`<header class="topbar">
<a class="brand" href="/books/${organization.organization_id}/invoices"><span class="mark" aria-hidden="true"></span>${
    organization.product === "books" ? "Books" : "Invoice"
  } <small>simulated</small></a>
<span class="org">${organization.profile.name}</span>
<nav aria-label="Simulator"><a href="/extension/${organization.organization_id}">Developer</a><a href="/">Home</a><a href="/control">Control</a></nav>
</header>`;
}

const FILTERS: [string, string][] = [
  ["", "All"],
  ["sent", "Sent"],
  ["overdue", "Overdue"],
  ["partially_paid", "Partially paid"],
  ["paid", "Paid"],
  ["draft", "Draft"],
  ["void", "Void"],
];

/** All invoices, with a form that makes another. */
export function invoicesPage(world: World, organization: Organization, filter: string): Html {
  const id = organization.organization_id;
  return page({
    title: `Invoices · ${organization.profile.name}`,
    kind: "books",
    body: html`${booksBar(organization)}
<main class="wide">
<div class="heading"><h1>Invoices</h1>
<details class="new"><summary class="button primary">New invoice</summary>
<form class="card" data-url="/_control/organizations/${id}/invoices" data-then="/books/${id}/invoices/{id}">
<label>Customer<input name="customer" required maxlength="80" autocomplete="off"></label>
<label>Amount in rupees<input name="total" required inputmode="decimal" pattern="[0-9]+([.][0-9]{1,2})?" placeholder="1499.00"></label>
<button class="primary">Create</button></form></details></div>
<p id="problem" class="problem" role="alert" hidden></p>
<nav class="tabs" aria-label="Status">${FILTERS.map(
      ([value, text]) =>
        html`<a href="?status=${value}" ${value === filter ? html`aria-current="true"` : ""}>${text}</a>`,
    )}</nav>
${live(invoicesLive(world, organization, filter))}
</main>`,
  });
}

/** The table of the page. */
export function invoicesLive(world: World, organization: Organization, filter: string): Html {
  const rows = booksActions(world, organization)
    .invoices()
    .filter(({ status }) => filter === "" || status === filter)
    .reverse();
  if (rows.length === 0)
    return html`<p class="card empty">No invoice is ${filter === "" ? "here" : filter.replace("_", " ")} yet.</p>`;
  return html`<table class="list card"><thead><tr><th>Date</th><th>Invoice#</th><th>Customer</th><th>Status</th><th>Due date</th>
<th class="num">Amount</th><th class="num">Balance due</th></tr></thead>
<tbody>${rows.map((row) => line(organization, row))}</tbody></table>`;
}

function line(organization: Organization, row: InvoiceView): Html {
  return html`<tr><td class="wide-only">${readableDay(row.date)}</td>
<td class="key"><a href="/books/${organization.organization_id}/invoices/${row.invoice_id}">${row.invoice_number}</a>${
    row.reference_number === "" ? "" : html`<small>${row.reference_number}</small>`
  }</td>
<td class="who">${row.customer_name}</td>
<td class="state"><span class="status ${row.status}">${statusWords(row.status)}</span></td>
<td class="wide-only">${readableDay(row.due_date)}</td>
<td class="num total">${formatMoney(row.total, row.currency_code)}</td>
<td class="num wide-only">${formatMoney(row.balance, row.currency_code)}</td></tr>`;
}

/** The narrow list on the left of an invoice. */
export function sideList(world: World, organization: Organization, current: string): Html {
  const rows = booksActions(world, organization).invoices().reverse();
  return html`<aside class="sidelist" aria-label="All invoices"><ul>${rows.map(
    (row) => html`<li><a href="/books/${organization.organization_id}/invoices/${row.invoice_id}" ${
      row.invoice_id === current ? html`aria-current="page"` : ""
    }><span class="top"><strong>${row.customer_name}</strong><span>${formatMoney(row.total, row.currency_code)}</span></span>
<span class="sub"><span>${row.invoice_number}</span><span class="status ${row.status}">${statusWords(row.status)}</span></span></a></li>`,
  )}</ul></aside>`;
}
