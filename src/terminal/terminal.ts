import { begin } from "../collection/begin.ts";
import { objection } from "../collection/by-human.ts";
import type { Collection, HistoryEntry } from "../collection/collection.ts";
import { decide } from "../collection/decide.ts";
import type { Decision } from "../collection/decision.ts";
import type { CollectionEvent } from "../collection/events.ts";
import type { CollectionId } from "../collection/ids.ts";
import { TELL_WITHIN } from "../collection/schedule.ts";
import { type CollectionView, view } from "../collection/view.ts";
import type { Told } from "../ledger/collections.ts";
import type { Alarm, Clock, Log, Sql } from "../objects/ports.ts";
import { WakeUp } from "../objects/wake-up.ts";
import { type CallPorts, Calls } from "./calls.ts";
import type { HumanWish, Notice, TerminalRpc, WishAnswer } from "./rpc.ts";
import { TerminalStore } from "./store.ts";
import { Teller } from "./teller.ts";

export interface TerminalPorts extends CallPorts {
  sql: Sql;
  alarm: Alarm;
  clock: Clock;
  /** The ledger's ear: rejects while it is away. */
  takeHistory(told: Told[]): Promise<void>;
  /** The ear of what tells the shop's own systems. */
  notify(told: Told[]): Promise<void>;
  /** A collection changed. Its view costs something, and is made only when some page watches. */
  publish(id: CollectionId, view: () => CollectionView): void;
  log: Log;
}

const NOBODY: ReadonlyMap<CollectionId, unknown> = new Map();
/** How long a person's request waits for the call it caused. */
const PATIENCE = 8_000;
/** A call under way is looked after again this much later, should its answer never come. */
const WATCH = 5_000;

/**
 * The single writer of one terminal's collections: a queue, at most one active session, one alarm for whatever is due
 * next. It stores the intent and arms the alarm in one breath, then calls, then stores what came of it; all that is
 * decided, `decide` and `begin` decide.
 */
export class Terminal implements TerminalRpc {
  private readonly ports: TerminalPorts;
  private readonly store: TerminalStore;
  private readonly calls: Calls;
  private readonly ledger: Teller;
  private readonly tellers: Teller[];
  private readonly underWay = new Map<CollectionId, Promise<void>>();
  private readonly telling = new Map<Teller, Promise<unknown>>();
  private readonly wakeUp: WakeUp;

  constructor(ports: TerminalPorts) {
    this.ports = ports;
    this.wakeUp = new WakeUp(ports);
    this.store = new TerminalStore(ports.sql);
    for (const { id } of this.store.unreadable) ports.log({ event: "collection_unreadable", collection: id });
    this.calls = new Calls(ports);
    this.ledger = new Teller("ledger", this.store, ports.takeHistory, ports);
    this.tellers = [this.ledger, new Teller("notifier", this.store, ports.notify, ports)];
  }

  /**
   * To be awaited before anything else reaches a new instance. An alarm may have been lost with the last one; one that
   * is still to come is left alone, for setting it would replace it.
   */
  wake(): Promise<void> {
    return this.wakeUp.mend(() => this.nextDue());
  }

  /** The alarm: does what is due, and stays while that goes on, but never past the next due time. Never throws. */
  async alarm(): Promise<void> {
    this.wakeUp.forget();
    try {
      this.pass();
      await this.settled(Number.POSITIVE_INFINITY);
    } catch (error) {
      this.ports.log({ event: "alarm_failed", reason: error instanceof Error ? error.message : "unknown" });
      await this.wakeUp.arm(this.ports.clock.now() + WATCH);
    }
  }

  async accept(collection: Collection, history: HistoryEntry[]): Promise<CollectionView> {
    const now = this.ports.clock.now();
    if (!this.store.get(collection.id)) {
      this.store.add(collection.sentAt === null ? collection : lookFirst(collection), history);
      if (now - collection.createdAt > TELL_WITHIN) this.apply(collection.id, { type: "told_late" });
    }
    this.pass();
    const call = this.underWay.get(collection.id);
    if (call) await this.ports.clock.within(call, now + PATIENCE);
    return this.mustView(collection.id);
  }

  async read(id: CollectionId): Promise<CollectionView | null> {
    return this.store.get(id) ? this.mustView(id) : null;
  }

  async wish(id: CollectionId, wish: HumanWish): Promise<WishAnswer> {
    if (!this.store.get(id)) return { kind: "unknown" };
    const patience = this.ports.clock.now() + PATIENCE;
    // A closing word must not cross a call whose answer may say otherwise.
    const before = wish.action === "resolve" ? this.underWay.get(id) : undefined;
    if (before) await this.ports.clock.within(before, patience);

    const collection = this.store.get(id);
    if (!collection) return { kind: "unknown" };
    const message = objection(collection, wish, this.ports.clock.now());
    if (message !== null) return { kind: "objection", action: wish.action, message };
    this.apply(id, toEvent(wish));
    this.pass();
    const after = this.underWay.get(id);
    if (after && (wish.action === "check" || wish.action === "retry_recording")) {
      await this.ports.clock.within(after, patience);
    }
    return { kind: "done", view: this.mustView(id) };
  }

  async flush(): Promise<boolean> {
    return this.ledger.tell(NOBODY);
  }

