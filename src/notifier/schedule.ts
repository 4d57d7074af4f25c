const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long a receiver may take to answer; the rest of the answer past `MAX_ANSWER` bytes is not read. */
export const ANSWER_WITHIN = 10 * SECOND;
export const MAX_ANSWER = 64 * 1024;
/** A delivery is given up after the first try made this long after the event. */
export const RETRY_FOR = DAY;
/** An endpoint that accepted nothing for so long is disabled, and people are told. */
export const DISABLE_AFTER = 3 * DAY;
/** How long what is over is kept for the log and for sending again. */
export const KEEP = 30 * DAY;
/** When the intent to deliver was stored and nothing came of it, it is tried again this much later. */
export const WATCH = 20 * SECOND;
/** A receiver's `Retry-After` is heeded up to this. */
const LONGEST_WISH = HOUR;

const GAPS = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE, HOUR];

/** Gap before the next try, ms; `random` (0 ≤ x < 1) spreads it by a fifth, `wish` is the receiver's own, in ms. */
export function nextGap(tries: number, random: number, wish: number | null): number {
  const gap = GAPS[Math.min(Math.max(tries, 1), GAPS.length) - 1] ?? HOUR;
  return Math.round(Math.max(gap * (0.9 + random * 0.2), Math.min(wish ?? 0, LONGEST_WISH)));
}
