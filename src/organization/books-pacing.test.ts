import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BooksPacing } from "./books-pacing.ts";
import type { BooksAsk } from "./rpc.ts";

type BooksPurpose = BooksAsk["purpose"];

const PERSON: BooksPurpose = { kind: "interactive" };
const payment = (paidAt: number): BooksPurpose => ({ kind: "recording", paidAt, key: `paid at ${paidAt}` });

/** Takes a permit, makes its calls and gives it back, or says when to ask again. */
function take(pacing: BooksPacing, purpose: BooksPurpose, calls: number, now: number): number | "made" {
  const given = pacing.ask(purpose, calls, now);
  if ("retryAt" in given) return given.retryAt;
  pacing.done(given.permit, calls, now);
  return "made";
}

describe("P6: Books' permits", () => {
  it("are for all the calls of one look or for none, so that none is made in vain", () => {
    const pacing = new BooksPacing();
    for (let call = 0; call < 79; call++) expect(take(pacing, payment(call), 1, 0)).toBe("made");
    expect(take(pacing, payment(100), 3, 1_000)).toBe(60_000);
    // One call would still fit; what is older comes first all the same.
    expect(take(pacing, payment(200), 1, 1_000)).toBe(60_000);
    expect(take(pacing, payment(100), 3, 60_000)).toBe("made");
    expect(take(pacing, payment(200), 1, 60_000)).toBe("made");
  });

  it("count a permit's calls until it is given back, and only those that were made after that", () => {
    const pacing = new BooksPacing();
    for (let call = 0; call < 76; call++) take(pacing, payment(call), 1, 0);
    const given = pacing.ask(payment(100), 3, 0);
    expect(given).toHaveProperty("permit");
    expect(take(pacing, payment(200), 2, 100)).not.toBe("made");
    if ("permit" in given) pacing.done(given.permit, 1, 200);
    expect(take(pacing, payment(200), 2, 300)).toBe("made");
  });

  it("take all calls of a permit that is never given back for made, when it lapses", () => {
    const pacing = new BooksPacing();
    for (let call = 0; call < 87; call++) take(pacing, PERSON, 1, 0);
    pacing.ask(PERSON, 3, 30_000);
    expect(take(pacing, PERSON, 88, 74_000)).not.toBe("made");
    // Its last call may have been made just now.
    expect(take(pacing, PERSON, 88, 75_000)).toBe(135_000);
    expect(take(pacing, PERSON, 88, 135_000)).toBe("made");
  });

  it("leave a part at once to either: slow calls of people hold up no recording, nor a backlog's people", () => {
    for (const [busy, other] of [
      [PERSON, payment(1)],
      [payment(1), PERSON],
    ] as const) {
      const pacing = new BooksPacing();
      for (let permit = 0; permit < 6; permit++) expect(pacing.ask(busy, 1, permit)).toHaveProperty("permit");
      expect(pacing.ask(busy, 1, 10)).toEqual({ retryAt: 310 });
      expect(pacing.ask(other, 1, 10)).toHaveProperty("permit");
    }
  });

  it("leave a part for recording while more people ask than Books has calls for", () => {
    const pacing = new BooksPacing();
    const recorded: number[] = [];
    for (let now = 0; now < 600_000; now += 100) {
      take(pacing, PERSON, 1, now);
      // One payment waits at a time.
      if (take(pacing, payment(recorded.length), 1, now) === "made") recorded.push(now);
    }
    const inMinute = (from: number) => recorded.filter((at) => at >= from && at < from + 60_000).length;
    for (let minute = 1; minute < 10; minute++) expect(inMinute(minute * 60_000)).toBeGreaterThanOrEqual(29);
  });

  it("stay within 90 calls in any minute and 8 at once, and come to everybody, the oldest payment first", () => {
    const wish = fc.record({
      at: fc.integer({ min: 0, max: 120_000 }),
      calls: fc.integer({ min: 1, max: 3 }),
      person: fc.boolean(),
      lasts: fc.integer({ min: 20, max: 8_000 }),
    });
    fc.assert(
      fc.property(fc.array(wish, { minLength: 1, maxLength: 250 }), (wishes) => {
        const pacing = new BooksPacing();
        const made: number[] = [];
        const agenda = wishes.map(({ at }, index) => ({ at, index, permit: null as number | null }));
        let atOnce = 0;
        let given = 0;
        for (let step = 0; agenda.length > 0; step++) {
          expect(step).toBeLessThan(200_000);
          agenda.sort((a, b) => a.at - b.at);
          const { at, index, permit } = agenda.shift() as (typeof agenda)[number];
          const { calls, person, lasts, at: paidAt } = wishes[index] as (typeof wishes)[number];
          if (permit !== null) {
            atOnce -= 1;
            pacing.done(permit, calls, at);
            continue;
          }
          const purpose = person ? PERSON : { kind: "recording" as const, paidAt, key: String(index) };
          const answer = pacing.ask(purpose, calls, at);
          if ("retryAt" in answer) {
            expect(answer.retryAt).toBeGreaterThan(at);
            agenda.push({ at: answer.retryAt, index, permit: null });
            continue;
          }
          given += 1;
          atOnce += 1;
          expect(atOnce).toBeLessThanOrEqual(8);
          for (let call = 0; call < calls; call++) made.push(at + (lasts * call) / calls);
          agenda.push({ at: at + lasts, index, permit: answer.permit });
        }
        expect(given).toBe(wishes.length);
        made.sort((a, b) => a - b);
        made.forEach((at, index) => {
          expect((made[index + 90] ?? Number.POSITIVE_INFINITY) - at).toBeGreaterThanOrEqual(60_000);
        });
      }),
      { numRuns: 50 },
    );
  });
});
