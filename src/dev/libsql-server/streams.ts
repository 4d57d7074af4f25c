import { randomBytes } from "node:crypto";
import type { ConnectionPool } from "./connection-pool.ts";
import { Stream } from "./stream.ts";
import type { WriteTurns } from "./write-turns.ts";

/** How long a stream may be idle before it is closed and rolled back, in milliseconds; sqld's own figure. */
export const STREAM_IDLE_MS = 10_000;

/** How long an expired baton is remembered, so that its owner learns why it is refused. */
const EXPIRED_KEPT_MS = 300_000;

export type Taken =
  | { readonly ok: true; readonly stream: Stream }
  | { readonly ok: false; readonly reason: "expired" | "invalid" };

/**
 * The open streams, each known to its client by a baton: a random word, new for every answer and good for one request.
 * A stream in use by a request is not here, so two requests never run on one stream at the same time.
 */
export class Streams {
  readonly #pool: ConnectionPool;
  readonly #turns: WriteTurns;
  readonly #now: () => number;
  readonly #idle = new Map<string, { readonly stream: Stream; readonly since: number }>();
  readonly #expired = new Map<string, number>();

  constructor(pool: ConnectionPool, turns: WriteTurns, now: () => number) {
    this.#pool = pool;
    this.#turns = turns;
    this.#now = now;
  }

  /** The stream of a baton, or a new one where there is no baton. The caller alone has it until it is kept again. */
  take(baton: string | null | undefined): Taken {
    this.expireIdle();
    if (baton == null) {
      const stream = new Stream(this.#pool.take(), this.#turns, (connection) => this.#pool.give(connection));
      return { ok: true, stream };
    }
    const found = this.#idle.get(baton);
    if (found === undefined) return { ok: false, reason: this.#expired.has(baton) ? "expired" : "invalid" };
    this.#idle.delete(baton);
    return { ok: true, stream: found.stream };
  }

  /** Keeps a stream for its client's next request. Gives the baton for it, or null if the stream is closed. */
  keep(stream: Stream): string | null {
    if (stream.isClosed) return null;
    const baton = randomBytes(24).toString("base64url");
    this.#idle.set(baton, { stream, since: this.#now() });
    return baton;
  }

  /** Closes the streams nobody has asked anything of for 10 s; what they had open is rolled back. */
  expireIdle(): void {
    const now = this.#now();
    // Both maps are in the order of time, so the first one that is young enough ends the search.
    for (const [baton, { stream, since }] of this.#idle) {
      if (now - since < STREAM_IDLE_MS) break;
      this.#idle.delete(baton);
      this.#expired.set(baton, now);
      stream.close();
    }
    for (const [baton, at] of this.#expired) {
      if (now - at < EXPIRED_KEPT_MS) break;
      this.#expired.delete(baton);
    }
  }

  closeAll(): void {
    for (const { stream } of this.#idle.values()) stream.close();
    this.#idle.clear();
  }
}
