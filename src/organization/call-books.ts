import type { AskBooks } from "../billing/zoho-billing.ts";
import type { Answer } from "../collection/answer.ts";
import type { OrganizationId } from "../collection/ids.ts";
import type { BooksAsk, OrganizationRpc } from "./rpc.ts";

/**
 * Books calls of one organization, each with a token and a permit from its object. A token that Books refuses is
 * replaced once and the call repeated: a refused call had no effect. Never rejects.
 */
export function askBooks(
  organization: OrganizationRpc,
  organizationId: OrganizationId,
  purpose: BooksAsk["purpose"],
  now: () => number,
): AskBooks {
  return async (call) => {
    let refusedToken: string | undefined;
    for (;;) {
      const access = await permission(organization, purpose, refusedToken, now);
      if (access.kind === "wait") return { kind: "not_sent", reason: access.reason, retryAt: access.retryAt };
      if (access.kind === "disconnected")
        return { kind: "unauthorized", code: "disconnected", message: access.message };
      const { accessToken, apiUrl, product, permit } = access;
      const answer = await call({ product, apiUrl, organizationId, accessToken });
      await after(organization, permit, answer);
      if (answer.kind !== "unauthorized" || refusedToken !== undefined) return answer;
      refusedToken = accessToken;
    }
  };
}

async function permission(
  organization: OrganizationRpc,
  purpose: BooksAsk["purpose"],
  refusedToken: string | undefined,
  now: () => number,
) {
  try {
    return await organization.books({ purpose, ...(refusedToken === undefined ? {} : { refusedToken }) });
  } catch {
    // The object is being moved or restarted: nothing was sent.
    return { kind: "wait", reason: "pacing is restarting", retryAt: now() + 1_000 } as const;
  }
}

async function after(organization: OrganizationRpc, permit: number, answer: Answer<unknown>): Promise<void> {
  try {
    if (answer.kind === "throttled" && answer.limit !== "token") {
      await organization.throttled("books", answer.limit, answer.retryAt);
    }
    await organization.booksDone(permit);
  } catch {
    // A permit that is not given back lapses by itself.
  }
}
