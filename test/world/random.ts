/** A small seeded generator (mulberry32): the whole of chance in a simulated run comes from one of these. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** 0 ≤ x < 1. */
  next = (): number => {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };

  chance = (probability: number): boolean => this.next() < probability;

  between = (low: number, high: number): number => low + Math.floor(this.next() * (high - low + 1));

  pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }

  bytes = (count: number): Uint8Array => Uint8Array.from({ length: count }, () => this.between(0, 255));

  /** An independent generator for one part of the world. */
  fork = (): Random => new Random(this.between(0, 0xffffffff));
}
