import { billingName } from "../../views/billing-name.ts";
import { apiThrough, type Problem } from "./api.ts";
import type { Desk } from "./desk.ts";
import type { Host } from "./host.ts";
import { type Following, follow } from "./live.tsx";
import { Message } from "./message.tsx";
import { openScreen } from "./screen.ts";
import { say } from "./words.ts";

type Key = Parameters<typeof say>[0];

export interface OpenDesk extends Desk {
  /** Stops what is followed. */
  stop(): void;
  readonly following: boolean;
  /** Shows one thing to say, with a way to try again. */
  warn(title: Key, text: Key): void;
}

/**
 * Opens a widget's desk: asks our API whose key the Connection has, and says so when it is not this organization's.
 * Without that there is nothing to go on with; the screen says why, and offers to try again.
 */
export async function openDesk(host: Host, begin: (desk: OpenDesk) => Promise<void>): Promise<OpenDesk> {
  const screen = openScreen(host);
  let stopFollowing: (() => void) | null = null;
  let known = false;
  const show = (title: string, text: string) => {
    const buttons = [{ name: "again", label: say("try_again") }];
    screen.show(<Message tone="warn" icon="alert" {...{ title, text, buttons }} />);
  };
  const desk: OpenDesk = {
    host,
    screen,
    api: apiThrough(host, collectViaPos.address),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    billing: billingName("books"),
    skew: 0,
    get following() {
      return stopFollowing !== null;
    },
    stop() {
      stopFollowing?.();
      stopFollowing = null;
    },
    async begin() {
      desk.stop();
      known ||= await learn(desk);
      if (known) await begin(desk);
    },
    follow(id: string, how?: Following) {
      desk.stop();
      stopFollowing = follow(desk, id, how);
    },
    warn: (title, text) => show(say(title), say(text)),
    refused({ code, message }: Problem) {
      if (code === "not_authenticated") desk.warn("not_let_in", "not_let_in_text");
      else if (code === "forbidden_organization") desk.warn("other_organization", "other_organization_text");
      else show(say("no_answer"), message);
    },
  };
  screen.place.addEventListener("click", (event) => {
    const wanted = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    if (wanted?.dataset.do === "again") void desk.begin();
    else if (wanted?.dataset.do) desk.follow(wanted.dataset.do);
  });
  await desk.begin();
  return desk;
}

async function learn(desk: OpenDesk): Promise<boolean> {
  const answer = await desk.api.organization();
  if (answer.kind === "silent") desk.warn("no_answer", "no_answer_text");
  if (answer.kind === "problem") desk.refused(answer.problem);
  if (answer.kind !== "ok") return false;
  const { product, time_zone, now } = answer.value;
  desk.billing = billingName(product);
  desk.timeZone = time_zone;
  desk.skew = Date.parse(now) - Date.now();
  return true;
}
