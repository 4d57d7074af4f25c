import type { Dependencies } from "./http/dependencies.ts";
import { silentCollections } from "./ledger/collections.ts";

const AT_ONCE = 200;

/**
 * The cron's work: reminds terminals of collections the ledger believes open. Mends a terminal that was never told, an
 * alarm that was lost, and history that never arrived. Returns how many were asked about.
 */
export async function sweep(deps: Pick<Dependencies, "ledger" | "terminal" | "now" | "log">): Promise<number> {
  const silent = await silentCollections(deps.ledger, deps.now(), AT_ONCE);
  for (const collection of silent) {
    try {
      await deps.terminal(collection.organizationId, collection.terminalId).remind(collection);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      deps.log({ event: "sweep_failed", collection: collection.id, reason });
    }
  }
  return silent.length;
}
