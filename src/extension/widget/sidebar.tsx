import { z } from "zod";
import { money } from "../../views/amounts.ts";
import { stage } from "../../views/collection/stage.ts";
import { Icon } from "../../views/icons.tsx";
import { shortMoment } from "../../views/times.ts";
import { attentionWords } from "../../views/words.ts";
import { apiThrough, type Summary } from "./api.ts";
import type { Desk } from "./desk.ts";
import { enter } from "./host.ts";
import { onLink } from "./links.ts";
import { follow } from "./live.tsx";
import { Message } from "./message.tsx";
import { byId, openScreen } from "./screen.ts";
import { say } from "./words.ts";

// A widget's page allows no code made from text.
z.config({ jitless: true });

/** How often the list is read again, ms: often while a payment is under way. */
const GAP = { live: 4_000, quiet: 20_000 };

const History = ({ rows, timeZone, now }: { rows: Summary[]; timeZone: string; now: number }) => (
  <ul class="rows compact" aria-label="POS payments">
    {rows.map((row) => {
      const { tone, icon, word } = stage({ ...row, history: [] }, now);
      return (
        <li>
          <a class={`row ${tone}`} href={`/collections/${row.id}`}>
            <span class="row-state">
              <span class="badge">
                <Icon name={icon} />
              </span>
              {word}
            </span>
            <span class="row-amount">{money(row.amount)}</span>
            <span class="row-what by">
              {row.counter_name}, {row.payment_method === "card" ? "card" : "UPI"}
              {row.attention ? <span class="detail">{attentionWords(row.attention).title}</span> : null}
            </span>
            <time class="row-when" datetime={row.created_at}>
              {shortMoment(row.created_at, timeZone)}
            </time>
          </a>
        </li>
      );
    })}
  </ul>
);

/** The invoice's collections in the pane beside it; one that is clicked is shown in full. */
async function start(): Promise<void> {
  const host = await enter();
  const screen = openScreen(host);
  const back = byId("back");
  back.textContent = `‹ ${say("back")}`;
  let stopFollowing: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const list = async (): Promise<void> => {
    clearTimeout(timer);
    let live = false;
    const invoiceId = await host.invoice();
    const answer = invoiceId === null ? null : await desk.api.collections(invoiceId);
    if (stopFollowing) return;
    if (answer?.kind === "ok") {
      const { collections: rows } = answer.value;
      live = rows.some((row) => stage({ ...row, history: [] }, 0).live);
      if (rows.length === 0) screen.show(<p class="empty">{say("no_payments")}</p>);
      else screen.update(<History rows={rows} timeZone={desk.timeZone} now={Date.now()} />);
    } else if (answer?.kind === "problem") desk.refused(answer.problem);
    else screen.show(<p class="empty">{say(answer === null ? "no_invoice" : "no_answer")}</p>);
    timer = setTimeout(() => void list(), live ? GAP.live : GAP.quiet);
  };
  const desk: Desk = {
    host,
    screen,
    api: apiThrough(host, collectViaPos.address),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    skew: 0,
    async begin() {
      stopFollowing?.();
      stopFollowing = null;
      back.hidden = true;
      await list();
    },
    follow(id) {
      stopFollowing?.();
      back.hidden = false;
      stopFollowing = follow(desk, id);
    },
    refused: ({ message }) => screen.show(<Message tone="warn" icon="alert" title={say("no_answer")} text={message} />),
  };
  onLink(screen.place, (to) => (to.kind === "collection" ? desk.follow(to.id) : void desk.begin()));
  back.addEventListener("click", () => void desk.begin());
  host.onInvoiceChange(() => void desk.begin());
  await list();
}

void start();
