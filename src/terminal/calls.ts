import type { Billing } from "../billing/billing.ts";
import type { Answer, Limit } from "../collection/answer.ts";
import type { Collection } from "../collection/collection.ts";
import type { Answered, Call } from "../collection/events.ts";
import type { PaymentsAccountId } from "../collection/ids.ts";
import { POLL_GAP } from "../collection/schedule.ts";
import type { Clock } from "../objects/ports.ts";
import { TOO_LATE, withheld } from "../organization/call-books.ts";
import type { OrganizationRpc, PaymentsGo } from "../organization/rpc.ts";
import type { PaymentsAccess, PaymentsClient } from "../zoho/payments/client.ts";

export interface CallPorts {
  terminalId: string;
  organization: OrganizationRpc;
  payments: PaymentsClient;
  /** Books calls for recording; `paidAt` puts the oldest payment first. */
  billing(collection: Collection): Billing;
  clock: Clock;
}

/**
 * Makes the calls a terminal's collections ask for: the one place where it reaches Zoho. Keeps the access token and
 * the poll gap it was given, so that a poll costs the organization's object nothing.
 */
export class Calls {
  private readonly ports: CallPorts;
  private access: PaymentsGo | null = null;

  constructor(ports: CallPorts) {
    this.ports = ports;
  }

  /** The gap between polls the organization's pacing allows now, ms. */
  get pollGap(): number {
    return this.access?.pollGap ?? POLL_GAP;
  }

  /** Makes the call and says what came of it. Never rejects: what broke here may have happened at Zoho. */
  async make(collection: Collection, call: Call): Promise<Answered> {
    try {
      return await this.makeOrThrow(collection, call);
    } catch (error) {
      const detail = error instanceof Error ? error.message : "unknown";
      const answer = { kind: "ambiguous", reason: "unreadable", detail } as const;
      return call.call === "poll" ? { call: "poll", answer, gap: this.pollGap } : { call: call.call, answer };
    }
  }

  private async makeOrThrow(collection: Collection, call: Call): Promise<Answered> {
    const { payments, clock } = this.ports;
    switch (call.call) {
      case "create":
        return {
          call: "create",
          answer: await this.ask("call", (access) => payments.createSession(access, collection), collection.sentAt),
        };
      case "find":
        return { call: "find", answer: await this.ask("call", (access) => payments.findPayments(access, collection)) };
      case "poll": {
        const purpose = collection.status === "in_progress" ? "poll" : "call";
        const answer = await this.ask(purpose, (access) => payments.retrieveSession(access, call.sessionId));
        return { call: "poll", answer, gap: this.pollGap };
      }
      case "look": {
        const billing = this.ports.billing(collection);
        return { call: "look", answer: await billing.look(collection, call.paymentId, call.readBalance) };
      }
      case "record": {
        const billing = this.ports.billing(collection);
        const paidAt = call.paidAt ?? clock.now();
        return { call: "record", answer: await billing.record(collection, call.paymentId, call.applied, paidAt) };
      }
      case "comment":
        return { call: "comment", answer: await this.ports.billing(collection).comment(collection, call.paymentId) };
      case "reread": {
        const billing = this.ports.billing(collection);
        return { call: "reread", answer: await billing.standing(collection, call.paymentId, call.readBalance) };
      }
    }
  }

  /**
   * With a token; a token Zoho refuses is replaced once and the call repeated, for a refused call had no effect. What
   * has not left by `sendBy` does not leave.
   */
  private async ask<T>(
    purpose: "poll" | "call",
    call: (access: PaymentsAccess) => Promise<Answer<T>>,
    sendBy: number | null = null,
  ): Promise<Answer<T>> {
    let refusedToken: string | undefined;
    for (;;) {
      const access = await this.permission(purpose, refusedToken);
      if (access.kind !== "go") return withheld(access);
      const now = this.ports.clock.now();
      if (sendBy !== null && now > sendBy) return { kind: "not_sent", reason: TOO_LATE, retryAt: now };
      const { baseUrl, accountId, accessToken } = access;
      const answer = await call({ baseUrl, accountId: accountId as PaymentsAccountId, accessToken });
      if (answer.kind === "throttled" && answer.limit !== "token") this.reportThrottle(answer.limit, answer.retryAt);
      if (answer.kind !== "unauthorized" || refusedToken !== undefined) return answer;
      refusedToken = accessToken;
    }
  }

  private async permission(purpose: "poll" | "call", refusedToken: string | undefined) {
    const { organization, terminalId, clock } = this.ports;
    const now = clock.now();
    const { access } = this;
    const fresh = access && access.expiresAt > now && access.gapUntil > now && refusedToken === undefined;
    if (purpose === "poll" && fresh) return access;
    try {
      const ask = { terminalId, purpose, ...(refusedToken === undefined ? {} : { refusedToken }) };
      const given = await organization.payments(ask);
      this.access = given.kind === "go" ? given : null;
      return given;
    } catch {
      // The object is being moved or restarted: nothing was sent.
      return { kind: "wait", reason: "pacing is restarting", retryAt: now + 1_000 } as const;
    }
  }

  private reportThrottle(limit: Limit, retryAt: number): void {
    this.access = null;
    this.ports.organization.throttled("payments", limit, retryAt).catch(() => {
      // Others of the organization will be told the same by Zoho.
    });
  }
}
