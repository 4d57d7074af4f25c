import type { PaymentsSessionId } from "../../src/collection/ids.ts";
import type { SessionView } from "../../src/simulator/index.ts";
import type { World } from "../world/world.ts";
import type { Say, Story, Weather } from "./checks.ts";

/** What Zoho documents, not what our code makes of it. */
const POLL_GAP = 5_000;
const VALIDITY = 180_000;
/** More than any simulated day may need. */
const A_DAYS_CALLS = 10_000;
/** On a day without faults: an answer of Zoho's, and another where the token is due. */
const TOKEN_WITHIN = 700;
/** A webhook brings a poll forward to a second after the one before, which may have waited for its token. */
const CLOSEST_HINTED = 300;

/** P6: how often, how evenly, never two at once, and never more than Zoho allows. */
export function checkPolls(world: World, stories: Map<string, Story>, weather: Weather, say: Say): void {
  const { overlapping, bunched } = world.polls;
  if (overlapping[0]) say("P6", `two polls at once: session ${overlapping[0]}`);
  const ends = new Map([...stories.values()].map((story) => [story.collection.sessionId, inProgressUntil(story)]));
  for (const { session, at, ms } of bunched) {
    // A clock that went back starts the rhythm anew; and a person may ask at any time once the session is over.
    if (weather.jumps > 0 || at >= (ends.get(session as PaymentsSessionId) ?? 0)) continue;
    if (!weather.hinted || ms < CLOSEST_HINTED) say("P6", `session ${session} polled ${ms} ms apart`);
  }
  for (const shop of world.seed.organizations) {
    const sessions = world.zoho.payments(shop.payments_account_id).sessions();
    if (weather.calm && !weather.hinted)
      for (const session of sessions) checkRate(session, world.polls.times.get(session.id) ?? [], say);
    // What an organization has asked is known to its object's memory alone.
    if ((world.organizations.get(shop.organization_id)?.crashes ?? 0) > 0) continue;
    // A day's allowance is Zoho's to say, and nothing of ours keeps to it.
    const books = world.zoho.settings.books_per_day < A_DAYS_CALLS ? [] : [shop.organization_id];
    for (const organization of [...books, shop.payments_account_id]) {
      const refused = world.zoho.calls.list({ organization }).find((call) => call.status === 429 && !call.fault);
      if (refused) say("P6", `${refused.route} was refused: more calls than Zoho allows`);
    }
  }
}

function inProgressUntil({ history }: Story): number {
  const began = history.findIndex(({ status }) => status === "in_progress");
  const left = history.find(({ status }, index) => index > began && status !== "in_progress");
  return left?.at ?? Number.POSITIVE_INFINITY;
}

/** Where nothing goes wrong, a session in progress is polled every 5 s from its start to its end, and on time. */
function checkRate(session: SessionView, times: number[], say: Say): void {
  const end = Math.min(session.ended_at ?? Number.POSITIVE_INFINITY, session.created_at + VALIDITY);
  const polls = times.filter((at) => at <= end);
  const first = polls[0] ?? end;
  [...polls, end].forEach((at, index) => {
    const late = at - first - index * POLL_GAP;
    if (late > TOKEN_WITHIN) say("P6", `poll ${index + 1} of session ${session.id} came ${late} ms late`);
    if (index < polls.length && late < -TOKEN_WITHIN)
      say("P6", `poll ${index + 1} of session ${session.id} came early`);
  });
  if (first > session.created_at + POLL_GAP + TOKEN_WITHIN) say("P6", `session ${session.id} was first polled late`);
}
