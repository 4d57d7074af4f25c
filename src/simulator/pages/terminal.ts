import { html } from "hono/html";
import { paymentDate } from "../dates.ts";
import { formatMoney } from "../money.ts";
import type { DeviceView } from "../payments/device.ts";
import type { SessionView } from "../payments/emit.ts";
import { customerSide } from "./customer.ts";
import { deviceButton, failureWords } from "./device-parts.ts";
import { type Html, live, page } from "./layout.ts";
import { receipt } from "./receipt.ts";

/** The page of one terminal: the device, and beside it what the customer does. */
export function terminalPage(
  view: DeviceView,
  shop: { name: string },
  others: { terminal_id: string; name: string }[],
): Html {
  return page({
    title: `${view.terminal_id} · ${view.name}`,
    kind: "terminal",
    body: html`<header class="topbar">
<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Zoho, simulated</a>
<nav aria-label="Terminals">${others.map(
      ({ terminal_id, name }) =>
        html`<a href="/terminal/${terminal_id}" ${terminal_id === view.terminal_id ? html`aria-current="page"` : ""}>${name}</a>`,
    )}</nav>
</header>
<main>
<h1 class="sr">${view.name}, terminal ${view.terminal_id} of ${shop.name}</h1>
<p id="announcer" class="sr" role="status" aria-live="polite"></p>
<p id="problem" class="problem" role="alert" hidden></p>
${live(terminalLive(view, shop))}
</main>`,
  });
}

/** What changes on it. */
export function terminalLive(view: DeviceView, shop: { name: string }): Html {
  return html`<div class="stage">
<section class="device" aria-label="POS terminal">
<div class="slot" aria-hidden="true"></div>
<div class="screen">
<div class="statusbar" aria-hidden="true"><span data-clock></span><span>TID ${view.terminal_id}</span><span>4G ▮▮▮</span></div>
${screenOf(view, shop)}
</div>
<p class="make" aria-hidden="true">${view.serial_number}</p>
</section>
<section class="side" aria-label="Customer and receipt">
${customerSide(view)}
${view.screen === "result" && view.payment?.status === "succeeded" ? receipt(view, view.payment, shop) : ""}
</section>
</div>`;
}

function screenOf(view: DeviceView, shop: { name: string }): Html {
  const { session } = view;
  if (!view.active)
    return html`<div class="pane center"><h2>Terminal inactive</h2><p>Ask an administrator to activate ${view.terminal_id}.</p></div>`;
  if (view.screen === "idle" || (session === null && view.screen !== "nothing")) return idle(view, shop);
  if (session === null) {
    return html`<div class="pane center" data-announce>
<span class="badge" aria-hidden="true">–</span><h2>No payment to fetch</h2>
<p>Start the payment from the billing screen, then fetch again.</p>
<div class="stack">${deviceButton(view, "Fetch Payments", { action: "fetch" }, { id: "fetch", kind: "big primary" })}
${deviceButton(view, "Back", { action: "walk_away" }, { id: "back" })}</div></div>`;
  }
  if (view.screen === "result") return result(view, session);
  return view.screen === "paying" ? paying(view, session) : ready(view, session);
}

function idle(view: DeviceView, shop: { name: string }): Html {
  return html`<div class="pane">
<div class="shop"><p>${shop.name}</p><h2>${view.name}</h2></div>
<dl class="facts"><div><dt>TID (Terminal ID)</dt><dd>${view.terminal_id}</dd></div><div><dt>Status</dt><dd>Online</dd></div></dl>
<div class="stack bottom">${deviceButton(view, "Fetch Payments", { action: "fetch" }, { id: "fetch", kind: "big primary" })}</div>
</div>`;
}

function summary(session: SessionView): Html {
  return html`<p class="amount">${formatMoney(session.amount)}</p>
<dl class="facts">
${session.invoice_number === null ? "" : html`<div><dt>Invoice No.</dt><dd>${session.invoice_number}</dd></div>`}
${session.description === null ? "" : html`<div><dt>For</dt><dd>${session.description}</dd></div>`}
</dl>`;
}

function countdown(view: DeviceView): Html {
  return view.valid_until === null
    ? html``
    : html`<p class="left">Time left <strong data-ends-at="${view.valid_until}"></strong></p>`;
}

