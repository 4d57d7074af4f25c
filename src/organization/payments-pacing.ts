import { Window } from "./window.ts";

/** Zoho Payments: 600 requests a minute an account (payments.md §8). 45 terminals polling every 5 s take 540. */
const TERMINALS_AT_FULL_RATE = 45;
const POLL_GAP = 5_000;
const OTHER_CALLS_PER_MINUTE = 55;
/** How long a terminal counts as in progress after it asked, and how long it may keep the gap it was told. */
const LEASE = 30_000;

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
    if (used >= OTHER_CALLS_PER_MINUTE) return this.calls.freeAt(1, now);
    this.calls.take(now);
    return null;
  }
}
