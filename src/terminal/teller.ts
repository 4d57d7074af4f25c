import type { CollectionId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";
import type { Clock, Log } from "../objects/ports.ts";
import type { TerminalStore } from "./store.ts";

const BATCH = 25;
const GAPS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** How long a finished collection is kept here beside the ledger. */
const KEEP = 7 * 24 * 3_600_000;
const PRUNE_EVERY = 3_600_000;

/** Collections with a call under way. */
type Busy = ReadonlyMap<CollectionId, unknown>;

/** Tells the ledger what happened, in order, again and again until it is there (P5, P8). */
export class Teller {
  private readonly store: TerminalStore;
  private readonly take: (told: Told[]) => Promise<void>;
  private readonly clock: Clock;
  private readonly log: Log;
  private failures = 0;
  private retryAt = 0;
  private telling: Promise<boolean> | null = null;
  private prunedAt = 0;

  constructor(store: TerminalStore, take: (told: Told[]) => Promise<void>, clock: Clock, log: Log) {
    this.store = store;
    this.take = take;
    this.clock = clock;
    this.log = log;
  }

  /** When there is something to tell, and not sooner than an away ledger should be asked again; null when there is not. */
  dueAt(busy: Busy): number | null {
    return this.telling || !this.store.hasUntold(busy) ? null : this.retryAt;
  }

  /** Tells all there is, but for the busy; false when the ledger is away. One at a time: a second call joins the first. */
  tell(busy: Busy): Promise<boolean> {
    this.telling ??= this.tellAll(busy).finally(() => {
      this.telling = null;
    });
    return this.telling;
  }

  private async tellAll(busy: Busy): Promise<boolean> {
    for (;;) {
      const told = this.store.untold(BATCH, busy);
      if (told.length === 0) return true;
      try {
        await this.take(told);
      } catch (error) {
        const gap = GAPS[Math.min(this.failures, GAPS.length - 1)] ?? 60_000;
        this.failures += 1;
        this.retryAt = this.clock.now() + gap;
        this.log({
          event: "ledger_unavailable",
          reason: error instanceof Error ? error.name : "unknown",
          tries: this.failures,
        });
        return false;
      }
      this.failures = 0;
      this.retryAt = 0;
      this.store.markTold(told);
      const now = this.clock.now();
      if (now - this.prunedAt < PRUNE_EVERY) continue;
      this.prunedAt = now;
      this.store.prune(now - KEEP);
    }
  }
}
