import type { Context } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { World } from "../world.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Origin under which the client reached the simulator. */
export function baseOf(world: World, c: Context): string {
  return world.publicUrl === "" ? new URL(c.req.url).origin : world.publicUrl;
}

/** A whole page. `kind` is the class of its body and names a stylesheet beside base.css. */
export function page(options: {
  title: string;
  kind: "consent" | "terminal" | "books" | "control" | "home";
  body: Html;
}): Html {
  return html`<!doctype html>
<html lang="en-IN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title}</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/assets/base.css">
${options.kind === "terminal" || options.kind === "books" ? html`<link rel="stylesheet" href="/assets/${options.kind}.css">` : ""}
<script type="module" src="/assets/live.js"></script>
</head>
<body class="${options.kind}">
${options.body}
</body>
</html>`;
}

/** The strip on top of every page that is not a terminal or a consent. */
export function topbar(here: string): Html {
  const link = (href: string, text: string): Html =>
    html`<a href="${href}" ${here === href ? html`aria-current="page"` : ""}>${text}</a>`;
  return html`<header class="topbar">
<a class="brand" href="/"><span class="mark" aria-hidden="true"></span>Zoho, simulated</a>
<nav aria-label="Simulator">${link("/", "Home")}${link("/control", "Control")}</nav>
</header>`;
}

/**
 * The part of a page that live.js fetches again every second (the page's address with `part=live`) and swaps in when
 * it changed.
 */
export function live(inner: Html): Html {
  return html`<div id="live" data-live>${inner}</div>`;
}
