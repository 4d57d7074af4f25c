import type { AttentionReason, Method } from "../collection/collection.ts";
import { atStart } from "./billing-name.ts";

/** What a person at the counter can do next after a payment that failed. */
export type NextStep = "try_again" | "other_card" | "other_method" | "other_counter" | "call_administrator";

export interface FailureWords {
  title: string;
  explain: string;
  next: NextStep[];
}

/** A failure code of Zoho's or ours in plain words. Zoho publishes no list: codes we do not know are shown as they are. */
export function failureWords(code: string): FailureWords {
  switch (code) {
    case "insufficient_funds":
      return words("Not enough money in the account", "The customer's bank declined it.", "other_card", "other_method");
    case "session_expired":
    case "expired":
    case "timeout":
    case "upi_timeout":
      return words("Nobody paid in time", "The three minutes on the terminal ran out.", "try_again");
    case "customer_cancelled":
    case "user_cancelled":
    case "cancelled":
    case "payment_cancelled":
    case "cancelled_by_merchant":
      return words("Cancelled on the terminal", "It was stopped before the payment.", "try_again", "other_method");
    case "incorrect_pin":
    case "invalid_pin":
    case "authentication_failed":
      return words("Wrong PIN", "The bank could not confirm the customer.", "try_again", "other_card");
    case "pin_tries_exceeded":
      return words("PIN blocked", "Too many wrong PINs; the bank has locked this card.", "other_card", "other_method");
    case "expired_card":
    case "card_expired":
    case "expired_or_canceled_card":
      return words("This card is no longer valid", "It has expired or was cancelled.", "other_card", "other_method");
    case "lost_or_stolen_card":
      return words("The bank does not accept this card", "Ask for another way to pay.", "other_card", "other_method");
    case "limit_exceeded":
    case "amount_limit_exceeded":
      return words("Over the customer's limit", "The bank allows less for one payment.", "other_card", "other_method");
    case "card_declined":
    case "declined":
    case "do_not_honor":
    case "declined_by_issuer":
      return words("The bank declined it", "It gave no further reason.", "try_again", "other_card", "other_method");
    case "card_not_supported":
      return words("The terminal cannot take this card", "Its kind is not supported.", "other_card", "other_method");
    case "issuer_unavailable":
    case "network_error":
    case "processing_error":
      return words("The bank did not answer", "No money was taken.", "try_again", "other_method");
    case "session_failed":
      return words("The payment failed", "Zoho gave no reason. No money was taken.", "try_again", "other_counter");
    case "not_sent":
      return words("It never reached the terminal", "Zoho did not accept it in time.", "try_again", "other_counter");
    case "payments_access_refused":
      return words("Zoho Payments refused our access", "It must be connected again.", "call_administrator");
    default:
      return words(
        humanise(code),
        "Zoho Payments gave this as the reason.",
        "try_again",
        "other_card",
        "other_counter",
      );
  }
}

/** The step in words, for a payment that was to be made by `method`. */
export function nextStepWords(step: NextStep, method: Method): string {
  switch (step) {
    case "try_again":
      return "Try again";
    case "other_card":
      return method === "card" ? "Ask for another card" : "Ask for another account";
    case "other_method":
      return method === "card" ? "Offer UPI instead" : "Offer card instead";
    case "other_counter":
      return "Use another counter's terminal";
    case "call_administrator":
      return "Ask an administrator to connect Zoho Payments again";
  }
}

export interface AttentionWords {
  title: string;
  remedy: string;
}

/** Why a human must look, and what to do about it. `billing` is the name of what invoices are in. */
export function attentionWords(reason: AttentionReason, billing: string): AttentionWords {
  switch (reason) {
    case "recording_refused":
      return {
        title: `${atStart(billing)} refused to record the payment`,
        remedy: `The money is taken. Put right what ${billing} names, then press Retry recording; or record it in ${billing} by hand and resolve it here.`,
      };
    case "books_access_refused":
      return {
        title: `${atStart(billing)} does not let us in`,
        remedy: `The money is taken. Ask an administrator to connect ${billing} again; the payment is then recorded by itself.`,
      };
    case "books_daily_limit":
      return {
        title: `The day's calls to ${billing} are used up`,
        remedy: `The money is taken. It is recorded by itself once ${billing} allows calls again; nothing needs to be done.`,
      };
    case "books_not_answering":
      return {
        title: `${atStart(billing)} does not answer`,
        remedy: `The money is taken. We look and try again by ourselves, less and less often. If it lasts, look into ${billing}: press Retry recording, or record it there by hand and resolve it here.`,
      };
    case "payment_differs":
      return {
        title: "Zoho confirmed something else than was asked for",
        remedy: `Nothing was recorded. Compare the terminal's receipt with this page, record what is right in ${billing}, and resolve it here.`,
      };
    case "payment_id_missing":
      return {
        title: "Zoho has not told the payment's number yet",
        remedy: "The money is taken. We keep asking, and record it once the number is known.",
      };
    case "payment_seen":
      return {
        title: "A payment was seen, and not confirmed",
        remedy: "Zoho lists it as paid while its session says otherwise. Do not charge again; look into Zoho Payments.",
      };
    case "recorded_amount_differs":
      return {
        title: `${atStart(billing)} holds another amount than was taken`,
        remedy: `Compare the payment in ${billing} with the terminal's receipt and correct it there.`,
      };
    case "excess_is_credit":
      return {
        title: "More was taken than the invoice still needed",
        remedy: `The rest is the customer's credit in ${billing}. Apply it to another invoice or refund it.`,
      };
    case "paid_after_closed":
      return {
        title: "Paid after this was closed",
        remedy: "Zoho confirmed the payment late. Check that the customer was not charged twice; refund one if so.",
      };
    case "recorded_but_failed":
      return {
        title: "Marked as paid by hand, and Zoho says it failed",
        remedy: `Check the bank or the receipt. If no money came, delete the payment in ${billing}.`,
      };
    case "checks_ended":
      return {
        title: "Zoho gave no final answer in 48 hours",
        remedy: "We no longer ask by ourselves. Look into Zoho Payments, then resolve it here; or press Check now.",
      };
    case "not_acknowledged":
      return {
        title: "The billing software has not answered",
        remedy: "The money is taken. Check that the billing software runs, then send it the event again.",
      };
    case "refunded_still_paid":
      return {
        title: "Given back, and the invoice still shows as paid",
        remedy: `Make a credit note or delete the payment in ${billing}. After a credit note say so below: the payment stays on the invoice, and we cannot see it. After anything else press Check now.`,
      };
    case "refund_unchecked":
      return {
        title: `Given back, and ${billing} did not say what it shows`,
        remedy: `Look at the invoice in ${billing}: if it still shows as paid, make a credit note or delete the payment there. Then say so below.`,
      };
    case "refund_to_tell":
      return {
        title: `Given back: ${billing} is to be told`,
        remedy: `We cannot see what ${billing} shows. Enter there that the money was given back, then say so below.`,
      };
  }
}

/** `do_not_honor` → `Do not honor`. */
export function humanise(code: string): string {
  const text = code.replaceAll(/[_\s-]+/g, " ").trim();
  return text ? text.charAt(0).toUpperCase() + text.slice(1) : "No reason given";
}

const words = (title: string, explain: string, ...next: NextStep[]): FailureWords => ({ title, explain, next });
