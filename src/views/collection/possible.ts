import type { HumanAction } from "../../collection/by-human.ts";
import { isAboutRefund } from "../../collection/refund-attention.ts";
import type { CollectionView } from "../../collection/view.ts";

/**
 * Whether the page offers an action. Only what makes sense to a person now is offered; whether it is possible is
 * decided where it is carried out.
 */
export function offers(view: CollectionView, action: HumanAction): boolean {
  const { status, attention } = view;
  switch (action) {
    case "cancel":
      return (status === "queued" || status === "sending" || status === "in_progress") && !view.cancel_requested;
    case "check":
      return (
        status === "unresolved" ||
        CHECKED.has(attention ?? "") ||
        // Books is asked by the payment's id.
        (BOOKS_ON_REFUND.has(attention ?? "") && view.payment_id !== null)
      );
    case "retry_recording":
      return status === "succeeded" && RETRIED.has(attention ?? "");
    case "resolve":
      return status === "unresolved" || (status === "succeeded" && attention !== null);
  }
}

/** Whether a person may say that what was given back is dealt with. */
export const mayBeSettled = ({ status, attention }: CollectionView): boolean =>
  status === "recorded" && isAboutRefund(attention ?? undefined);

const CHECKED = new Set<string>(["payment_differs", "payment_id_missing"]);
const BOOKS_ON_REFUND = new Set<string>(["refunded_still_paid", "refund_unchecked"]);
const RETRIED = new Set<string>([
  "recording_refused",
  "books_access_refused",
  "books_daily_limit",
  "books_not_answering",
]);
