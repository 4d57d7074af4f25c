import type { Dependencies } from "./http/dependencies.ts";
import { remindLater, type Silent, silentCollections } from "./ledger/silent.ts";

const AT_ONCE = 200;
/** They take turns: whoever was asked about waits at least so long for the next time. */
const AGAIN_AFTER = 60_000;

/**
 * The cron's work: reminds terminals of collections the ledger believes open. Mends a terminal that was never told, an
 * alarm that was lost, and history that never arrived. Returns how many were asked about.
 */
export async function sweep(deps: Pick<Dependencies, "ledger" | "terminal" | "now" | "log">): Promise<number> {
  const now = deps.now();
  const silent = await silentCollections(deps.ledger, now, AT_ONCE);
  await remindLater(deps.ledger, silent, now, now + AGAIN_AFTER);
  for (const one of silent) await remind(deps, one);
  return silent.length;
}

async function remind(deps: Pick<Dependencies, "terminal" | "log">, { id, collection }: Silent): Promise<void> {
  if (!collection) {
    deps.log({ event: "sweep_failed", collection: id, reason: "its document cannot be read" });
    return;
  }
  try {
    await deps.terminal(collection.organizationId, collection.terminalId).remind(collection);
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    deps.log({ event: "sweep_failed", collection: id, reason });
  }
}
