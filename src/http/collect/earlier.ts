import type { Collection } from "../../collection/collection.ts";
import type { OrganizationId } from "../../collection/ids.ts";
import { listCollections } from "../../ledger/collections.ts";
import { current } from "../collections/current.ts";
import type { InvoiceRef } from "../collections/invoice.ts";
import type { Dependencies } from "../dependencies.ts";

/** What was done about an invoice before. */
export interface Earlier {
  /** The collection that holds the invoice now. */
  holder: Collection | null;
  /** One that has no final answer. */
  unresolved: Collection | null;
  last: Collection | null;
}

const HOLDING = new Set<string>(["queued", "sending", "in_progress", "succeeded"]);

/** Earlier collections of an invoice. Whether one still holds it, its terminal says: the ledger may be behind. */
export async function earlier(
  deps: Pick<Dependencies, "ledger" | "terminal" | "log">,
  organizationId: OrganizationId,
  invoice: InvoiceRef,
): Promise<Earlier> {
  const which = "id" in invoice ? { invoiceId: invoice.id } : { invoiceNumber: invoice.number };
  const rows = await listCollections(deps.ledger, organizationId, { ...which, limit: 50 });
  const held = rows.find((row) => row.holdsInvoice) ?? null;
  const now = held && (await current(deps, { collection: held, history: [] }));
  return {
    holder: now && HOLDING.has(now.status) ? held : null,
    unresolved: (now?.status === "unresolved" ? held : rows.find((row) => row.status === "unresolved")) ?? null,
    last: rows[0] ?? null,
  };
}
