import { type Collection, type HistoryEntry, isOpen } from "../../collection/collection.ts";
import { CollectionId, type OrganizationId } from "../../collection/ids.ts";
import { maySettleRefund } from "../../collection/refund-attention.ts";
import { type CollectionView, view } from "../../collection/view.ts";
import { findCollection } from "../../ledger/collections.ts";
import type { Dependencies } from "../dependencies.ts";

/** How long a reader waits for the terminal's object before the ledger's word has to do. */
const PATIENCE = 3_000;

export interface Known {
  collection: Collection;
  history: HistoryEntry[];
}

/** A collection of this organization as the ledger has it; null when there is none, whoever else may have one. */
export async function known(
  deps: Pick<Dependencies, "ledger">,
  organizationId: OrganizationId,
  id: string,
): Promise<Known | null> {
  const read = CollectionId.safeParse(id);
  return read.success ? findCollection(deps.ledger, organizationId, read.data) : null;
}

/** True while its terminal may know more than the ledger: work is left, or a person may still close it. */
export const unfinished = (collection: Collection): boolean =>
  isOpen(collection) ||
  collection.status === "unresolved" ||
  collection.status === "succeeded" ||
  maySettleRefund(collection);

/**
 * The truth about a collection now: its terminal's word while it is unfinished, the ledger's once it is over or when
 * the terminal does not answer.
 */
export async function current(
  deps: Pick<Dependencies, "terminal" | "log">,
  { collection, history }: Known,
): Promise<CollectionView> {
  const ledgers = view(collection, history, null);
  if (!unfinished(collection)) return ledgers;
  const { id, organizationId, terminalId } = collection;
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, PATIENCE, null);
    });
    return (await Promise.race([deps.terminal(organizationId, terminalId).read(id), late])) ?? ledgers;
  } catch (error) {
    deps.log({
      event: "terminal_not_read",
      collection: id,
      reason: error instanceof Error ? error.message : "unknown",
    });
    return ledgers;
  } finally {
    clearTimeout(timer);
  }
}
