import { html } from "hono/html";
import type { Organization } from "../books/state.ts";
import { booksBar } from "../pages/books-list.ts";
import { type Html, page } from "../pages/layout.ts";
import type { Mode } from "./session.ts";
import type { Installed } from "./state.ts";

/** Where an administrator uploads the extension and gives its Connection the key: Sigma and Connections in one. */
export function developerPage(
  organization: Organization,
  installed: Installed | undefined,
  mode: Mode | null,
  problem = "",
): Html {
  const id = organization.organization_id;
  return page({
    title: `Developer space · ${organization.profile.name}`,
    kind: "books",
    body: html`${booksBar(organization)}
<main class="wide">
<div class="heading"><h1>Developer space</h1></div>
${problem === "" ? "" : html`<p class="problem" role="alert">That did not work: ${problem}</p>`}
<section class="card"><h2>Extension</h2>
<p>${
      installed === undefined
        ? "None is installed. Download the package from the connector's set-up page, Inside Zoho."
        : html`Installed: ${installed.manifest.modules.widgets.map(({ name, location }) => html`<strong>${name}</strong> at ${location}. `)}`
    }</p>
<form method="post" action="/extension/${id}/install" enctype="multipart/form-data">
<p><label>Package (zip) <input type="file" name="zip" accept=".zip" required></label></p>
<p><label>Connection collectviapos, header Authorization <input name="authorization" required size="50" value="Bearer ${organization.profile.api_key}"></label></p>
<p><button class="primary">Install</button></p></form></section>
<section class="card"><h2>Developer Mode</h2>
<p>Widgets show in this browser while it is on. It is ${mode === null ? "off" : "on"}.</p>
<form method="post" action="/extension/${id}/mode"><input type="hidden" name="mode" value="${mode === null ? "on" : "off"}">
<button>Turn it ${mode === null ? "on" : "off"}</button></form></section>
</main>`,
  });
}
