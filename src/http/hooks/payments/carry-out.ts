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
  const { over } = conclusions(delivery, deps.now);
  const { type, payment, refund } = PaymentsRequest.parse(JSON.parse(delivery.request ?? "null"));
  if ((type === "payment.succeeded" || type === "payment.failed") && payment) return hint(deps, delivery, payment);
  if (type === "refund.succeeded" && refund) return tellOfRefund(deps, delivery, refund);
  return over("ignored", "Nothing follows from this event.");
}

async function hint(
  deps: Needs,
  delivery: HookDelivery,
  payment: NonNullable<PaymentsRequest["payment"]>,
): Promise<Conclusion> {
  const { over, later } = conclusions(delivery, deps.now);
  const collection = await collectionOf(deps, delivery.organizationId, payment);
  if (collection) {
    const done = over("told", `${collection.invoiceNumber}: Zoho is asked about it now`, null, collection.id);
    return (await tell(deps, delivery, collection, { type: "hinted" })) ? done : unheard(delivery, deps, HINT);
  }
  // A collection is in the ledger before Zoho hears of it, and carries its id there: what names none is somebody
  // else's, such as the shop's payments online, and is not looked for again and again.
  const message = "No collection of ours has this payment.";
  const named = CollectionId.safeParse(payment.collectionId).success;
  return (named ? later(HINT, message) : null) ?? over("ignored", message);
}

async function tellOfRefund(
  deps: Needs,
  delivery: HookDelivery,
  { refundId, paymentId, amount }: NonNullable<PaymentsRequest["refund"]>,
): Promise<Conclusion> {
  const { over, later } = conclusions(delivery, deps.now);
  const find = () => findByPayment(deps.ledger, delivery.organizationId, paymentId);
  const collection = await find();
  if (!collection) {
    return (
      later(REFUND, "No collection of ours has the refunded payment yet. It is looked for again for two days.") ??
      over("ignored", "No collection of ours has the refunded payment; it was looked for again for two days.")
    );
  }
  const told = await tell(deps, delivery, collection, { type: "refund_seen", refundId, amount });
  // It may have been over, and nobody looks after what the ledger believes to be over: it has to know.
  const known = told && (await find())?.refundIds.includes(refundId);
  if (!known) return unheard(delivery, deps, REFUND);
  return over("told", `${collection.invoiceNumber}: refund ${refundId}`, null, collection.id);
}

/** Tells the collection's terminal, and has that tell the ledger. False when it does not answer. */
async function tell(deps: Needs, delivery: HookDelivery, collection: Collection, notice: Notice): Promise<boolean> {
  const terminal = deps.terminal(delivery.organizationId, collection.terminalId);
  try {
    await giveNotice({ ledger: deps.ledger, terminal }, collection, notice);
    if (notice.type === "refund_seen") await terminal.flush();
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.name : "unknown";
    deps.log({ event: "terminal_not_told", collection: collection.id, delivery: delivery.id, reason });
    return false;
  }
}

function unheard(delivery: HookDelivery, deps: Needs, patience: Patience): Conclusion {
  const { over, later } = conclusions(delivery, deps.now);
  const [message, code] = ["The counter's queue did not answer.", "terminal_unavailable"];
  return later(patience, message, code) ?? over("refused", message, code);
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
