/** Which of Zoho's limits was met. */
export type Limit = "minute" | "day" | "concurrent";

/**
 * What came of one call to Zoho, in the only terms the domain acts on. The classes differ in one thing that matters
 * more than any message: whether the call can have taken effect.
 */
export type Answer<T> =
  | { kind: "ok"; value: T }
  /** Zoho said no, clearly and in its own form: it did not happen, and asking again will not help. */
  | { kind: "refused"; status: number; code: string; message: string }
  /** Zoho said later: it did not happen. `retryAt` is epoch milliseconds. */
  | { kind: "throttled"; limit: Limit | "token"; retryAt: number; message: string }
  /** Our access was not accepted even after a fresh token: it did not happen. */
  | { kind: "unauthorized"; code: string; message: string }
  /** It was sent and no usable answer came: it may have happened. */
  | { kind: "ambiguous"; reason: "timeout" | "connection_lost" | "server_error" | "unreadable"; detail: string }
  /** It never left: it did not happen. `retryAt` is epoch milliseconds; `limit` is Zoho's that holds it back. */
  | { kind: "not_sent"; reason: string; retryAt: number; limit?: Limit };

export type Failure = Exclude<Answer<never>, { kind: "ok" }>;

/** True when the call certainly had no effect at Zoho. */
export function hadNoEffect(answer: Answer<unknown>): boolean {
  return answer.kind !== "ok" && answer.kind !== "ambiguous";
}

/** One line for the history and the log: class, code and Zoho's words, never a body. */
export function describe(answer: Answer<unknown>): string {
  switch (answer.kind) {
    case "ok":
      return "ok";
    case "refused":
      return `refused ${answer.status} ${answer.code}: ${answer.message}`;
    case "throttled":
      return `throttled (${answer.limit}): ${answer.message}`;
    case "unauthorized":
      return `unauthorized ${answer.code}: ${answer.message}`;
    case "ambiguous":
      return `no usable answer (${answer.reason}): ${answer.detail}`;
    case "not_sent":
      return `not sent: ${answer.reason}`;
  }
}
