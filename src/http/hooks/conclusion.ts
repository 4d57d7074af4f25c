import type { HookDelivery, HookOutcome } from "../../ledger/hook-deliveries.ts";
import type { Dependencies } from "../dependencies.ts";

/** What carrying a delivery out needs. */
export type Needs = Pick<
  Dependencies,
  "ledger" | "transport" | "now" | "randomBytes" | "terminal" | "organization" | "log"
>;

/** What came of one try at a delivery; `retryAt`, epoch ms, while there is another to come. */
export type Conclusion = Pick<HookDelivery, "outcome" | "code" | "message" | "collectionId" | "retryAt" | "tries">;

/** How long a delivery is tried again, and the gaps between; both in ms, the last gap again and again. */
export interface Patience {
  gaps: readonly number[];
  tryFor: number;
}

/** The ways to conclude one try at `delivery`. */
export function conclusions(delivery: Pick<HookDelivery, "receivedAt" | "tries">, now: () => number) {
  const tries = delivery.tries + 1;
  return {
    /** For good. */
    over: (
      outcome: HookOutcome,
      message: string,
      code: string | null = null,
      collectionId: string | null = null,
    ): Conclusion => ({ outcome, code, message, collectionId, retryAt: null, tries }),

    /** To be tried again; null once that has gone on for long enough. */
    later: ({ gaps, tryFor }: Patience, message: string, code: string | null = null): Conclusion | null => {
      const retryAt = now() + (gaps[Math.min(tries, gaps.length) - 1] ?? tryFor);
      if (retryAt > delivery.receivedAt + tryFor) return null;
      return { outcome: "waiting", code, message, collectionId: null, retryAt, tries };
    },
  };
}
