import type { HttpRequest, Transport } from "../../src/zoho/transport.ts";

const CLOSE = 2_000;

/**
 * What terminals polled, as it left them. Each life of a terminal is seen by itself: one that died leaves its last poll
 * behind, and the next may ask at once.
 */
export class Polls {
  /** Sessions that one life polled while its poll before was under way. */
  readonly overlapping: string[] = [];
  /** Polls that one life sent less than `CLOSE` after its poll before of the same session. */
  readonly bunched: { session: string; at: number; ms: number }[] = [];
  /** When each session was polled, by whichever life. */
  readonly times = new Map<string, number[]>();

  /** The way to Zoho for one life of a terminal. */
  watch(transport: Transport, now: () => number): Transport {
    const underWay = new Set<string>();
    const before = new Map<string, { at: number; refused: boolean }>();
    return (request) => {
      const session = polledBy(request);
      if (session === null) return transport(request);
      const last = before.get(session);
      // A poll whose token was refused is repeated at once with a new one: the two are one question.
      const poll = { at: last?.refused ? last.at : now(), refused: false };
      if (!last?.refused) this.left(session, poll.at, last?.at);
      before.set(session, poll);
      if (underWay.has(session)) this.overlapping.push(session);
      underWay.add(session);
      return transport(request).then((result) => {
        underWay.delete(session);
        poll.refused = result.kind === "response" && (result.status === 401 || /not authori[sz]ed/i.test(result.text));
        return result;
      });
    };
  }

  private left(session: string, at: number, before: number | undefined): void {
    const times = this.times.get(session);
    if (times) times.push(at);
    else this.times.set(session, [at]);
    if (before !== undefined && at - before < CLOSE) this.bunched.push({ session, at, ms: at - before });
  }
}

function polledBy({ name, url }: HttpRequest): string | null {
  return name === "payments.retrieve" ? (new URL(url).pathname.split("/").at(-1) ?? null) : null;
}
