import type { Collection } from "../../../collection/collection.ts";
import { CollectionId, type OrganizationId } from "../../../collection/ids.ts";
import { findByPayment, findBySession } from "../../../ledger/by-payment.ts";
import { findCollection } from "../../../ledger/collections.ts";
import type { HookDelivery } from "../../../ledger/hook-deliveries.ts";
import { giveNotice } from "../../../terminal/give-notice.ts";
import type { Dependencies } from "../../dependencies.ts";
import type { PaymentsEvent } from "./payload.ts";

type Needs = Pick<Dependencies, "ledger" | "terminal">;
export type Heard = Pick<HookDelivery, "outcome" | "message" | "collectionId">;

/**
 * What an event of Zoho Payments means to us: about a payment, that its session is worth asking about now; about a
 * refund, that money went back. Rejects when the ledger or the terminal is away: Zoho delivers it again.
 */
export async function hasten(deps: Needs, organizationId: OrganizationId, event: PaymentsEvent): Promise<Heard> {
  const { type, payment, refund } = event;
  if ((type === "payment.succeeded" || type === "payment.failed") && payment) {
    const collection = await collectionOf(deps, organizationId, payment);
    if (!collection) return ignored("No collection of ours has this payment.");
    const terminal = deps.terminal(organizationId, collection.terminalId);
    await giveNotice({ ledger: deps.ledger, terminal }, collection, { type: "hinted" });
    return told(collection, "Zoho is asked about it now");
  }
  if (type === "refund.succeeded" && refund) {
    const collection = await findByPayment(deps.ledger, organizationId, refund.paymentId);
    if (!collection) return ignored("No collection of ours has the refunded payment.");
    const terminal = deps.terminal(organizationId, collection.terminalId);
    const { refundId, amount } = refund;
    await giveNotice({ ledger: deps.ledger, terminal }, collection, { type: "refund_seen", refundId, amount });
    return told(collection, `refund ${refundId}`);
  }
  return ignored("Nothing follows from this event.");
}

/** By our own id in the session's meta data, else by the session. */
async function collectionOf(
  { ledger }: Needs,
  organizationId: OrganizationId,
  { collectionId, sessionId }: NonNullable<PaymentsEvent["payment"]>,
): Promise<Collection | null> {
  const id = CollectionId.safeParse(collectionId);
  const found = id.success ? await findCollection(ledger, organizationId, id.data) : null;
  if (found) return found.collection;
  return sessionId === null ? null : findBySession(ledger, organizationId, sessionId);
}

const told = (collection: Collection, what: string): Heard => ({
  outcome: "told",
  message: `${collection.invoiceNumber}: ${what}`,
  collectionId: collection.id,
});
const ignored = (message: string): Heard => ({ outcome: "ignored", message, collectionId: null });
