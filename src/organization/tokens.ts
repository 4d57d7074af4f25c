import type { Answer } from "../collection/answer.ts";
import type { Tokens } from "../zoho/accounts/client.ts";
import type { Disconnected, Wait } from "./rpc.ts";

export interface AccessToken {
  accessToken: string;
  expiresAt: number;
}

/** Renewed in the background from here on, so that no call waits for it. */
const RENEW_BEFORE = 4 * 60_000;
/** Zoho gives at most 10 access tokens per refresh token in 10 minutes; we stop short of it. */
const REFRESHES = 8;
const WINDOW = 10 * 60_000;
const GAPS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000];
/** So many refusals in a row until we believe that the grant is gone; a single one may be a disturbance. */
const BELIEVE_AFTER = 3;
const ASK_AGAIN_AFTER_REFUSAL = 5 * 60_000;

/** The access token of one grant: one refresh at a time, early renewal, backing off when Zoho does not give one. */
export class TokenSource {
  private token: AccessToken | null;
  private readonly refresh: () => Promise<Answer<Tokens>>;
  private readonly keep: (token: AccessToken) => Promise<void>;
  private readonly now: () => number;
  private refreshing: Promise<void> | null = null;
  private refreshedAt: number[] = [];
  private failures = 0;
  private refusals = 0;
  private blocked: Wait | Disconnected | null = null;
  private blockedUntil = 0;

  constructor(
    stored: AccessToken | null,
    refresh: () => Promise<Answer<Tokens>>,
    keep: (token: AccessToken) => Promise<void>,
    now: () => number,
  ) {
    this.token = stored;
    this.refresh = refresh;
    this.keep = keep;
    this.now = now;
  }

  /** A token Zoho has not refused; waits for a refresh when there is none. */
  async get(refusedToken?: string): Promise<({ kind: "go" } & AccessToken) | Wait | Disconnected> {
    if (this.token && this.token.accessToken === refusedToken) this.token = null;
    const { token } = this;
    if (token && token.expiresAt > this.now()) {
      if (token.expiresAt - this.now() < RENEW_BEFORE && !this.refreshing && this.mayRefresh() === null) {
        void this.startRefresh();
      }
      return { kind: "go", ...token };
    }
    if (!this.refreshing) {
      const objection = this.mayRefresh();
      if (objection) return objection;
    }
    await this.startRefresh();
    if (this.token && this.token.expiresAt > this.now()) return { kind: "go", ...this.token };
    return this.blocked ?? { kind: "wait", reason: "no access token yet", retryAt: this.now() + 1_000 };
  }

  /** Forgets what Zoho said about the grant before; for a grant that was just made. */
  reset(): void {
    this.token = null;
    this.failures = 0;
    this.refusals = 0;
    this.blockedUntil = 0;
  }

  private mayRefresh(): Wait | Disconnected | null {
    const now = this.now();
    if (this.blocked && now < this.blockedUntil) return this.blocked;
    this.refreshedAt = this.refreshedAt.filter((at) => at > now - WINDOW && at <= now);
    const oldest = this.refreshedAt[0];
    if (oldest === undefined || this.refreshedAt.length < REFRESHES) return null;
    return { kind: "wait", reason: "as many access tokens asked for as Zoho allows", retryAt: oldest + WINDOW };
  }

  private startRefresh(): Promise<void> {
    this.refreshing ??= this.doRefresh().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  private async doRefresh(): Promise<void> {
    this.refreshedAt.push(this.now());
    const answer = await this.refresh();
    const now = this.now();
    if (answer.kind === "ok") {
      this.token = { accessToken: answer.value.accessToken, expiresAt: answer.value.expiresAt };
      this.failures = 0;
      this.refusals = 0;
      this.blocked = null;
      await this.keep(this.token);
      return;
    }
    if (answer.kind === "refused") this.refusals += 1;
    if (answer.kind === "refused" && this.refusals >= BELIEVE_AFTER) {
      const message = `Zoho no longer accepts the connection (${answer.code}). An administrator must connect it again.`;
      this.block({ kind: "disconnected", message }, now + ASK_AGAIN_AFTER_REFUSAL);
      return;
    }
    const gap = GAPS[Math.min(this.failures, GAPS.length - 1)] ?? 60_000;
    const retryAt = answer.kind === "throttled" || answer.kind === "not_sent" ? answer.retryAt : now + gap;
    this.failures += 1;
    this.block({ kind: "wait", reason: `no access token: ${answer.kind}`, retryAt }, retryAt);
  }

  private block(why: Wait | Disconnected, until: number): void {
    this.blocked = why;
    this.blockedUntil = until;
  }
}
