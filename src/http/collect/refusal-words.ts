import { inr } from "../../collection/money.ts";
import { atStart } from "../../views/billing-name.ts";
import type { RefusalWords } from "../../views/collect/refused-page.tsx";
import type { StartRefusal } from "../collections/start.ts";

/** Why an invoice cannot be collected as it is, and what to do next, in words for the counter. */
export function refusalWords(refusal: StartRefusal, billing: string): RefusalWords {
  const wrong = { tone: "warn", icon: "alert" } as const;
  const wait = { tone: "warn", icon: "clock", again: true } as const;
  switch (refusal.reason) {
    case "unknown_invoice":
      return {
        ...wrong,
        icon: "question",
        title: "No such invoice",
        text: `${atStart(billing)} does not have it in this organization. Open the invoice there and press Collect via POS.`,
      };
    case "several_invoices":
      return {
        ...wrong,
        title: `${refusal.count} invoices have this number`,
        text: `Open the one you mean in ${billing} and press Collect via POS there.`,
      };
    case "invoice_not_payable":
      return notPayable(refusal.status, billing);
    case "invoice_without_balance":
      return notPayable("paid", billing);
    case "invoice_not_inr":
      return {
        ...wrong,
        title: `This invoice is in ${refusal.currency}`,
        text: "Terminals take rupees only. Collect it another way.",
      };
    case "books_access_refused":
      return {
        ...wrong,
        title: `${atStart(billing)} does not let us in`,
        text: `An administrator of your organization must connect ${billing} again. Nothing was charged.`,
      };
    case "books_unavailable":
      return {
        ...wait,
        title: `${atStart(billing)} does not answer`,
        text: "Nothing was sent to a terminal. Try again in a few seconds.",
      };
    case "ledger_unavailable":
      return { ...wait, title: "One moment", text: "Our database does not answer. Nothing was sent to a terminal." };
    case "billed_elsewhere":
      return {
        ...wrong,
        icon: "terminal",
        tone: "plain",
        title: "This shop bills outside Zoho",
        text: "Its own billing software sends payments to the counters. Start this one there.",
      };
    case "amount_over_balance":
      return { ...wrong, title: "More than the balance", text: `The balance is ${inr(refusal.balance)}.` };
    case "unknown_counter":
      return { ...wrong, title: "This counter is no longer in use", text: "Choose another one.", again: true };
    case "invoice_held":
    case "invoice_unresolved":
      return { ...wrong, title: "An earlier payment is not finished", text: "Look at it before charging again." };
    case "idempotency_key_reused":
      return { ...wrong, title: "This form was sent before", text: "Open it anew to collect again.", again: true };
  }
}

function notPayable(status: string, billing: string): RefusalWords {
  switch (status.toLowerCase()) {
    case "paid":
      return {
        tone: "good",
        icon: "check",
        title: "Nothing left to pay",
        text: "This invoice is paid. The customer can go.",
      };
    case "draft":
      return {
        tone: "warn",
        icon: "alert",
        title: "This invoice is a draft",
        text: `Mark it as sent in ${billing}, then press Collect via POS again.`,
      };
    case "void":
    case "voided":
      return {
        tone: "warn",
        icon: "stop",
        title: "This invoice is void",
        text: `Nothing can be collected on it. Make a new invoice, or open this one again in ${billing}.`,
      };
    default:
      return {
        tone: "warn",
        icon: "alert",
        title: `This invoice is ${status.replaceAll("_", " ")}`,
        text: `It takes no payment as it is. Finish it in ${billing}, then press Collect via POS again.`,
      };
  }
}
