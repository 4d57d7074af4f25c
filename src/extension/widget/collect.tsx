import { z } from "zod";
import type { Offer, Problem } from "./api.ts";
import { apiThrough } from "./api.ts";
import type { Desk } from "./desk.ts";
import { openForm } from "./form.tsx";
import { enter, type Host } from "./host.ts";
import { onLink } from "./links.ts";
import { follow } from "./live.tsx";
import { Message } from "./message.tsx";
import { byId, openScreen } from "./screen.ts";
import { say } from "./words.ts";

// A widget's page allows no code made from text.
z.config({ jitless: true });

/** The widget behind the invoice's button: the form, or the collection that is under way. */
function openDesk(host: Host): Desk {
  let stopFollowing = () => {};
  const screen = openScreen(host);
  const desk: Desk = {
    host,
    screen,
    api: apiThrough(host, collectViaPos.address),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    skew: 0,
    async begin() {
      stopFollowing();
      const invoiceId = await host.invoice();
      const answer = invoiceId === null ? null : await desk.api.offer(invoiceId);
      if (answer === null) alone(desk, "no_invoice", "no_invoice_text");
      else if (answer.kind === "silent") alone(desk, "no_answer", "no_answer_text");
      else if (answer.kind === "problem") desk.refused(answer.problem);
      else {
        desk.skew = Date.parse(answer.value.now) - Date.now();
        arrive(desk, answer.value);
      }
    },
    follow(id, how) {
      stopFollowing();
      stopFollowing = follow(desk, id, how);
    },
    refused: (problem) => showProblem(desk, problem),
  };
  onLink(screen.place, (to) => {
    if (to.kind === "leave") host.close();
    else if (to.kind === "collect") void desk.begin();
    else desk.follow(to.id);
  });
  screen.place.addEventListener("click", (event) => {
    const wanted = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
    if (wanted?.dataset.do === "again") void desk.begin();
    else if (wanted?.dataset.do) desk.follow(wanted.dataset.do);
  });
  byId("close").addEventListener("click", () => host.close());
  return desk;
}

function arrive(desk: Desk, offer: Offer): void {
  if (offer.open) desk.follow(offer.open.id, { already: true });
  else if (offer.refusal) showRefusal(desk, offer, offer.refusal);
  else if (offer.counters.length === 0) alone(desk, "no_counters", "no_counters_text");
  else openForm(desk, offer);
}

function showRefusal(
  { screen }: Desk,
  offer: Offer,
  { title, message: text }: { title: string; message: string },
): void {
  const buttons = offer.last ? [{ name: offer.last.id, label: say("see_last") }] : [];
  const paid = offer.balance === "0.00" && offer.status === "paid";
  const look = paid ? ({ tone: "good", icon: "check" } as const) : ({ tone: "warn", icon: "alert" } as const);
  screen.show(<Message {...look} {...{ title, text, buttons }} />);
}

function showProblem(desk: Desk, problem: Problem): void {
  if (problem.code === "not_authenticated") alone(desk, "not_let_in", "not_let_in_text");
  else if (problem.code === "forbidden_organization") alone(desk, "other_organization", "other_organization_text");
  else warn(desk, say("no_answer"), problem.message);
}

const alone = (desk: Desk, title: Parameters<typeof say>[0], text: Parameters<typeof say>[0]): void =>
  warn(desk, say(title), say(text));

function warn({ screen }: Desk, title: string, text: string): void {
  const buttons = [{ name: "again", label: say("try_again") }];
  screen.show(<Message tone="warn" icon="alert" {...{ title, text, buttons }} />);
}

async function start(): Promise<void> {
  openScreen(null).show(<Message tone="plain" icon="clock" title={say("loading")} text="" />);
  await openDesk(await enter()).begin();
}

void start();
