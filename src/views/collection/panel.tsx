import type { CollectionView } from "../../collection/view.ts";
import { money } from "../amounts.ts";
import { Icon } from "../icons.tsx";
import { attentionWords } from "../words.ts";
import { Actions } from "./actions.tsx";
import { Countdown } from "./countdown.tsx";
import { Facts, History } from "./facts.tsx";
import { stage } from "./stage.ts";
import { Steps } from "./steps.tsx";

export interface PanelProps {
  view: CollectionView;
  timeZone: string;
  /** The name of what invoices are in. */
  billing: string;
  /** Epoch ms. */
  now: number;
  /** Something to say about what the person has just done. */
  notice?: string | undefined;
}

/**
 * All that a collection's page says about it: the one source of its words. The page is made with it, and the script
 * fetches it anew whenever the collection has changed.
 */
export const Panel = ({ view, timeZone, billing, now, notice }: PanelProps) => {
  const { tone, icon, word, title, lead, live } = stage(view, now, billing);
  const counting = view.status === "in_progress" && view.session_valid_until !== null && tone === "active";
  return (
    <article
      class={`panel collection ${tone}`}
      data-version={version(view)}
      data-now={String(now)}
      data-live={live ? "yes" : "no"}
      data-title={`${word} · ${view.invoice_number}`}
      data-say={`${word}. ${title}. ${lead}`}
    >
      {notice ? (
        <p class="notice" role="status">
          <Icon name="alert" />
          <span>{notice}</span>
        </p>
      ) : null}
      <header class="headline">
        <p class="state">
          <span class="badge">
            <Icon name={icon} />
          </span>
          {word}
        </p>
        <p class="amount">{money(view.amount)}</p>
        <h1>{title}</h1>
        <p class="lead">{lead}</p>
      </header>
      {counting && view.session_valid_until ? <Countdown until={view.session_valid_until} now={now} /> : null}
      {view.cancel_requested && live ? <CancelAsked /> : null}
      {view.attention ? <Attention view={view} billing={billing} /> : null}
      {view.status === "unresolved" ? <WhatHappensNext billing={billing} /> : null}
      <Steps view={view} billing={billing} />
      <Actions view={view} billing={billing} />
      <Facts {...{ view, timeZone, billing }} />
      <History {...{ view, timeZone, billing }} />
    </article>
  );
};

/** Changes whenever the panel would look different; made alike by the script from what the socket says. */
export const version = (view: CollectionView): string =>
  [view.updated_at, view.status, view.queue_position ?? "", view.attention ?? ""].join("|");

const CancelAsked = () => (
  <div class="notice">
    <Icon name="stop" />
    <p>
      <strong>Cancel asked for.</strong> Press Cancel on the terminal too: Zoho cannot call a payment back. If the
      customer pays all the same, it is recorded as usual.
    </p>
  </div>
);

const Attention = ({ view, billing }: { view: CollectionView; billing: string }) => {
  if (!view.attention) return null;
  const { title, remedy } = attentionWords(view.attention, billing);
  return (
    <div class="notice warn">
      <Icon name="alert" />
      <div>
        <h2>{title}</h2>
        <p>{remedy}</p>
        {view.attention_message ? <p class="detail">{view.attention_message}</p> : null}
      </div>
    </div>
  );
};

const WhatHappensNext = ({ billing }: { billing: string }) => (
  <div class="advice">
    <h2>What happens next</h2>
    <ul>
      <li>We keep asking Zoho for 48 hours. This page changes by itself when the answer comes.</li>
      <li>If it was paid, it is recorded in {billing} without your doing anything.</li>
      <li>Nobody should charge this invoice again until then. Look at the terminal's last receipt to know sooner.</li>
    </ul>
  </div>
);
