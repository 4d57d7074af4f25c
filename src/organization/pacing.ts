/** Zoho Payments: 600 requests a minute an account (payments.md §8). 45 terminals polling every 5 s take 540. */
const TERMINALS_AT_FULL_RATE = 45;
const POLL_GAP = 5_000;
const OTHER_PAYMENTS_CALLS_PER_MINUTE = 55;
/** How long a terminal counts as in progress after it asked, and how long it may keep the gap it was told. */
const LEASE = 30_000;

/** Zoho Books: 100 requests a minute and 10 at once, shared with every other program and the web app (books.md §1.9). */
const BOOKS_PER_MINUTE = 90;
const BOOKS_FOR_PEOPLE = 10;
const BOOKS_AT_ONCE = 8;
const PERMIT_LAPSES = 30_000;
const WAITER_FORGOTTEN = 90_000;

const MINUTE = 60_000;

/** Calls in the last minute. */
class Window {
  private readonly times: number[] = [];

  take(now: number): void {
    this.times.push(now);
  }

  used(now: number): number {
    while (this.times.length > 0 && (this.times[0] ?? now) <= now - MINUTE) this.times.shift();
    return this.times.length;
  }

  /** When the `count` oldest calls will have left the window. */
  freeAt(count: number, now: number): number {
    const time = this.times[Math.min(count, this.times.length) - 1];
    return time === undefined ? now : time + MINUTE;
  }
}

/** Spreads an organization's polls and other Payments calls over the minute. */
export class PaymentsPacing {
  private readonly terminals = new Map<string, number>();
  private readonly calls = new Window();

  /** The gap a terminal in progress polls at, and until when it may rely on it. */
  poll(terminalId: string, now: number): { pollGap: number; gapUntil: number } {
    this.terminals.set(terminalId, now + LEASE * 1.5);
    for (const [id, until] of this.terminals) if (until <= now) this.terminals.delete(id);
    const pollGap = Math.ceil((Math.max(1, this.terminals.size / TERMINALS_AT_FULL_RATE) * POLL_GAP) / 100) * 100;
    return { pollGap, gapUntil: now + LEASE };
  }

  /** Null when a call may go now, else when to ask again. */
  call(now: number): number | null {
    const used = this.calls.used(now);
    if (used >= OTHER_PAYMENTS_CALLS_PER_MINUTE) return this.calls.freeAt(1, now);
    this.calls.take(now);
    return null;
  }
}

export type BooksPurpose = { kind: "interactive" } | { kind: "recording"; paidAt: number; key: string };

/** Hands out permits for Books calls: within the limits, a part kept for people, the oldest payment first. */
export class BooksPacing {
  private readonly calls = new Window();
  private readonly permits = new Map<number, number>();
  private readonly waiting = new Map<string, { paidAt: number; seen: number }>();
  private lastPermit = 0;

  /** A permit, or when to ask again. */
  ask(purpose: BooksPurpose, now: number): { permit: number } | { retryAt: number } {
    for (const [permit, lapses] of this.permits) if (lapses <= now) this.permits.delete(permit);
    const interactive = purpose.kind === "interactive";
    const limit = interactive ? BOOKS_PER_MINUTE : BOOKS_PER_MINUTE - BOOKS_FOR_PEOPLE;
    const used = this.calls.used(now);
    const free = Math.min(limit - used, BOOKS_AT_ONCE - this.permits.size);

    if (purpose.kind === "recording") {
      const place = this.place(purpose.key, purpose.paidAt, now);
      if (place >= free) {
        const retryAt = used >= limit ? this.calls.freeAt(used - limit + place + 1, now) : now + 300 * (place + 1);
        return { retryAt: Math.max(retryAt, now + 200) };
      }
      this.waiting.delete(purpose.key);
    } else if (free <= 0) {
      return { retryAt: used >= limit ? this.calls.freeAt(used - limit + 1, now) : now + 300 };
    }
    this.calls.take(now);
    this.lastPermit += 1;
    this.permits.set(this.lastPermit, now + PERMIT_LAPSES);
    return { permit: this.lastPermit };
  }

  done(permit: number): void {
    this.permits.delete(permit);
  }

  /** How many that wait took their money earlier. */
  private place(key: string, paidAt: number, now: number): number {
    this.waiting.set(key, { paidAt, seen: now });
    let before = 0;
    for (const [other, waiter] of this.waiting) {
      if (waiter.seen < now - WAITER_FORGOTTEN) this.waiting.delete(other);
      else if (other !== key && waiter.paidAt < paidAt) before += 1;
    }
    return before;
  }
}
