import { begin } from "../../collection/begin.ts";
import { objection } from "../../collection/by-human.ts";
import type { Collection, HistoryEntry } from "../../collection/collection.ts";
import { decide } from "../../collection/decide.ts";
import type { Answered, CollectionEvent } from "../../collection/events.ts";
import { type CollectionId, PaymentsSessionId } from "../../collection/ids.ts";
import { POLL_GAP } from "../../collection/schedule.ts";
import { type CollectionView, view } from "../../collection/view.ts";
import type { Ledger } from "../../ledger/client.ts";
import { takeHistory } from "../../ledger/collections.ts";
import type { HumanWish, WishAnswer } from "../../terminal/rpc.ts";
import type { TerminalStub } from "../dependencies.ts";

/** Terminals at their port: they keep collections by the domain's own decisions, and call nobody. */
export class Terminals {
  readonly held = new Map<CollectionId, { collection: Collection; history: HistoryEntry[] }>();
  /** While true every call fails, as when the objects are being moved. */
  away = false;
  /** Paths of the WebSocket upgrades passed on. */
  readonly upgrades: string[] = [];
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  stub(): TerminalStub {
    const here = <T>(answer: () => T): Promise<T> =>
      this.away ? Promise.reject(new Error("object moved")) : Promise.resolve().then(answer);
    return {
      accept: (collection, history) => here(() => this.accept(collection, history)),
      read: (id) => here(() => this.read(id)),
      wish: (id, wish) => here(() => this.wish(id, wish)),
      remind: () => here(() => undefined),
      notice: (id, notice) => here(() => this.happen(id, notice)),
      flush: () => here(() => true),
      fetch: (request) =>
        here(() => {
          this.upgrades.push(new URL(request.url).pathname);
          return new Response("upgraded");
        }),
    };
  }

  /** Lets something happen to a collection, and returns what follows. */
  happen(id: CollectionId, event: CollectionEvent): CollectionView {
    const row = this.held.get(id);
    if (!row) throw new Error("not here");
    const next = decide(row.collection, event, this.now());
    this.held.set(id, { collection: next.collection, history: [...row.history, ...next.history] });
    return this.mustRead(id);
  }

  /** Puts a state in place as it stands. */
  place(collection: Collection, history: HistoryEntry[]): void {
    this.held.set(collection.id, { collection, history });
  }

  /** Tells the ledger all there is. */
  async tell(ledger: Ledger): Promise<void> {
    await takeHistory(ledger, [...this.held.values()]);
  }

  private accept(collection: Collection, history: HistoryEntry[]): CollectionView {
    if (this.held.has(collection.id)) return this.mustRead(collection.id);
    const busy = [...this.held.values()].some(
      ({ collection: { status, terminalId } }) =>
        terminalId === collection.terminalId && (status === "sending" || status === "in_progress"),
    );
    this.held.set(collection.id, { collection, history });
    if (busy || collection.status !== "queued") return this.mustRead(collection.id);
    this.happen(collection.id, { type: "taken" });
    const value = { sessionId: PaymentsSessionId.parse(`2000000${this.held.size}`) };
    return this.answerCreate(collection.id, { kind: "ok", value });
  }

  /** Lets the create leave, and be answered like this. */
  private answerCreate(id: CollectionId, answer: Extract<Answered, { call: "create" }>["answer"]): CollectionView {
    const row = this.held.get(id);
    const begun = row && begin(row.collection, this.now(), POLL_GAP);
    if (!begun) throw new Error("no create is due");
    this.held.set(id, { collection: begun.collection, history: [...row.history, ...begun.history] });
    return this.happen(id, { type: "answered", call: "create", callNumber: begun.collection.calls, answer });
  }

  private wish(id: CollectionId, wish: HumanWish): WishAnswer {
    const row = this.held.get(id);
    if (!row) return { kind: "unknown" };
    const { action, by } = wish;
    const message = objection(row.collection, wish, this.now());
    if (message !== null) return { kind: "objection", action, message };
    switch (wish.action) {
      case "cancel":
        return { kind: "done", view: this.happen(id, { type: "cancel_asked", by }) };
      case "check":
        return { kind: "done", view: this.happen(id, { type: "check_asked", by }) };
      case "retry_recording":
        return { kind: "done", view: this.happen(id, { ...wish, type: "retry_recording_asked" }) };
      case "resolve":
        return { kind: "done", view: this.happen(id, { ...wish, type: "resolved" }) };
    }
  }

  private read(id: CollectionId): CollectionView | null {
    return this.held.has(id) ? this.mustRead(id) : null;
  }

  private mustRead(id: CollectionId): CollectionView {
    const row = this.held.get(id);
    if (!row) throw new Error("not here");
    const queue = [...this.held.values()]
      .map(({ collection }) => collection)
      .filter(({ status, terminalId }) => status === "queued" && terminalId === row.collection.terminalId);
    const place = queue.findIndex((collection) => collection.id === id);
    return view(row.collection, row.history, place < 0 ? null : place + 1);
  }
}
