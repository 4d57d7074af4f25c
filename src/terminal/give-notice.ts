import type { CollectionId, OrganizationId } from "../collection/ids.ts";
import type { CollectionView } from "../collection/view.ts";
import type { Ledger } from "../ledger/client.ts";
import { findCollection } from "../ledger/collections.ts";
import type { Notice, TerminalRpc } from "./rpc.ts";

/**
 * Tells a terminal what was heard of one of its collections. A terminal that has let it go, long after it was over,
 * takes it back from the ledger first. Null when nobody knows it; rejects when the terminal or the ledger is away.
 */
export async function giveNotice(
  { ledger, terminal }: { ledger: Ledger; terminal: Pick<TerminalRpc, "notice" | "accept"> },
  { organizationId, id }: { organizationId: OrganizationId; id: CollectionId },
  notice: Notice,
): Promise<CollectionView | null> {
  const told = await terminal.notice(id, notice);
  if (told) return told;
  const found = await findCollection(ledger, organizationId, id);
  if (!found) return null;
  await terminal.accept(found.collection, found.history);
  return terminal.notice(id, notice);
}
