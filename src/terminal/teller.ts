import type { CollectionId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";
import type { Clock, Log } from "../objects/ports.ts";
import type { News, TerminalStore } from "./store.ts";

const BATCH = 25;
const GAPS = [500, 1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** How long a finished collection is kept here beside the ledger. */
const KEEP = 7 * 24 * 3_600_000;
const PRUNE_EVERY = 3_600_000;

/** A notifier that does not answer by then has not heard. */
const HEARS_WITHIN = 10_000;

/** Collections with a call under way. */
type Busy = ReadonlyMap<CollectionId, unknown>;

export interface TellerPorts {
  /** The ledger's ear: rejects while it is away. */
  takeHistory(told: Told[]): Promise<void>;
  /** The ear of whoever tells the shop's own systems; its silence holds nothing else up. */
  notify(told: Told[]): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Tells the ledger what happened, in order, again and again until it is there, and then the notifier (P5, P8). */
export class Teller {
  private readonly store: TerminalStore;
  private readonly ports: TellerPorts;
  private readonly ledger = new Patience();
  private readonly notifier = new Patience();
  private telling: Promise<boolean> | null = null;
  private prunedAt = 0;

  constructor(store: TerminalStore, ports: TellerPorts) {
    this.store = store;
    this.ports = ports;
  }

  /** When there is something to tell, and not sooner than who was away should be asked again; null when there is not. */
  dueAt(busy: Busy): number | null {
    if (this.telling) return null;
    const ledger = this.store.isBehind("ledger", busy) ? this.ledger.until : null;
    const notifier = this.store.isBehind("notifier", busy) ? this.notifier.until : null;
    return ledger === null || notifier === null ? (ledger ?? notifier) : Math.min(ledger, notifier);
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
      const news = this.store.news("ledger", BATCH, busy);
      if (news.length === 0) break;
      try {
        await this.ports.takeHistory(news.map(({ collection, history }) => ({ collection, history })));
      } catch (error) {
        this.failed(this.ledger, "ledger_unavailable", error);
        return false;
      }
      this.ledger.renew();
      this.store.markTold(news, await this.notify(news));
      this.prune();
    }
    await this.catchUp(busy);
    return true;
  }

  /** What the notifier missed, each by itself: one that it cannot take keeps no other from it. */
  private async catchUp(busy: Busy): Promise<void> {
    if (this.ports.clock.now() < this.notifier.until) return;
    for (const news of this.store.news("notifier", BATCH, busy)) {
      if (await this.notify([news])) this.store.markTold([news], true);
    }
  }

  private async notify(news: News[]): Promise<boolean> {
    const { notify, clock } = this.ports;
    let heard = false;
    let error: unknown = new Error("no answer");
    const work = notify(news.map(({ collection, unheard: history }) => ({ collection, history }))).then(
      () => {
        heard = true;
      },
      (why) => {
        error = why;
      },
    );
    await clock.within(work, clock.now() + HEARS_WITHIN);
    if (heard) this.notifier.renew();
    else this.failed(this.notifier, "notifier_unavailable", error);
    return heard;
  }

  private failed(who: Patience, event: string, error: unknown): void {
    who.lose(this.ports.clock.now());
    this.ports.log({ event, reason: error instanceof Error ? error.name : "unknown", tries: who.failures });
  }

  private prune(): void {
    const now = this.ports.clock.now();
    if (now - this.prunedAt < PRUNE_EVERY) return;
    this.prunedAt = now;
    this.store.prune(now - KEEP);
  }
}

/** How long somebody who does not answer is left alone. */
class Patience {
  failures = 0;
  /** Epoch ms. */
  until = 0;

  lose(now: number): void {
    this.until = now + (GAPS[Math.min(this.failures, GAPS.length - 1)] ?? 60_000);
    this.failures += 1;
  }

  renew(): void {
    this.failures = 0;
    this.until = 0;
  }
}
