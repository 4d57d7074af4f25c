import { z } from "zod";
import { money } from "../../views/amounts.ts";
import { stage } from "../../views/collection/stage.ts";
import { Icon } from "../../views/icons.tsx";
import { shortMoment } from "../../views/times.ts";
import { attentionWords } from "../../views/words.ts";
import type { Summary } from "./api.ts";
import type { Desk } from "./desk.ts";
import { enter } from "./host.ts";
import { onLink } from "./links.ts";
import { isLive } from "./live.tsx";
import { type OpenDesk, openDesk } from "./open-desk.tsx";
import { byId } from "./screen.ts";
import { say } from "./words.ts";

// A widget's page allows no code made from text.
z.config({ jitless: true });

/** How often the list is read again, ms: often while a payment is under way. */
const GAP = { live: 4_000, quiet: 10_000 };

const History = ({ rows, desk }: { rows: Summary[]; desk: Desk }) => (
  <ul class="rows compact" aria-label="POS payments">
    {rows.map((row) => {
      const { tone, icon, word } = stage({ ...row, history: [] }, Date.now() + desk.skew, desk.billing);
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
              {row.attention ? <span class="detail">{attentionWords(row.attention, desk.billing).title}</span> : null}
            </span>
            <time class="row-when" datetime={row.created_at}>
              {shortMoment(row.created_at, desk.timeZone)}
            </time>
          </a>
        </li>
      );
    })}
  </ul>
);

/** Shows the invoice's collections, and shows them anew while nothing else is. */
async function list(desk: OpenDesk): Promise<void> {
  clearTimeout(timer);
  back.hidden = true;
  const invoiceId = await desk.host.invoice();
  const answer = invoiceId === null ? null : await desk.api.collections(invoiceId);
  if (desk.following) return;
  const rows = answer?.kind === "ok" ? answer.value.collections : [];
  if (answer === null) desk.screen.show(<p class="empty">{say("no_invoice")}</p>);
  else if (answer.kind === "silent") desk.screen.show(<p class="empty">{say("no_answer")}</p>);
  else if (answer.kind === "problem") desk.refused(answer.problem);
  else if (rows.length === 0) desk.screen.show(<p class="empty">{say("no_payments")}</p>);
  else desk.screen.update(<History rows={rows} desk={desk} />);
  timer = setTimeout(() => void list(desk), rows.some(isLive) ? GAP.live : GAP.quiet);
}

let timer: ReturnType<typeof setTimeout> | undefined;
const back = byId("back");

/** The invoice's collections in the pane beside it; one that is clicked is shown in full. */
async function start(): Promise<void> {
  back.textContent = `‹ ${say("back")}`;
  const host = await enter();
  const desk = await openDesk(host, list);
  onLink(desk.screen.place, (to) => {
    if (to.kind !== "collection") return;
    clearTimeout(timer);
    desk.follow(to.id);
    back.hidden = false;
  });
  back.addEventListener("click", () => void desk.begin());
  host.onInvoiceChange(() => void desk.begin());
}

void start();
