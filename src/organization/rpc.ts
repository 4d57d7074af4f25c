import type { Limit } from "../collection/answer.ts";

/** Which of the organization's two grants a call uses. */
export type Service = "books" | "payments";

/** Why there is no going ahead now. `retryAt` is epoch milliseconds. */
export type Wait = { kind: "wait"; reason: string; retryAt: number; limit?: Limit };
/** The grant is gone or refused; only a reconnect by an administrator helps. */
export type Disconnected = { kind: "disconnected"; message: string };

export type PaymentsGo = {
  kind: "go";
  accessToken: string;
  expiresAt: number;
  baseUrl: string;
  accountId: string;
  /** Gap between two polls of one session, ms, good until `gapUntil`. */
  pollGap: number;
  gapUntil: number;
};
export type BooksGo = {
  kind: "go";
  accessToken: string;
  apiUrl: string;
  product: "books" | "invoice";
  /** To be given back with `booksDone`, or it lapses by itself. */
  permit: number;
};

export interface PaymentsAsk {
  terminalId: string;
  /** `poll` counts the terminal among those in progress; `call` takes a permit for one other call. */
  purpose: "poll" | "call";
  /** A token Zoho has just refused. */
  refusedToken?: string;
}

export interface BooksAsk {
  /** Interactive calls have a person waiting. Recordings give when the money was taken: oldest first. */
  purpose: { kind: "interactive" } | { kind: "recording"; paidAt: number; key: string };
  /** How many calls, one after another; one unless told. */
  calls?: number;
  refusedToken?: string;
}

/** What an organization's object answers. */
export interface OrganizationRpc {
  payments(ask: PaymentsAsk): Promise<PaymentsGo | Wait | Disconnected>;
  books(ask: BooksAsk): Promise<BooksGo | Wait | Disconnected>;
  /** The permit is given back: so many calls were made with it, one unless told. */
  booksDone(permit: number, made?: number): Promise<void>;
  /** Zoho said later: nobody of this organization asks before `retryAt`. */
  throttled(service: Service, limit: Limit, retryAt: number): Promise<void>;
}
