import { html } from "hono/html";
import type { DeviceView } from "../payments/device.ts";
import { DECLINES, deviceButton, failureWords } from "./device-parts.ts";
import type { Html } from "./layout.ts";

/** What stands beside the device: the customer, and what the bank will say. */
export function customerSide(view: DeviceView): Html {
  if (view.screen === "paying" && view.session !== null) return decision(view);
  if (view.screen === "ready") {
    return html`<div class="panel"><h2>The customer</h2><p>Choose card or UPI on the terminal.</p>
${deviceButton(view, "Walk away", { action: "walk_away" }, { id: "leave" })}</div>`;
  }
  if (view.screen === "result" && view.session !== null) {
    const taken = view.session.status === "succeeded";
    return html`<div class="panel"><h2>The customer</h2><p>${taken ? "Has paid, and takes the receipt." : "Has not paid."}</p></div>`;
  }
  return html`<div class="panel"><h2>The customer</h2><p>${
    view.waiting
      ? html`<strong>A payment is waiting for this terminal.</strong> The cashier taps <em>Fetch Payments</em>.`
      : "Nothing to pay yet."
  }</p></div>`;
}

function decision(view: DeviceView): Html {
  const card = view.paying_with === "card";
  return html`<div class="panel"><h2>The customer</h2>
<div class="stack">
${deviceButton(view, card ? "Taps the card: approved" : "Pays in the UPI app: approved", { action: "pay" }, { id: "approve", kind: "good" })}
<form data-url="/_control/terminals/${view.terminal_id}" data-body='{"action":"decline","method":"${view.paying_with}"}' class="inline">
<label for="failure_code">or the bank says</label>
<select id="failure_code" name="failure_code">${DECLINES.map((code) => html`<option value="${code}">${failureWords(code)}</option>`)}</select>
<button class="bad" id="decline">Decline</button>
</form>
${deviceButton(view, "Walks away", { action: "walk_away" }, { id: "leave" })}
</div>
<p class="note">Walking away leaves the session open; it ends by itself when its time is over.</p></div>`;
}
