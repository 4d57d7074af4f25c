const MINUTE = 60_000;

/** Calls in the last minute. */
export class Window {
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

/** When so many more calls fit into the window's minute; null when they fit now. */
export function freeAt(window: Window, more: number, limit: number, now: number): number | null {
  const over = window.used(now) + more - limit;
  return over > 0 ? window.freeAt(over, now) : null;
}
