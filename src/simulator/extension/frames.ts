import { html } from "hono/html";
import type { Organization } from "../books/state.ts";
import type { Html } from "../pages/layout.ts";
import type { Mode } from "./session.ts";
import { type Installed, widgetAt } from "./state.ts";

/** An extension as one browser sees it: where its files are served, on another origin than the page's own. */
export type SeenExtension = { installed: Installed; mode: Mode; files: string };

/** `http://127.0.0.1:9400` → `http://localhost:9400`: Zoho serves widgets from a site of their own. */
export function widgetOrigin(origin: string): string {
  const url = new URL(origin);
  if (url.hostname === "127.0.0.1") url.hostname = "localhost";
  return url.origin;
}

/** The origins of the pages that may frame what is served at `origin`: the machine by either of its names. */
export function hostOrigins(origin: string): string {
  const url = new URL(origin);
  if (url.hostname !== "localhost") return url.origin;
  url.hostname = "127.0.0.1";
  return `${origin} ${url.origin}`;
}

export const filesOf = (origin: string, organizationId: string, mode: Mode): string =>
  `${widgetOrigin(origin)}/extension/${organizationId}/${mode}`;

/** The button of an invoice's page, in the place of the one that opens a link. */
export function widgetButton({ installed }: SeenExtension): Html | null {
  const widget = widgetAt(installed, "invoice.details.button");
  return widget === undefined
    ? null
    : html`<button class="primary" id="collect-via-pos" data-open-widget="${widget.url}">${widget.name}</button>`;
}

/** What stands beside and over the invoice: the pane of its widget, the modal, and the notices. */
export function widgetFrames(extension: SeenExtension, organization: Organization, invoiceId: string): Html {
  const pane = widgetAt(extension.installed, "invoice.details.sidebar");
  return html`<link rel="stylesheet" href="/extension/host.css">
<div id="widgets" data-organization="${organization.organization_id}" data-invoice="${invoiceId}" data-frames="${extension.files}"></div>
${
  pane === undefined
    ? ""
    : html`<aside class="widget-pane" aria-label="${pane.name}"><h2>${pane.name}</h2>
<iframe data-widget="pane" title="${pane.name}" src="${extension.files}${pane.url}"></iframe></aside>`
}
<dialog id="widget-modal" aria-label="Collect via POS"></dialog>
<div id="toasts" popover="manual" role="status" aria-live="polite"></div>
<script type="module" src="/extension/host.js"></script>`;
}
