import type { HumanAction } from "../../collection/by-human.ts";
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
      return status === "unresolved" || attention === "payment_differs" || attention === "payment_id_missing";
    case "retry_recording":
      return status === "succeeded" && RETRIED.has(attention ?? "");
    case "resolve":
      return status === "unresolved" || (status === "succeeded" && attention !== null);
  }
}

const RETRIED = new Set<string>(["recording_refused", "books_access_refused", "books_daily_limit"]);
