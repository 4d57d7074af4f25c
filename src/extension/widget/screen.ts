import type { JSX } from "hono/jsx/jsx-runtime";
import { swap } from "../../assets/assets/swap.js";
import type { Host } from "./host.ts";

/** The part of the widget that changes. Views are made into text by the same code that makes our pages. */
export interface Screen {
  readonly place: HTMLElement;
  /** Puts other content in place, as a new page would be. */
  show(view: JSX.Element): void;
  /** Puts the same content in place as it is now, and leaves the person where they were. */
  update(view: JSX.Element): void;
  /** For those who hear the page. */
  announce(words: string): void;
  line(state: "checking" | "offline" | null, words: string): void;
}

export function openScreen(host: Host | null): Screen {
  const place = byId("screen");
  const said = document.getElementById("say");
  const line = document.getElementById("link-state");
  if (host && document.body.classList.contains("modal")) {
    const fit = () => host.resize(document.documentElement.offsetHeight);
    new ResizeObserver(fit).observe(document.body);
  }
  return {
    place,
    show(view) {
      place.innerHTML = view.toString();
      scrollTo(0, 0);
      const wrong = place.querySelector("[aria-invalid=true], .wrong input");
      if (wrong instanceof HTMLElement) wrong.focus();
    },
    update: (view) => swap(place, view.toString()),
    announce(words) {
      if (said) said.textContent = words;
    },
    line(state, words) {
      if (!line) return;
      if (state) line.dataset.state = state;
      else delete line.dataset.state;
      line.textContent = words;
    },
  };
}

export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
