import type { AskBooks, TakeTurn } from "../billing/turns.ts";
import type { Answer } from "../collection/answer.ts";
import type { OrganizationId } from "../collection/ids.ts";
import type { BooksAsk, BooksGo, Disconnected, OrganizationRpc, Wait } from "./rpc.ts";

/** It is asked for anew, and counted from then. */
export const TOO_LATE = "it was let in too late";

/**
 * Turns at Books for one organization, each with a token and a permit from its object. A token that Books refuses is
 * replaced once in a turn and the call repeated: a refused call had no effect. Never rejects.
 */
export function turnsAtBooks(
  organization: OrganizationRpc,
  organizationId: OrganizationId,
  purpose: BooksAsk["purpose"],
  now: () => number,
): TakeTurn {
  return async (calls, work, sendBy = null) => {
    const given = await permission(organization, { purpose, calls }, now);
    if (given.kind !== "go") return withheld(given);
    let access = given;
    let made = 0;
    let refusedToken: string | undefined;
    const ask: AskBooks = async (call) => {
      for (;;) {
        if (sendBy !== null && now() > sendBy) return { kind: "not_sent", reason: TOO_LATE, retryAt: now() };
        made += 1;
        const { product, apiUrl, accessToken } = access;
        const answer = await call({ product, apiUrl, organizationId, accessToken });
        await report(organization, answer);
        if (answer.kind !== "unauthorized" || refusedToken !== undefined) return answer;
        refusedToken = accessToken;
        const left = Math.max(1, calls - made + 1);
        await giveBack(organization, access.permit, made);
        made = 0;
        const again = await permission(organization, { purpose, calls: left, refusedToken }, now);
        if (again.kind !== "go") return withheld(again);
        access = again;
      }
    };
    try {
      return await work(ask);
    } finally {
      await giveBack(organization, access.permit, made);
    }
  };
}

async function permission(
  organization: OrganizationRpc,
  ask: BooksAsk,
  now: () => number,
): Promise<BooksGo | Wait | Disconnected> {
  try {
    return await organization.books(ask);
  } catch {
    // The object is being moved or restarted: nothing was sent.
    return { kind: "wait", reason: "pacing is restarting", retryAt: now() + 1_000 };
  }
}

/** What it means to a collection that it may not call now. */
export function withheld(given: Wait | Disconnected): Answer<never> {
  if (given.kind === "disconnected") return { kind: "unauthorized", code: "disconnected", message: given.message };
  const { reason, retryAt, limit } = given;
  return { kind: "not_sent", reason, retryAt, ...(limit ? { limit } : {}) };
}

async function report(organization: OrganizationRpc, answer: Answer<unknown>): Promise<void> {
  if (answer.kind !== "throttled" || answer.limit === "token") return;
  try {
    await organization.throttled("books", answer.limit, answer.retryAt);
  } catch {
    // Others of the organization will be told the same by Zoho.
  }
}

async function giveBack(organization: OrganizationRpc, permit: number, made: number): Promise<void> {
  try {
    await organization.booksDone(permit, made);
  } catch {
    // A permit that is not given back lapses by itself.
  }
}
