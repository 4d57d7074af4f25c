import type { HumanAction } from "../../collection/by-human.ts";
import type { CollectionView } from "../../collection/view.ts";

/**
 * Whether the page offers an action. Only what makes sense to a person now is offered; whether it is possible is
 * decided where it is carried out.
 */
export function offers(view: CollectionView, action: HumanAction): boolean {
  const { status, attention } = view;
  // What the shop's own billing software shows, we cannot ask.
  const external = view.history.some(({ reason }) => reason === "acknowledged");
  switch (action) {
    case "cancel":
      return (status === "queued" || status === "sending" || status === "in_progress") && !view.cancel_requested;
    case "check":
      return (
        status === "unresolved" || CHECKED.has(attention ?? "") || (ABOUT_REFUND.has(attention ?? "") && !external)
      );
    case "retry_recording":
      return status === "succeeded" && RETRIED.has(attention ?? "");
    case "resolve":
      return status === "unresolved" || (status === "succeeded" && attention !== null);
  }
}

const CHECKED = new Set<string>(["payment_differs", "payment_id_missing"]);
const ABOUT_REFUND = new Set<string>(["refunded_still_paid", "refund_unchecked"]);
const RETRIED = new Set<string>(["recording_refused", "books_access_refused", "books_daily_limit"]);
