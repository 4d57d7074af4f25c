import { html } from "hono/html";
import type { Terminal } from "../payments/state.ts";
import type { World } from "../world.ts";
import { type Html, page, topbar } from "./layout.ts";

/** The way to everything. */
export function homePage(world: World): Html {
  const accounts = [...world.payments.values()];
  const shops = [...world.books.values()];
  const alone = accounts.filter(
    ({ account_id }) => !shops.some(({ profile }) => profile.payments_account_id === account_id),
  );
  return page({
    title: "Zoho, simulated",
    kind: "home",
    body: html`${topbar("/")}
<main class="wide">
<h1>Zoho on this machine</h1>
<p class="lead">Books, Invoice, Payments and its terminals, for trying Collect via POS without a device or an account.</p>
${shops.map(({ organization_id, product, profile, invoices }) => {
  const account = accounts.find(({ account_id }) => account_id === profile.payments_account_id);
  return html`<section class="card shop">
<h2>${profile.name}</h2>
<p class="note">Zoho ${product === "books" ? "Books" : "Invoice"} organization ${organization_id} · Zoho Payments account ${profile.payments_account_id}</p>
<ul class="tiles">
<li><a href="/books/${organization_id}/invoices"><strong>Invoices</strong><span>${invoices.size} in ${product === "books" ? "Books" : "Invoice"}</span></a></li>
${(account?.terminals ?? []).map(terminalTile)}
</ul></section>`;
})}
${alone.map(
  ({ account_id, name, terminals }) => html`<section class="card shop">
<h2>${name}</h2>
<p class="note">Bills with other software · Zoho Payments account ${account_id}</p>
<ul class="tiles">
${terminals.map(terminalTile)}
</ul></section>`,
)}
<section class="card shop"><h2>Behind the scenes</h2>
<ul class="tiles">
<li><a href="/control"><strong>Control panel</strong><span>Outages, faults, tokens, clock</span></a></li>
<li><a href="${world.collectUrl}"><strong>Collect via POS</strong><span>The connector at ${world.collectUrl.replace(/^https?:\/\//, "")}</span></a></li>
</ul></section>
</main>`,
  });
}

const terminalTile = ({ terminal_id, name }: Pick<Terminal, "terminal_id" | "name">): Html =>
  html`<li><a href="/terminal/${terminal_id}"><strong>${name}</strong><span>Terminal ${terminal_id}</span></a></li>`;
