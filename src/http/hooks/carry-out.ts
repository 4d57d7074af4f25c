import { concludeHookDelivery, type HookDelivery } from "../../ledger/hook-deliveries.ts";
import { isLedgerOutage } from "../ledger-outage.ts";
import { carryOutBooks } from "./books/carry-out.ts";
import { type Conclusion, conclusions, type Needs } from "./conclusion.ts";
import { carryOutPayments } from "./payments/carry-out.ts";

/** A delivery that we fail at ourselves is not tried for ever. */
const OUR_FAULT = { gaps: [60_000, 300_000], tryFor: 3_600_000 };

/**
 * Carries out one delivery that was kept, and keeps what came of it. Doing it twice is harmless. Rejects when the
 * ledger is away: the delivery stays as it was, to be taken up again.
 */
export async function carryOut(deps: Needs, delivery: HookDelivery): Promise<Conclusion> {
  const conclusion = await attempt(deps, delivery);
  await concludeHookDelivery(deps.ledger, delivery.id, conclusion);
  const { id, source } = delivery;
  const { outcome, code } = conclusion;
  deps.log({ event: "hook", source, delivery: id, outcome, ...(code === null ? {} : { code }) });
  return conclusion;
}

async function attempt(deps: Needs, delivery: HookDelivery): Promise<Conclusion> {
  try {
    return await (delivery.source === "books" ? carryOutBooks(deps, delivery) : carryOutPayments(deps, delivery));
  } catch (error) {
    if (isLedgerOutage(error)) throw error;
    const reason = error instanceof Error ? error.name : "unknown";
    deps.log({ event: "hook_failed", delivery: delivery.id, reason });
    const { later, over } = conclusions(delivery, deps.now);
    const message = "Something went wrong on our side.";
    return later(OUR_FAULT, message, "internal_error") ?? over("refused", message, "internal_error");
  }
}
