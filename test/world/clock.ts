import type { Clock } from "../../src/objects/ports.ts";
import { isHeld } from "./held.ts";

interface Timer {
  at: number;
  order: number;
  fire: (() => void) | null;
}

/**
 * Time that passes only when everything that could happen now has happened. All work between two timers is microtasks
 * and ticks, so it ends in one turn: the same seed gives the same order, every time.
 */
export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private readonly timers: Timer[] = [];

  constructor(start: number) {
    this.time = start;
  }

  now = (): number => this.time;

  within = (work: Promise<unknown>, at: number): Promise<void> =>
    new Promise((resolve) => {
      const callOff = this.at(at, resolve);
      const over = (): void => {
        callOff();
        resolve();
      };
      work.then(over, over);
    });

  sleep = (ms: number): Promise<void> => new Promise((resolve) => this.at(this.time + ms, resolve));

  /** Calls `fire` at `at`; things of one moment happen in the order they were asked for. Returns the way to call it off. */
  at(at: number, fire: () => void): () => void {
    const timer: Timer = { at: Math.max(at, this.time), order: this.order++, fire };
    const { timers } = this;
    timers.push(timer);
    let child = timers.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(timer, timers[parent])) break;
      swap(timers, child, parent);
      child = parent;
    }
    return () => {
      timer.fire = null;
    };
  }

  /** Lets time pass up to `end`, or until `stop` says so. */
  async run(end: number, stop: () => boolean = () => false): Promise<void> {
    await turn();
    for (;;) {
      if (stop()) return;
      const next = this.timers[0];
      if (!next || next.at > end) break;
      this.pop();
      if (!next.fire) continue;
      this.time = next.at;
      next.fire();
      await turn();
    }
    this.time = Math.max(this.time, end);
    await turn();
  }

  private pop(): void {
    const { timers } = this;
    const last = timers.pop();
    if (timers.length === 0 || !last) return;
    timers[0] = last;
    let parent = 0;
    for (;;) {
      const left = parent * 2 + 1;
      const right = left + 1;
      let least = parent;
      if (before(timers[left], timers[least])) least = left;
      if (before(timers[right], timers[least])) least = right;
      if (least === parent) return;
      swap(timers, parent, least);
      parent = least;
    }
  }
}

function before(a: Timer | undefined, b: Timer | undefined): boolean {
  if (!a || !b) return false;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

function swap(timers: Timer[], a: number, b: number): void {
  const [x, y] = [timers[a], timers[b]];
  if (!x || !y) return;
  timers[a] = y;
  timers[b] = x;
}

let turns = 0;

/**
 * Lets everything happen that does not wait for time: a tick comes when no microtask is left. Now and then the event
 * loop has its turn as well, and whenever another thread has an answer to give.
 */
async function turn(): Promise<void> {
  turns += 1;
  if (turns % 100 === 0 || isHeld()) await loop();
  else await new Promise<void>((resolve) => process.nextTick(resolve));
  while (isHeld()) await loop();
}

const loop = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
