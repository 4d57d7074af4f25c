import type { Context } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";
import type { World } from "../world.ts";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Origin under which the client reached the simulator. */
export function baseOf(world: World, c: Context): string {
  return world.publicUrl === "" ? new URL(c.req.url).origin : world.publicUrl;
}

/** A whole page; `script` names a file of pages/assets. */
export function page(options: { title: string; kind: string; body: Html; script?: string }): Html {
  return html`<!doctype html>
    <html lang="en-IN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${options.title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/simulator.css" />
        ${options.script === undefined ? "" : html`<script type="module" src="/assets/${options.script}"></script>`}
      </head>
      <body class="${options.kind}">
        ${options.body}
      </body>
    </html>`;
}
