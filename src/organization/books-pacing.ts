import type { BooksAsk } from "./rpc.ts";
import { freeAt, Window } from "./window.ts";

/** Zoho Books: 100 requests a minute and 10 at once, shared with every other program and the web app (books.md §1.9). */
const PER_MINUTE = 90;
/** Kept for people, whose customers wait. */
const FOR_PEOPLE = 10;
/** Kept from people while a payment waits to be recorded: a busy hour does not leave all its payments for later. */
const FOR_RECORDING = 30;
const AT_ONCE = 8;
/** Kept of those for people, and as many for recording: neither waits behind slow calls of the other alone. */
const KEPT_AT_ONCE = 2;
/** Longer than the calls of one permit may take: each has its timeout. */
const lapsesAfter = (calls: number): number => 15_000 + calls * 10_000;
const WAITER_FORGOTTEN = 90_000;

interface Permit {
  calls: number;
  people: boolean;
  lapses: number;
}

interface Waiter {
  paidAt: number;
  calls: number;
  seen: number;
}

/**
 * Hands out permits for Books calls, each for so many one after another: within the limits, a part kept for people and
 * a part for recording, the oldest payment first.
 */
export class BooksPacing {
  private readonly calls = new Window();
  private readonly peoplesCalls = new Window();
  private readonly permits = new Map<number, Permit>();
  private readonly waiting = new Map<string, Waiter>();
  private lastPermit = 0;

  /** A permit for all these calls, or when to ask again. */
  ask(purpose: BooksAsk["purpose"], calls: number, now: number): { permit: number } | { retryAt: number } {
    this.tidy(now);
    const people = purpose.kind === "interactive";
    const older = people ? NOBODY : this.older(purpose, calls, now);
    const retryAt = people ? this.freeForPeople(calls, now) : this.freeForRecording(older.calls + calls, now);
    if (retryAt !== null) return { retryAt: Math.max(retryAt, now + 200) };
    const own = [...this.permits.values()].filter((permit) => permit.people === people).length;
    if (Math.max(this.permits.size, own + KEPT_AT_ONCE) + older.waiters >= AT_ONCE) {
      return { retryAt: now + 300 * (older.waiters + 1) };
    }
    if (!people) this.waiting.delete(purpose.key);
    this.lastPermit += 1;
    this.permits.set(this.lastPermit, { calls, people, lapses: now + lapsesAfter(calls) });
    return { permit: this.lastPermit };
  }

  /** So many calls were made with this permit, the last of them by now. */
  done(permit: number, made: number, now: number): void {
    const given = this.permits.get(permit);
    if (!given) return;
    this.permits.delete(permit);
    for (let call = 0; call < made; call++) {
      this.calls.take(now);
      if (given.people) this.peoplesCalls.take(now);
    }
  }

  private tidy(now: number): void {
    // Whoever had it may have made all its calls, as late as now.
    for (const [permit, { calls, lapses }] of this.permits) if (lapses <= now) this.done(permit, calls, now);
    for (const [key, { seen }] of this.waiting) if (seen < now - WAITER_FORGOTTEN) this.waiting.delete(key);
  }

  private freeForRecording(calls: number, now: number): number | null {
    return freeAt(this.calls, this.allowed() + calls, PER_MINUTE - FOR_PEOPLE, now);
  }

  private freeForPeople(calls: number, now: number): number | null {
    const kept = this.waiting.size > 0 ? FOR_RECORDING + FOR_PEOPLE : 0;
    const all = freeAt(this.calls, this.allowed() + calls, PER_MINUTE, now);
    const ours = freeAt(this.peoplesCalls, this.allowed("people") + calls, PER_MINUTE - kept, now);
    return all === null ? ours : Math.max(all, ours ?? all);
  }

  /** Calls that permits allow and that may yet be made. */
  private allowed(whose: "people" | "anybody" = "anybody"): number {
    let allowed = 0;
    for (const { calls, people } of this.permits.values()) if (people || whose === "anybody") allowed += calls;
    return allowed;
  }

  /** Who waits for calls and took their money earlier. */
  private older({ key, paidAt }: { key: string; paidAt: number }, calls: number, now: number) {
    this.waiting.set(key, { paidAt, calls, seen: now });
    const older = { ...NOBODY };
    for (const [other, waiter] of this.waiting) {
      if (other === key || waiter.paidAt >= paidAt) continue;
      older.waiters += 1;
      older.calls += waiter.calls;
    }
    return older;
  }
}

const NOBODY = { waiters: 0, calls: 0 };
