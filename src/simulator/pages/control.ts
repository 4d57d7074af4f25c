import { html } from "hono/html";
import type { Call } from "../calls.ts";
import { timeOf } from "../dates.ts";
import type { ActiveFault } from "../faults.ts";
import type { World } from "../world.ts";
import { describe, ROUTES, SELECTABLE } from "./control-words.ts";
import { type Html, live, page, topbar } from "./layout.ts";

/** Switches for everything that can go wrong. */
export function controlPage(world: World): Html {
  return page({
    title: "Control panel",
    kind: "control",
    body: html`${topbar("/control")}
<main class="wide">
<h1>Control panel</h1>
<p id="problem" class="problem" role="alert" hidden></p>
${live(controlLive(world))}
${customFault()}
</main>`,
  });
}

export function controlLive(world: World): Html {
  return html`<div class="grid">
${outages(world.faults.list())}
${settingsCard(world)}
${tokensAndClock(world)}
${callsCard(world.calls.list().slice(-14).reverse())}
</div>`;
}

const post = (id: string, label: string, url: string, body: unknown, kind = ""): Html =>
  html`<button id="${id}" class="${kind}" data-url="${url}" data-body="${JSON.stringify(body)}">${label}</button>`;

function outages(faults: ActiveFault[]): Html {
  const services = [
    ["payments", "Zoho Payments"],
    ["books", "Zoho Books"],
    ["accounts", "Zoho Accounts"],
  ] as const;
  return html`<section class="card"><h2>Outages</h2>
<table class="outages"><thead><tr><th scope="col">Service</th><th scope="col">Now</th><th scope="col">Switch</th></tr></thead><tbody>
${services.map(([service, name]) => {
  const down = faults.find(
    ({ rule }) =>
      rule.kind === "drop_before" &&
      rule.service === service &&
      rule.route === undefined &&
      rule.probability === undefined,
  );
  return html`<tr><th scope="row">${name}</th><td><span class="lamp ${down === undefined ? "good" : "bad"}">${down === undefined ? "Up" : "Down"}</span></td>
<td class="row">${
    down === undefined
      ? post(`down-${service}`, "Take down", "/_control/faults", { kind: "drop_before", service }, "bad")
      : html`<button id="down-${service}" class="good" data-url="/_control/faults/${down.id}" data-method="DELETE">Bring back</button>`
  }
${post(`slow-${service}`, "+5 s", "/_control/faults", { kind: "delay", service, ms: 5000 })}
${post(`lose-${service}`, "Lose next answer", "/_control/faults", { kind: "drop_after", service, times: 1 })}</td></tr>`;
})}
</tbody></table>
<div class="row spread"><h3>Faults in force</h3>${
    faults.length === 0
      ? ""
      : html`<button id="clear-faults" data-url="/_control/faults" data-method="DELETE">Clear all</button>`
  }</div>
${faults.length === 0 ? html`<p class="note">None. Everything works.</p>` : ""}
<ul class="plain">${faults.map(
    ({ id, fired, rule }) => html`<li class="row spread"><span>${describe(rule)} <small>fired ${fired} ×</small></span>
<button id="fault-${id}" data-url="/_control/faults/${id}" data-method="DELETE" aria-label="Remove: ${describe(rule)}">Remove</button></li>`,
  )}</ul></section>`;
}

function customFault(): Html {
  const kinds = ["drop_before", "drop_after", "hang", "html", "truncated", "garbage", "unknown_status", "wrong_amount"];
  return html`<section class="card"><h2>Another fault</h2>
<form class="fields" data-url="/_control/faults">
<label>What<select id="fault-kind" name="kind">${kinds.map((kind) => html`<option>${kind}</option>`)}</select></label>
<label>Where<select id="fault-route" name="route"><option value="">everywhere</option>${ROUTES.map((route) => html`<option>${route}</option>`)}</select></label>
<label>Chance (0 to 1)<input id="fault-chance" name="probability" data-type="number" inputmode="decimal" placeholder="1"></label>
<label>How often<input id="fault-times" name="times" data-type="number" inputmode="numeric" placeholder="until removed"></label>
<button>Add fault</button></form></section>`;
}

function settingsCard(world: World): Html {
  return html`<section class="card"><h2>How Zoho behaves</h2>
<p class="note">Where Zoho's documentation is silent, either answer may be true.</p>
${SELECTABLE.map(
  ({
    name,
    label,
    choices,
  }) => html`<form class="fields" data-url="/_control/settings" data-method="PATCH" data-send-on-change>
<label>${label}<select id="setting-${name}" name="${name}" data-type="${typeof choices[0]?.[0]}">${choices.map(
    ([value, words]) =>
      html`<option value="${String(value)}" ${world.settings[name] === value ? "selected" : ""}>${words}</option>`,
  )}</select></label></form>`,
)}</section>`;
}

function tokensAndClock(world: World): Html {
  const throttled = world.settings.accounts_throttled;
  const advance = (label: string, ms: number): Html =>
    post(`clock-${ms}`, label, "/_control/clock", { advance_ms: ms });
  return html`<section class="card"><h2>Tokens</h2>
<div class="row">${post("expire", "Expire all access tokens", "/_control/tokens", { action: "expire" })}
${post("throttle", throttled ? "Stop throttling" : "Throttle token calls", "/_control/tokens", { action: "throttle", on: !throttled }, throttled ? "good" : "")}
<button id="revoke" class="bad" data-url="/_control/tokens" data-body='{"action":"revoke"}' data-confirm="Withdraw every connection? The connector has to connect again.">Revoke all connections</button></div>
<h2>Clock</h2>
<p>${timeOf(world.clock.now())} in India${world.clock.offset === 0 ? "" : `, ${Math.round(world.clock.offset / 60_000)} min ahead`}</p>
<div class="row">${advance("+1 min", 60_000)}${advance("+3 min", 180_000)}${advance("+1 hour", 3_600_000)}${advance("+1 day", 86_400_000)}</div>
<h2>Start over</h2>
<button id="reset" class="bad" data-url="/_control/reset" data-confirm="Put everything back to the start?">Reset the simulator</button></section>`;
}

function callsCard(calls: Call[]): Html {
  return html`<section class="card calls"><h2>Latest calls</h2>
${calls.length === 0 ? html`<p class="note">Nobody called yet.</p>` : ""}
<table><thead><tr><th>Time</th><th>Call</th><th>Answer</th></tr></thead><tbody>
${calls.map(
  (
    call,
  ) => html`<tr><td>${timeOf(call.at)}</td><td><code>${call.route}</code> <small>${call.terminal ?? call.subject ?? ""}</small></td>
<td>${call.status ?? "…"} <small>${call.fault ?? ""}</small></td></tr>`,
)}</tbody></table></section>`;
}
