import { runCountdown } from "../../assets/assets/countdown.js";
import type { CollectionView } from "../../collection/view.ts";
import { money } from "../../views/amounts.ts";
import { ALREADY } from "../../views/collection/already.ts";
import { Panel, version } from "../../views/collection/panel.tsx";
import { stage } from "../../views/collection/stage.ts";
import type { Desk } from "./desk.ts";
import { adaptLinks } from "./links.ts";
import { say } from "./words.ts";

/** How often a collection is read through the Connection, ms: a socket does not go through the SDK. */
const GAP = { live: 2_500, unfinished: 15_000, over: 60_000 };

export interface Following {
  /** This widget has just started it. */
  started?: boolean;
  /** It was there when somebody wanted to collect. */
  already?: boolean;
}

/** Shows a collection and keeps it as it is, until something else is shown. Returns the way to stop. */
export function follow(desk: Desk, id: string, { started, already }: Following = {}): () => void {
  const { api, host, screen } = desk;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopCountdown = () => {};
  let shown: CollectionView | null = null;
  let notice = already ? ALREADY : undefined;
  /** True while its recording would be news to the host's page. */
  let newsworthy = started === true;

  const show = (view: CollectionView) => {
    const now = Date.now() + desk.skew;
    const panel = <Panel view={view} timeZone={desk.timeZone} billing={desk.billing} now={now} notice={notice} />;
    const before = shown && stage(shown, now, desk.billing).word;
    if (shown) screen.update(panel);
    else screen.show(panel);
    shown = view;
    adaptLinks(screen.place);
    stopCountdown();
    stopCountdown = runCountdown(screen.place, desk.skew, () => shown && show(shown));
    const { word, title, lead } = stage(view, now, desk.billing);
    if (word !== before) screen.announce(`${word}. ${title}. ${lead}`);
    tellHost(view);
  };

  const tellHost = (view: CollectionView) => {
    if (view.status !== "recorded") {
      newsworthy ||= isLive(view);
      return;
    }
    if (!newsworthy) return;
    newsworthy = false;
    host.refreshInvoice();
    host.notify(say("collected", { amount: money(view.amount), invoice: view.invoice_number }));
  };

  const read = async () => {
    clearTimeout(timer);
    const answer = await api.collection(id);
    if (stopped) return;
    if (answer.kind === "ok") {
      if (!shown || version(answer.value) !== version(shown)) show(answer.value);
      screen.line("checking", say("checking"));
    } else if (answer.kind === "problem" && !shown) {
      desk.refused(answer.problem);
      return;
    } else screen.line("offline", say("offline"));
    timer = setTimeout(() => void read(), gapAfter(shown));
  };

  /** Carries out one of the panel's forms. */
  const act = async (form: HTMLFormElement) => {
    const action = /\/([a-z-]+)$/.exec(form.getAttribute("action") ?? "")?.[1];
    if (!action) return;
    const button = form.querySelector("button");
    if (button) button.disabled = true;
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value) || null]);
    const answer = await api.act(id, action, Object.fromEntries(fields));
    if (stopped) return;
    notice =
      answer.kind === "ok" ? undefined : answer.kind === "problem" ? answer.problem.message : say("not_possible");
    if (answer.kind === "ok") show(answer.value);
    else if (shown) show(shown);
    await read();
  };
  const onSubmit = (event: SubmitEvent) => {
    if (!(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    void act(event.target);
  };

  screen.place.addEventListener("submit", onSubmit);
  void read();
  return () => {
    stopped = true;
    clearTimeout(timer);
    stopCountdown();
    screen.place.removeEventListener("submit", onSubmit);
    screen.line(null, "");
  };
}

/** True while a collection may change within seconds, by its status alone. */
export const isLive = (view: Pick<CollectionView, "status">): boolean => LIVE.has(view.status);
const LIVE = new Set<string>(["queued", "sending", "in_progress", "succeeded"]);

function gapAfter(view: CollectionView | null): number {
  if (view?.status === "unresolved" || view?.attention) return GAP.unfinished;
  return !view || isLive(view) ? GAP.live : GAP.over;
}
