import type { Outcome } from "./errors.ts";

/** One try at a statement: it is done, or another connection holds the lock it needs. */
export type Attempt<T> = { readonly busy: boolean; readonly outcome: Outcome<T> };

type Waiter = { readonly ticket: number; readonly wake: () => void };

/** How long a statement waits for another's write lock before SQLITE_BUSY, in milliseconds; sqld's own figure. */
export const BUSY_TIMEOUT_MS = 5_000;

/** The pause between tries while the lock may be held by another process, whose release nobody tells us of. */
const RETRY_MS = 25;

/**
 * The queue of those who found the database locked. The engine is never told to wait, for its wait would stop the whole
 * process: a busy statement stands in line, first come first served, and is tried again when a connection is free of
 * its transaction, or every 25 ms.
 */
export class WriteTurns {
  readonly #now: () => number;
  #waiting: Waiter[] = [];
  #nextTicket = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Tries until it is not busy, at most 5 s by the given clock; then gives the busy outcome itself. */
  async run<T>(attempt: () => Attempt<T>): Promise<Outcome<T>> {
    let last = attempt();
    if (!last.busy) return last.outcome;
    const deadline = this.#now() + BUSY_TIMEOUT_MS;
    const ticket = this.#nextTicket++;
    while (last.busy && !this.#closed && this.#now() < deadline) {
      await this.#turn(ticket);
      last = attempt();
    }
    if (this.#waiting.length === 0) this.#stopTimer();
    return last.outcome;
  }

  /** Tells that a connection holds no lock any more: the first in line is tried at once. */
  freed(): void {
    this.#waiting.shift()?.wake();
  }

  /** Ends every wait: who is still busy gets SQLITE_BUSY. */
  close(): void {
    this.#closed = true;
    this.#wakeAll();
  }

  #turn(ticket: number): Promise<void> {
    this.#timer ??= setInterval(() => this.#wakeAll(), RETRY_MS).unref();
    return new Promise((wake) => {
      this.#waiting.push({ ticket, wake });
      this.#waiting.sort((a, b) => a.ticket - b.ticket);
    });
  }

  #wakeAll(): void {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const { wake } of woken) wake();
  }

  #stopTimer(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
