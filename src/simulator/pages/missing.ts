import { html } from "hono/html";
import { type Html, page, topbar } from "./layout.ts";

/** Nothing lives at this address. */
export function missingPage(what: string): Html {
  return page({
    title: `No such ${what}`,
    kind: "home",
    body: html`${topbar("")}<main class="wide"><h1>No such ${what}</h1><p>It may have been deleted. <a href="/">Back to everything</a></p></main>`,
  });
}
