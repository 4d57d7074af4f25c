import { atStart } from "./billing-name.ts";
import { humanise } from "./words.ts";

/** What a line of history says to people; its detail follows beneath. */
const REASONS: Record<string, string> = {
  created: "Created",
  terminal_free: "The terminal is free",
  session_created: "Sent to the terminal",
  create_unanswered: "Zoho did not answer; looking for it",
  create_put_off: "Zoho asked to wait",
  create_refused: "Zoho refused it",
  session_found: "Found at Zoho",
  not_sent: "Not sent to the terminal",
  cancel_asked: "Cancel asked for",
  cancelled: "Cancelled",
  cancelled_before_sending: "Cancelled before it was sent",
  ended_after_cancel: "Ended on the terminal after the cancel",
  declined: "Declined",
  paid: "Paid",
  paid_after_closed: "Paid after it was closed",
  poll_unanswered: "Zoho does not answer; asking on",
  no_final_answer: "No final answer from Zoho",
  checks_ended: "Stopped asking Zoho",
  check_asked: "Check asked for",
  confirmed: "Zoho confirms it was paid",
  confirmed_not_paid: "Zoho confirms it was not paid",
  recorded: "Recorded in {billing}",
  found_in_books: "Found recorded in {billing}",
  recording_unanswered: "{billing} did not answer; looking before posting again",
  balance_is_lower: "The invoice's balance is lower by now",
  retry_recording_asked: "Retry of the recording asked for",
  resolved_paid: "Closed by hand as paid",
  resolved_not_paid: "Closed by hand as not paid",
  acknowledged: "Taken into the billing software's books",
  not_acknowledged: "Not acknowledged by the billing software",
  refunded: "Money given back",
  refunded_still_paid: "{billing} still shows it as paid",
  refund_in_books: "{billing} does not show it as paid any more",
  refund_unchecked: "{billing} did not say what it shows of it",
  refund_settled: "Refund dealt with, by a person's word",
  comment_not_made: "No comment could be put on the invoice",
};

/** `billing` is the name of what invoices are in. */
export const historyWords = (reason: string, billing: string): string =>
  atStart((REASONS[reason] ?? humanise(reason)).replace("{billing}", billing));

export const whoWords = (by: string): string => ({ connector: "Collect via POS", zoho: "Zoho" })[by] ?? by;