  /** Makes sure of a collection the ledger believes open: adopts it, tells its history again, mends a lost alarm. */
  async remind(collection: Collection): Promise<void> {
    const known = this.store.get(collection.id);
    if (!known) {
      await this.accept(collection, []);
      return;
    }
    this.store.tellAgain(collection.id);
    this.wakeUp.forget();
    this.pass();
  }

  /** Something was heard of a collection from outside. Null when it is not of this terminal. */
  async notice(id: CollectionId, notice: Notice): Promise<CollectionView | null> {
    if (!this.store.get(id)) return null;
    this.apply(id, notice);
    this.pass();
    return this.mustView(id);
  }

  /** Starts everything that is due and arms the alarm for the rest. Does not wait. */
  private pass(): void {
    this.takeNext();
    const now = this.ports.clock.now();
    for (const { id, dueAt, calledAt } of this.store.tasks()) {
      // A call that left in the future is the clock having gone back: do not wait for the old time to return.
      const due = dueAt <= now || (calledAt ?? 0) > now;
      if (due && !this.underWay.has(id)) this.start(id, now);
    }
    for (const teller of this.tellers) {
      const due = teller.dueAt(this.underWay);
      if (due === null || due > now || this.telling.has(teller)) continue;
      const over = (): void => {
        this.telling.delete(teller);
        this.pass();
      };
      this.telling.set(teller, teller.tell(this.underWay).then(over));
    }
    void this.wakeUp.arm(this.nextDue());
  }

  private takeNext(): void {
    if (this.store.isHeld()) return;
    const next = this.store.queue()[0];
    if (!next) return;
    this.apply(next, { type: "taken" });
    for (const waiting of this.store.queue()) this.ports.publish(waiting, () => this.mustView(waiting));
  }

  private start(id: CollectionId, now: number): void {
    const collection = this.store.get(id);
    const due = collection?.task;
    if (!collection || !due) return;
    if (due.kind === "acknowledge") {
      this.apply(id, { type: "acknowledge_overdue" });
      return;
    }
    const begun = begin({ ...collection, task: { ...due, dueAt: Math.min(due.dueAt, now) } }, now, this.calls.pollGap);
    if (!begun) return;
    this.store.keep(begun);
    const callNumber = begun.collection.calls;
    const work = this.calls.make(begun.collection, begun.call).then((answered) => {
      this.underWay.delete(id);
      this.apply(id, { type: "answered", callNumber, ...answered });
      this.pass();
    });
    this.underWay.set(id, work);
  }

  private apply(id: CollectionId, event: CollectionEvent): void {
    const before = this.store.get(id);
    if (!before) return;
    const decision = decide(before, event, this.ports.clock.now());
    if (decision.collection === before) return;
    this.store.keep(decision);
    this.announce(decision);
  }

  private announce({ collection, history }: Decision): void {
    if (history.length === 0) return;
    for (const { status, reason, by } of history) {
      const { id, organizationId, terminalId } = collection;
      this.ports.log({
        event: "collection",
        collection: id,
        organization: organizationId,
        terminal: terminalId,
        status,
        reason,
        by,
      });
    }
    this.ports.publish(collection.id, () => this.mustView(collection.id));
  }

  private mustView(id: CollectionId): CollectionView {
    const collection = this.store.get(id);
    if (!collection) throw new Error("no such collection here");
    const place = collection.status === "queued" ? this.store.queue().indexOf(id) + 1 : null;
    return view(collection, this.store.history(id), place);
  }

  /** Waits until nothing is under way, but not past the next due time nor past `limit`. */
  private async settled(limit: number): Promise<void> {
    while (this.underWay.size > 0 || this.telling.size > 0) {
      const until = Math.min(this.wakeUp.at ?? Number.POSITIVE_INFINITY, limit);
      const now = this.ports.clock.now();
      if (until <= now) return;
      const first = Promise.race<unknown>([...this.underWay.values(), ...this.telling.values()]);
      if (Number.isFinite(until)) await this.ports.clock.within(first, until);
      else await first;
    }
  }

  private nextDue(): number | null {
    const now = this.ports.clock.now();
    const times = this.store
      .tasks()
      .map(({ id, dueAt }) => (this.underWay.has(id) ? Math.max(dueAt, now + WATCH) : dueAt));
    for (const teller of this.tellers) {
      const due = teller.dueAt(this.underWay);
      if (due !== null) times.push(due);
    }
    if (this.telling.size > 0) times.push(now + WATCH);
    // Nothing occupies the terminal and somebody waits: that happens only between two steps, or after a crash there.
    if (!this.store.isHeld() && this.store.queue().length > 0) times.push(now);
    return times.length > 0 ? Math.min(...times) : null;
  }
}

/** It has lived before and is known from the ledger alone: what the ledger was not told may have been recorded. */
const lookFirst = (collection: Collection): Collection => ({
  ...collection,
  recording: { ...collection.recording, uncertain: true },
});

function toEvent(wish: HumanWish): CollectionEvent {
  switch (wish.action) {
    case "cancel":
      return { type: "cancel_asked", by: wish.by };
    case "check":
      return { type: "check_asked", by: wish.by };
    case "retry_recording":
      return { type: "retry_recording_asked", by: wish.by, settings: wish.settings };
    case "resolve": {
      const { by, outcome, reason, reference } = wish;
      return { type: "resolved", by, outcome, reason, reference };
    }
  }
}
