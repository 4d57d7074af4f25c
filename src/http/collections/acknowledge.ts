import type { CollectionView } from "../../collection/view.ts";
import { giveNotice } from "../../terminal/give-notice.ts";
import type { Dependencies } from "../dependencies.ts";
import { TERMINAL_AWAY } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { known } from "./current.ts";
import { UNKNOWN, type WishOutcome } from "./wish.ts";

/**
 * The billing software of an external organization has taken a payment into its books: that is its "recorded". Saying
 * so again is answered with what is recorded already.
 */
export async function acknowledge(
  deps: Pick<Dependencies, "ledger" | "terminal" | "log">,
  identity: Identity,
  id: string,
  reference: string | null,
): Promise<WishOutcome> {
  const found = await known(deps, identity.organizationId, id);
  if (!found) return { kind: "refused", problem: UNKNOWN };
  const { organizationId, terminalId, biller } = found.collection;
  if (biller !== "external") {
    return objection(
      "This payment is recorded in Zoho Books or Zoho Invoice without it; nothing is to be acknowledged.",
    );
  }
  let view: CollectionView | null;
  try {
    const terminal = deps.terminal(organizationId, terminalId);
    const notice = { type: "acknowledged" as const, by: identity.by, reference };
    view = await giveNotice({ ledger: deps.ledger, terminal }, found.collection, notice);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    deps.log({ event: "acknowledgement_not_carried", collection: id, reason });
    return { kind: "refused", problem: TERMINAL_AWAY };
  }
  if (!view) return { kind: "refused", problem: TERMINAL_AWAY };
  if (view.status === "recorded") return { kind: "done", view };
  if (view.status !== "succeeded") {
    return objection(`This collection is ${view.status.replace("_", " ")}; only a taken payment can be acknowledged.`);
  }
  return objection("Zoho confirmed this payment without its id; it is still being asked. Try again in a minute.");
}

const objection = (message: string): WishOutcome => ({
  kind: "refused",
  problem: { code: "action_not_possible", message },
});
