import { html } from "hono/html";
import type { ConsentRequest } from "../accounts/consent.ts";
import { type Html, page } from "./layout.ts";

const MEANINGS: Record<string, string> = {
  "zohobooks.settings.read": "See your organizations, users and locations",
  "zohobooks.invoices.read": "See invoices",
  "zohobooks.invoices.create": "Add comments to invoices",
  "zohobooks.invoices.update": "Change invoices",
  "zohobooks.customerpayments.create": "Record payments received",
  "zohobooks.customerpayments.read": "See payments received",
  "zohobooks.customerpayments.update": "Change payments received",
  "zohobooks.customerpayments.delete": "Delete payments received",
  "zohobooks.banking.read": "See bank and cash accounts",
  "zohopay.payments.create": "Start payments on your terminals",
  "zohopay.payments.read": "See payments",
  "zohopay.payments.update": "Change payments",
  "zohopay.refunds.create": "Give refunds",
  "zohopay.refunds.read": "See refunds",
  "aaaserver.profile.read": "See your name and e-mail address",
};

function meaning(scope: string): string {
  return MEANINGS[scope.toLowerCase().replace("zohoinvoice.", "zohobooks.")] ?? "Use this part of your account";
}

/** The question "may this application …?", with a choice of who answers. */
export function consentPage(request: ConsentRequest): Html {
  const account = request.soid?.replace("zohopay.", "");
  return page({
    title: `${request.client.name} asks for access`,
    kind: "consent",
    body: html`<main class="card">
      <p class="brand"><span class="mark" aria-hidden="true"></span>Accounts <small>simulated</small></p>
      <h1>${request.client.name} would like to</h1>
      <ul class="scopes">
        ${request.scopes.map((scope) => html`<li><span>${meaning(scope)}</span><code>${scope}</code></li>`)}
      </ul>
      ${account === undefined ? "" : html`<p class="note">For the Zoho Payments account <strong>${account}</strong>.</p>`}
      ${
        request.users.length === 0
          ? html`<p class="problem" role="alert">Nobody here is an owner or admin of that account.</p>`
          : html`<form method="post">
              <fieldset>
                <legend>Signed in as</legend>
                ${request.users.map(
                  (user, index) =>
                    html`<label class="person">
                      <input type="radio" name="user_id" value="${user.id}" ${index === 0 ? "checked" : ""} />
                      <span class="avatar" aria-hidden="true">${user.name.slice(0, 1)}</span>
                      <span><strong>${user.name}</strong><small>${user.email} · ${user.role}</small></span>
                    </label>`,
                )}
              </fieldset>
              <div class="row">
                <button class="primary" name="decision" value="accept">Accept</button>
                <button name="decision" value="reject">Reject</button>
              </div>
            </form>`
      }
      <p class="note">By accepting you let ${request.client.name} use this data until you withdraw it in Connected Apps.</p>
    </main>`,
  });
}

/** A request that cannot be asked. */
export function problemPage(problem: string): Html {
  return page({
    title: "This request cannot be shown",
    kind: "consent",
    body: html`<main class="card">
      <p class="brand"><span class="mark" aria-hidden="true"></span>Accounts <small>simulated</small></p>
      <h1>This request cannot be shown</h1>
      <p class="problem" role="alert">${problem}</p>
    </main>`,
  });
}
