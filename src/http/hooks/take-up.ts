import { dueHookDeliveries } from "../../ledger/hook-deliveries.ts";
import { carryOut } from "./carry-out.ts";
import type { Needs } from "./conclusion.ts";

const AT_ONCE = 50;

/**
 * The cron's work: carries out deliveries that were kept and not finished, because Zoho, a terminal or what they are
 * about was away, or a Worker died. Organizations take turns. Returns how many.
 */
export async function takeUpHooks(deps: Needs): Promise<number> {
  const due = await dueHookDeliveries(deps.ledger, deps.now(), AT_ONCE);
  for (const delivery of due) {
    try {
      await carryOut(deps, delivery);
    } catch (error) {
      const reason = error instanceof Error ? error.name : "unknown";
      deps.log({ event: "hook_put_off", delivery: delivery.id, reason });
    }
  }
  return due.length;
}
