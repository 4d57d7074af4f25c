import { z } from "zod";
import type { Offer } from "./api.ts";
import type { Desk } from "./desk.ts";
import { openForm } from "./form.tsx";
import { enter } from "./host.ts";
import { onLink } from "./links.ts";
import { Message } from "./message.tsx";
import { type OpenDesk, openDesk } from "./open-desk.tsx";
import { byId, openScreen } from "./screen.ts";
import { say } from "./words.ts";

// A widget's page allows no code made from text.
z.config({ jitless: true });

/** Looks at the invoice that is open, and shows what can be done about it. */
async function look(desk: OpenDesk): Promise<void> {
  const invoiceId = await desk.host.invoice();
  const answer = invoiceId === null ? null : await desk.api.offer(invoiceId);
  if (answer === null) desk.warn("no_invoice", "no_invoice_text");
  else if (answer.kind === "silent") desk.warn("no_answer", "no_answer_text");
  else if (answer.kind === "problem") desk.refused(answer.problem);
  else if (answer.value.open) desk.follow(answer.value.open.id, { already: true });
  else if (answer.value.refusal) showRefusal(desk, answer.value, answer.value.refusal);
  else if (answer.value.counters.length === 0) desk.warn("no_counters", "no_counters_text");
  else openForm(desk, answer.value);
}

function showRefusal(
  { screen }: Desk,
  offer: Offer,
  { title, message: text }: { title: string; message: string },
): void {
  const buttons = offer.last ? [{ name: offer.last.id, label: say("see_last") }] : [];
  const look =
    offer.status === "paid" ? ({ tone: "good", icon: "check" } as const) : ({ tone: "warn", icon: "alert" } as const);
  screen.show(<Message {...look} {...{ title, text, buttons }} />);
}

/** The widget behind the invoice's button: the form, or the collection that is under way. */
async function start(): Promise<void> {
  openScreen(null).show(<Message tone="plain" icon="clock" title={say("loading")} text="" />);
  const host = await enter();
  byId("close").addEventListener("click", () => host.close());
  const desk = await openDesk(host, look);
  onLink(desk.screen.place, (to) => {
    if (to.kind === "leave") host.close();
    else if (to.kind === "collect") void desk.begin();
    else desk.follow(to.id);
  });
}

void start();
