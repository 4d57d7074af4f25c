import { say } from "./words.ts";

/** Where a link of our pages leads within the widget; null for one that leaves it. */
export type Destination = { kind: "collection"; id: string } | { kind: "collect" } | { kind: "leave" };

export function destination(href: string): Destination | null {
  const [, id] = /^\/collections\/(col_[0-9a-z]+)$/.exec(href) ?? [];
  if (id) return { kind: "collection", id };
  if (href.startsWith("/collect?")) return { kind: "collect" };
  return href === "/collections" ? { kind: "leave" } : null;
}

/** Beside an invoice there is no list of today's payments to go to, and the pane on its side collects nothing. */
export function adaptLinks(place: ParentNode): void {
  if (document.body.classList.contains("sidebar")) {
    for (const link of place.querySelectorAll('a[href="/collections"], a[href^="/collect?"]')) link.remove();
  }
  for (const link of place.querySelectorAll('a[href="/collections"]')) link.textContent = say("close");
}

/** Calls back with where a link that was clicked leads. */
export function onLink(place: HTMLElement, go: (to: Destination) => void): void {
  place.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const to = link && destination(link.getAttribute("href") ?? "");
    if (!to) return;
    event.preventDefault();
    go(to);
  });
}
