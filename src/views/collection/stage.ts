import type { CollectionView } from "../../collection/view.ts";
import { money } from "../amounts.ts";
import type { IconName } from "../icons.tsx";
import { attentionWords, failureWords } from "../words.ts";

/** Where a collection stands, as its page says it: a headline, one sentence, and how it looks. */
export interface Stage {
  tone: "waiting" | "active" | "paid" | "refused" | "stopped" | "unknown";
  icon: IconName;
  /** The state in one or two words, beside the icon. */
  word: string;
  title: string;
  lead: string;
  /** True while it may change within seconds. */
  live: boolean;
}

/** `now` is epoch ms; past the session's validity the words change. `billing` is the name of what invoices are in. */
export function stage(view: CollectionView, now: number, billing: string): Stage {
  switch (view.status) {
    case "queued":
      return { tone: "waiting", icon: "clock", word: "In line", live: true, ...queued(view) };
    case "sending":
      return { tone: "waiting", icon: "send", word: "Sending", live: true, ...sending(view) };
    case "in_progress":
      return inProgress(view, now);
    case "succeeded":
      return succeeded(view, billing);
    case "recorded":
      return recorded(view, billing);
    case "failed":
      return failed(view);
    case "cancelled":
      return cancelled(view);
    case "unresolved":
      return {
        tone: "unknown",
        icon: "question",
        word: "Outcome unknown",
        title: "Do not charge again yet",
        lead: `Zoho gave no final answer. ${money(view.amount)} may or may not have been taken at ${view.counter_name}.`,
        live: false,
      };
  }
}

const happened = (view: CollectionView, reason: string): boolean => view.history.some((line) => line.reason === reason);

function queued({ queue_position: place, counter_name: counter }: CollectionView): Pick<Stage, "title" | "lead"> {
  if (place === null) return { title: `Handing it to ${counter}`, lead: "This takes a moment." };
  const ahead = place === 1 ? "one payment is" : `${place} payments are`;
  return {
    title: place === 1 ? `Next in line at ${counter}` : `Number ${place} in line at ${counter}`,
    lead: `The terminal takes one payment at a time; ${ahead} ahead. It starts by itself.`,
  };
}

function sending(view: CollectionView): Pick<Stage, "title" | "lead"> {
  if (happened(view, "create_unanswered")) {
    return {
      title: `Finding out whether ${view.counter_name} has it`,
      lead: "Zoho did not answer when we sent it. We are looking for it; do not send it again.",
    };
  }
  return { title: `Sending to ${view.counter_name}`, lead: "Zoho Payments is getting the terminal ready." };
}

function inProgress(view: CollectionView, now: number): Stage {
  const over = view.session_valid_until !== null && now >= Date.parse(view.session_valid_until);
  if (over) {
    return {
      tone: "unknown",
      icon: "clock",
      word: "Waiting for Zoho",
      title: "Time is up; asking Zoho how it ended",
      lead: "Do not charge again before this page says so. The final word usually comes within two minutes.",
      live: true,
    };
  }
  return {
    tone: "active",
    icon: "terminal",
    word: "On the terminal",
    title: `Tap Fetch Payments on ${view.counter_name}`,
    lead: `Then the customer pays by ${view.payment_method === "card" ? "card" : "UPI"} on the terminal.`,
    live: true,
  };
}

function succeeded(view: CollectionView, billing: string): Stage {
  const paid = { tone: "paid", icon: "check", live: true } as const;
  if (!view.attention) {
    return { ...paid, word: "Paid", title: "Paid", lead: `The money is taken. It is being recorded in ${billing}.` };
  }
  const { title } = attentionWords(view.attention, billing);
  return {
    ...paid,
    tone: "unknown",
    icon: "alert",
    word: "Paid, not recorded",
    title: "Paid, not yet recorded",
    lead: title,
  };
}

function recorded(view: CollectionView, billing: string): Stage {
  const number = view.customer_payment_number ?? view.customer_payment_id;
  const byHand = happened(view, "resolved_paid") && view.customer_payment_number === null;
  const lead = byHand
    ? "Closed by hand as paid."
    : `Recorded in ${billing}${number ? ` as payment no. ${number}` : ""}. The customer can go.`;
  return { tone: "paid", icon: "check", word: "Paid", title: "Paid", lead, live: false };
}

function failed(view: CollectionView): Stage {
  const { title, explain } = failureWords(view.failure_code ?? "");
  const lead = `${explain} Nothing was charged.`;
  return { tone: "refused", icon: "cross", word: "Not paid", title, lead: tidy(lead), live: false };
}

/** Our own words may have said already that no money moved. */
const tidy = (lead: string): string =>
  lead.replace(/No money was taken\. Nothing was charged\./, "No money was taken.");

function cancelled(view: CollectionView): Stage {
  const byHand = happened(view, "resolved_not_paid");
  const lead = byHand
    ? "Closed by hand as not paid."
    : happened(view, "ended_after_cancel")
      ? "The terminal ended it without a payment. Nothing was charged."
      : "Nothing had been sent to the terminal, and nothing was charged.";
  return { tone: "stopped", icon: "stop", word: "Cancelled", title: "Cancelled", lead, live: false };
}
