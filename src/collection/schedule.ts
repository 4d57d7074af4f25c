import type { TaskKind } from "./collection.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** "Poll … every 5 seconds" (POS billing integration, step 4). */
export const POLL_GAP = 5 * SECOND;
/** An in-person session is valid for 3 minutes (in-person payment sessions page). */
export const VALIDITY = 3 * MINUTE;
/** Zoho does not say whether a payment begun at 2:59 can succeed after 3:00; we assume it can. */
export const GRACE = 2 * MINUTE;
/** How long a collection past its deadlines is still asked about. */
export const RECHECK_FOR = 48 * HOUR;
/** A create that Zoho keeps putting off is given up after this; nothing was sent, the customer is waiting. */
export const CREATE_WITHIN = 2 * MINUTE;
/** A collection the terminal was never told of is not started later than this: the customer has gone. */
export const TELL_WITHIN = 2 * MINUTE;
/**
 * Assumption: within this time of being sent, a post has either taken effect in Books and shows there, or never will.
 * Until then an unanswered post is looked for and not repeated.
 */
export const BOOKS_SETTLES_WITHIN = 60 * SECOND;
/** A create or a post leaves within this of its intent, or not at all: what is assumed of it is counted from there. */
export const LEAVES_WITHIN = 10 * SECOND;
/** An external biller that has not acknowledged by then is shown to a human; events are retried that long. */
export const ACKNOWLEDGE_WITHIN = 24 * HOUR;
/** What Books shows after a refund is for a human to find out as well, once it could not be asked for so long. */
export const REREAD_WITHIN = HOUR;
/** A webhook's hint asks Zoho no sooner than this after the poll before it. */
export const HINT_GAP = 1 * SECOND;
/** A human's "check now" asks Zoho at most this often. */
export const CHECK_GAP = 5 * SECOND;

/** How long each call may take before it counts as unanswered. */
export const CALL_TIMEOUT: Record<Exclude<TaskKind, "acknowledge">, number> = {
  create: 15 * SECOND,
  find: 10 * SECOND,
  poll: 10 * SECOND,
  recheck: 10 * SECOND,
  look: 10 * SECOND,
  record: 20 * SECOND,
  comment: 10 * SECOND,
  reread: 10 * SECOND,
};

const GROWING: Record<"find" | "recheck" | "look" | "record" | "repost" | "reread", readonly number[]> = {
  find: [3, 5, 10, 10, 15, 20].map((s) => s * SECOND),
  recheck: [
    ...[15, 30, 60, 120, 300, 600, 1200, 1800].map((s) => s * SECOND),
    // A day of work: what comes late comes after an outage. Then the night and the day after.
    ...Array.from({ length: 10 }, () => HOUR),
    ...Array.from({ length: 4 }, () => 2 * HOUR),
    4 * HOUR,
  ],
  look: [3, 7, 15, 30, 60, 120, 300, 600].map((s) => s * SECOND),
  record: [1, 2, 5, 10, 30, 60, 120, 300].map((s) => s * SECOND),
  // After the first unanswered post Books need only settle; one that it never answers must not use up its day.
  repost: [0, 2, 5, 15, 30, 60].map((m) => m * MINUTE),
  reread: [10, 30, 60, 120, 300, 600, 1200, 1800, 3600].map((s) => s * SECOND),
};

/** Access that Books refuses is tried again by itself, seldom, so that a reconnect heals what waits. */
const ACCESS_GAPS = [1, 2, 5, 10, 20, 30].map((m) => m * MINUTE);

/**
 * Gap before try number `tries` + 1, spread by up to a quarter either way so that what an outage piled up does not
 * come back in step. The spread is drawn from the collection's id: pure, and different for each.
 */
export function gap(kind: keyof typeof GROWING, tries: number, id: string): number {
  return spread(pick(GROWING[kind], tries), id, tries);
}

export function accessGap(tries: number, id: string): number {
  return spread(pick(ACCESS_GAPS, tries), id, tries);
}

/**
 * The next poll on the fixed grid `base + k × every`, at least half a gap after `now`: what comes late skips a slot, it
 * never shifts the grid or bunches two polls (P6). A clock that went back starts the grid anew.
 */
export function nextOnGrid(base: number, every: number, now: number): number {
  if (now < base) return now + every;
  return base + Math.ceil((now + every / 2 - base) / every) * every;
}

function pick(gaps: readonly number[], tries: number): number {
  return gaps[Math.min(tries, gaps.length - 1)] ?? MINUTE;
}

function spread(ms: number, id: string, tries: number): number {
  let hash = 2166136261 ^ tries;
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 16777619);
  return Math.round(ms * (0.75 + ((hash >>> 0) % 1000) / 2000));
}
