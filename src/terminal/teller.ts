import type { CollectionId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";
import type { Clock, Log } from "../objects/ports.ts";
import type { Listener, TerminalStore } from "./store.ts";

const BATCH = 25;
const GAPS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** Who has not answered by then is taken for away. */
const ANSWERS_WITHIN = 15_000;
/** How long a finished collection is kept here beside the ledger. */
const KEEP = 7 * 24 * 3_600_000;
const PRUNE_EVERY = 3_600_000;

/** Collections with a call under way. */
type Busy = ReadonlyMap<CollectionId, unknown>;

/**
 * Tells one listener what happened, in order, again and again until it knows (P5, P8). The ledger and the notifier have
 * one each: what is wrong with either keeps nothing from the other.
 */
export class Teller {
  private readonly whom: Listener;
  private readonly store: TerminalStore;
  private readonly take: (told: Told[]) => Promise<void>;
  private readonly clock: Clock;
  private readonly log: Log;
  private failures = 0;
  private retryAt = 0;
  private telling: Promise<boolean> | null = null;
  private prunedAt = 0;

  constructor(
    whom: Listener,
    store: TerminalStore,
    take: (told: Told[]) => Promise<void>,
    { clock, log }: { clock: Clock; log: Log },
  ) {
    this.whom = whom;
    this.store = store;
    this.take = take;
    this.clock = clock;
    this.log = log;
  }

  /** When there is something to tell, and not sooner than one who is away should be asked again; null when there is not. */
  dueAt(busy: Busy): number | null {
    return this.telling || !this.store.isBehind(this.whom, busy) ? null : this.retryAt;
  }

  /** Tells all there is, but for the busy; false when nobody hears. One at a time: a second call joins the first. */
  tell(busy: Busy): Promise<boolean> {
    this.telling ??= this.tellAll(busy).finally(() => {
      this.telling = null;
    });
    return this.telling;
  }

  private async tellAll(busy: Busy): Promise<boolean> {
    for (;;) {
      const news = this.store.news(this.whom, BATCH, busy);
      if (news.length === 0) return true;
      try {
        await this.inTime(this.take(news));
      } catch (error) {
        this.retryAt = this.clock.now() + (GAPS[Math.min(this.failures, GAPS.length - 1)] ?? 60_000);
        this.failures += 1;
        const reason = error instanceof Error ? error.name : "unknown";
        this.log({ event: `${this.whom}_unavailable`, reason, tries: this.failures });
        return false;
      }
      this.failures = 0;
      this.retryAt = 0;
      this.store.markTold(this.whom, news);
      this.prune();
    }
  }

  /** Rejects as `work` does, or when it takes too long. */
  private async inTime(work: Promise<void>): Promise<void> {
    let over = false;
    const end = (): void => {
      over = true;
    };
    await this.clock.within(work.then(end, end), this.clock.now() + ANSWERS_WITHIN);
    if (!over) throw new Error("no answer");
    await work;
  }

  private prune(): void {
    const now = this.clock.now();
    if (this.whom !== "ledger" || now - this.prunedAt < PRUNE_EVERY) return;
    this.prunedAt = now;
    this.store.prune(now - KEEP);
  }
}
