import { html } from "hono/html";
import { paymentDate } from "../dates.ts";
import { formatMoney } from "../money.ts";
import type { DeviceView } from "../payments/device.ts";
import type { Payment } from "../payments/state.ts";
import type { Html } from "./layout.ts";

/** The paper the terminal prints after a payment. */
export function receipt(view: DeviceView, payment: Payment, shop: { name: string }): Html {
  const { method } = payment;
  const row = (name: string, value: string): Html => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  return html`<article class="receipt" aria-label="Receipt">
<h2>${shop.name}</h2>
<p>${view.name} · Customer copy</p>
<dl>
${row("Date", paymentDate(payment.date))}
${row("TID", view.terminal_id)}
${row("Batch No.", String(payment.batch_number))}
${row("Payment ID", payment.id)}
${payment.invoice_number === null ? "" : row("Invoice No.", payment.invoice_number)}
${row("Type", method.type === "card" ? "SALE · Card" : "SALE · UPI")}
${method.type === "card" ? row(method.card.brand, `•••• ${method.card.last_four_digits}`) : row("UPI", method.upi.upi_id)}
${row("RRN", payment.transaction_reference_number)}
</dl>
<p class="sum"><span>AMOUNT</span><strong>${formatMoney(payment.amount)}</strong></p>
<p class="stamp">APPROVED</p>
<p>Thank you. Visit again.</p>
</article>`;
}