function ready(view: DeviceView, session: SessionView): Html {
  const order: ("card" | "upi")[] = session.method === "upi" ? ["upi", "card"] : ["card", "upi"];
  const failed = view.payment?.status === "failed" ? failureWords(view.payment.failure_code) : "";
  return html`<div class="pane">
<p class="eyebrow" data-announce>Amount to pay<span class="sr"> ${formatMoney(session.amount)}</span></p>
${summary(session)}
${failed === "" ? "" : html`<p class="problem">${failed}. Try again.</p>`}
${countdown(view)}
<div class="stack bottom">
${order.map((method, index) =>
  deviceButton(
    view,
    method === "card" ? "Card" : "UPI",
    { action: "start", method },
    { id: `with-${method}`, kind: `big ${index === 0 ? "primary" : ""}` },
  ),
)}
${deviceButton(view, "Cancel payment", { action: "cancel" }, { id: "cancel", kind: "quiet" })}
</div></div>`;
}

function paying(view: DeviceView, session: SessionView): Html {
  const card = view.paying_with === "card";
  return html`<div class="pane center">
<p class="amount">${formatMoney(session.amount)}</p>
<p class="eyebrow" data-announce>${card ? "Tap, insert or swipe the card" : "Scan with any UPI app"}</p>
${card ? tapDrawing() : qrDrawing(session.id)}
${countdown(view)}
<div class="stack bottom">${deviceButton(view, "Cancel payment", { action: "cancel" }, { id: "cancel", kind: "quiet" })}</div>
</div>`;
}

function result(view: DeviceView, session: SessionView): Html {
  const paid = session.status === "succeeded";
  const words = paid ? "Payment successful" : session.expired ? "Session expired" : "Payment failed";
  const why = paid
    ? ""
    : session.expired
      ? "Nobody paid in time. Start again from the billing screen."
      : failureWords(view.payment?.failure_code ?? null);
  return html`<div class="pane center">
<span class="badge ${paid ? "good" : "bad"}" aria-hidden="true">${paid ? "✓" : "✕"}</span>
<h2 data-announce>${words}</h2>
<p class="amount">${formatMoney(session.amount)}</p>
${why === "" ? "" : html`<p>${why}</p>`}
<dl class="facts">
${session.invoice_number === null ? "" : html`<div><dt>Invoice No.</dt><dd>${session.invoice_number}</dd></div>`}
${
  view.payment === null
    ? ""
    : html`<div><dt>Payment ID</dt><dd>${view.payment.id}</dd></div>
<div><dt>Batch No.</dt><dd>${view.payment.batch_number}</dd></div><div><dt>Date</dt><dd>${paymentDate(view.payment.date)}</dd></div>`
}
</dl>
<div class="stack bottom">${deviceButton(view, "Done", { action: "walk_away" }, { id: "done", kind: "big primary" })}</div>
</div>`;
}

function tapDrawing(): Html {
  return html`<svg class="drawing" viewBox="0 0 160 120" aria-hidden="true"><rect x="14" y="34" width="92" height="58" rx="8" class="ink-fill"/><rect x="14" y="46" width="92" height="10" class="paper-fill"/><rect x="24" y="70" width="30" height="7" rx="2" class="paper-fill"/><g class="ink-line"><path d="M118 46a24 24 0 0 1 0 34"/><path d="M129 37a38 38 0 0 1 0 52"/><path d="M140 28a52 52 0 0 1 0 70"/></g></svg>`;
}

/** Looks like a QR code and means nothing: squares drawn from the session's id. */
function qrDrawing(id: string): Html {
  const side = 21;
  const squares: string[] = [];
  let state = Number(id.slice(-9)) || 1;
  for (let cell = 0; cell < side * side; cell++) {
    const x = cell % side;
    const y = Math.floor(cell / side);
    state = (state * 48_271) % 2_147_483_647;
    const corner = (x < 8 && y < 8) || (x > side - 9 && y < 8) || (x < 8 && y > side - 9);
    if (!corner && state % 2 === 0) squares.push(`M${x} ${y}h1v1h-1z`);
  }
  const eye = (x: number, y: number): Html =>
    html`<path d="M${x} ${y}h7v7h-7zM${x + 1} ${y + 1}v5h5v-5zM${x + 2} ${y + 2}h3v3h-3z" fill-rule="evenodd"/>`;
  return html`<svg class="drawing qr" viewBox="-1 -1 ${side + 2} ${side + 2}" aria-hidden="true"><path d="${squares.join("")}"/>${eye(0, 0)}${eye(side - 7, 0)}${eye(0, side - 7)}</svg>`;
}
