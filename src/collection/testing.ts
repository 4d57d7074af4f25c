import { born, type Collection, type Status } from "./collection.ts";
import { CollectionId, CounterId, CustomerId, InvoiceId, OrganizationId, TerminalId } from "./ids.ts";
import { paise } from "./money.ts";

/** A collection at birth, for tests. */
export function newborn(now = 0, change: Partial<Collection> = {}): Collection {
  const { collection } = born(
    {
      id: CollectionId.parse("col_00000000000000000000"),
      organizationId: OrganizationId.parse("60000000001"),
      invoiceId: InvoiceId.parse("1460000000000000001"),
      invoiceNumber: "INV-000001",
      customerId: CustomerId.parse("1460000000000000002"),
      customerName: "Asha Traders",
      counterId: CounterId.parse("A"),
      counterName: "Counter A",
      terminalId: TerminalId.parse("TRM001"),
      amount: paise(10_050),
      method: "card",
      startedBy: "cashier",
      settings: {
        paymentMode: "creditcard",
        depositAccountId: null,
        commentOnInvoice: false,
        timeZone: "Asia/Kolkata",
      },
    },
    now,
  );
  return { ...collection, ...change };
}

/** The ways of DESIGN §2 and §4: what each status may be followed by. */
export const FOLLOWS: Record<Status, Status[]> = {
  queued: ["sending", "cancelled", "failed"],
  sending: ["in_progress", "failed", "cancelled", "unresolved"],
  in_progress: ["succeeded", "failed", "cancelled", "unresolved"],
  succeeded: ["recorded"],
  recorded: [],
  failed: [],
  cancelled: ["succeeded"],
  unresolved: ["succeeded", "failed", "cancelled", "recorded"],
};
