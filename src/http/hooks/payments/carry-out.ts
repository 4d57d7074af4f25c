import type { Collection } from "../../../collection/collection.ts";
import { CollectionId, type OrganizationId } from "../../../collection/ids.ts";
import { GRACE, RECHECK_FOR, VALIDITY } from "../../../collection/schedule.ts";
import { findByPayment, findBySession } from "../../../ledger/by-payment.ts";
import { findCollection } from "../../../ledger/collections.ts";
import type { HookDelivery } from "../../../ledger/hook-deliveries.ts";
import { giveNotice } from "../../../terminal/give-notice.ts";
import type { Notice } from "../../../terminal/rpc.ts";
import { type Conclusion, conclusions, type Needs, type Patience } from "../conclusion.ts";
import { PaymentsRequest } from "./payload.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A hint is worth something while the session is polled; the poll comes sooner than most tries of ours. */
const HINT: Patience = { gaps: [MINUTE / 2, MINUTE, 2 * MINUTE], tryFor: VALIDITY + GRACE };
/**
 * Nobody else tells of a refund. The ledger may learn of its payment for as long as a collection is asked about; the
 * last look is no sooner than that, for it comes at most one gap before the end.
 */
const REFUND: Patience = {
  gaps: [1, 2, 5, 15, 30, 60, 120, 240, 360].map((minutes) => minutes * MINUTE),
  tryFor: RECHECK_FOR + 6 * HOUR,
};

/**
 * What an event of Zoho Payments means to us: about a payment, that its session is worth asking about now; about a
 * refund, that money went back.
 */
export async function carryOutPayments(deps: Needs, delivery: HookDelivery): Promise<Conclusion> {
  const { organizationId } = delivery;
  const { over, later } = conclusions(delivery, deps.now);
  const { type, payment, refund } = PaymentsRequest.parse(JSON.parse(delivery.request ?? "null"));
  const tell = async (collection: Collection, notice: Notice, what: string, patience: Patience) => {
    const terminal = deps.terminal(organizationId, collection.terminalId);
    try {
      await giveNotice({ ledger: deps.ledger, terminal }, collection, notice);
    } catch (error) {
      deps.log({
        event: "hook_put_off",
        delivery: delivery.id,
        reason: error instanceof Error ? error.name : "unknown",
      });
      const message = "The counter's queue did not answer.";
      return (
        later(patience, message, "terminal_unavailable") ??
        over("refused", message, "terminal_unavailable", collection.id)
      );
    }
    return over("told", `${collection.invoiceNumber}: ${what}`, null, collection.id);
  };

  if ((type === "payment.succeeded" || type === "payment.failed") && payment) {
    const collection = await collectionOf(deps, organizationId, payment);
    if (collection) return tell(collection, { type: "hinted" }, "Zoho is asked about it now", HINT);
    // A collection is in the ledger before Zoho hears of it, and carries its id there: what names none is somebody
    // else's, such as the shop's payments online, and is not looked for again and again.
    const message = "No collection of ours has this payment.";
    const named = CollectionId.safeParse(payment.collectionId).success;
    return (named ? later(HINT, message) : null) ?? over("ignored", message);
  }
  if (type === "refund.succeeded" && refund) {
    const { refundId, paymentId, amount } = refund;
    const collection = await findByPayment(deps.ledger, organizationId, paymentId);
    if (collection) {
      return tell(collection, { type: "refund_seen", refundId, amount }, `refund ${refundId}`, REFUND);
    }
    return (
      later(REFUND, "No collection of ours has the refunded payment yet. It is looked for again for two days.") ??
      over("ignored", "No collection of ours has the refunded payment; it was looked for again for two days.")
    );
  }
  return over("ignored", "Nothing follows from this event.");
}

/** By our own id in the session's meta data, else by the session. */
async function collectionOf(
  { ledger }: Needs,
  organizationId: OrganizationId,
  { collectionId, sessionId }: NonNullable<PaymentsRequest["payment"]>,
): Promise<Collection | null> {
  const id = CollectionId.safeParse(collectionId);
  const found = id.success ? await findCollection(ledger, organizationId, id.data) : null;
  if (found) return found.collection;
  return sessionId === null ? null : findBySession(ledger, organizationId, sessionId);
}
