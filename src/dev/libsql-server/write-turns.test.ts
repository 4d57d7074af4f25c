import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { failure } from "./errors.ts";
import { ManualClock } from "./testing.ts";
import { type Attempt, BUSY_TIMEOUT_MS, WriteTurns } from "./write-turns.ts";

describe("WriteTurns", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const setUp = () => {
    const clock = new ManualClock();
    const turns = new WriteTurns(clock.now);
    const done: string[] = [];
    const lock = { held: true };
    const attempt = (name: string) => (): Attempt<string> => {
      if (lock.held) return { busy: true, outcome: failure("SQLITE_BUSY", "locked") };
      lock.held = true;
      done.push(name);
      return { busy: false, outcome: { ok: true, value: name } };
    };
    const release = () => {
      lock.held = false;
      turns.freed();
    };
    return { clock, turns, done, attempt, release };
  };

  it("serves those who wait in the order they came, also after vain tries", async () => {
    const { turns, done, attempt, release } = setUp();
    const all = ["a", "b", "c"].map((name) => turns.run(attempt(name)));
    await vi.advanceTimersByTimeAsync(100);
    for (let round = 0; round < 3; round += 1) {
      release();
      await vi.advanceTimersByTimeAsync(0);
    }
    await Promise.all(all);
    expect(done).toEqual(["a", "b", "c"]);
  });

  it("tries again by itself, for a lock of another process", async () => {
    const { turns, done, attempt } = setUp();
    let tries = 0;
    const work = turns.run(() =>
      ++tries < 4 ? attempt("never")() : { busy: false, outcome: { ok: true, value: "x" } },
    );
    await vi.advanceTimersByTimeAsync(75);
    expect(await work).toEqual({ ok: true, value: "x" });
    expect(done).toEqual([]);
  });

  it("gives up after its time, with the last error", async () => {
    const { clock, turns, attempt } = setUp();
    const work = turns.run(attempt("late"));
    clock.advance(BUSY_TIMEOUT_MS - 1);
    await vi.advanceTimersByTimeAsync(25);
    clock.advance(1);
    await vi.advanceTimersByTimeAsync(25);
    expect(await work).toMatchObject({ ok: false, error: { code: "SQLITE_BUSY" } });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("lets nobody wait once it is closed", async () => {
    const { turns, attempt } = setUp();
    const before = turns.run(attempt("before"));
    turns.close();
    expect(await before).toMatchObject({ ok: false });
    expect(await turns.run(attempt("after"))).toMatchObject({ ok: false });
  });
});
