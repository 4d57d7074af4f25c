import type { Answer } from "../../collection/answer.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { accountsClient, type Tokens } from "../../zoho/accounts/client.ts";
import { type DataCentre, dataCentreOf, isApiOf } from "../../zoho/data-centres.ts";
import type { AppContext } from "../context.ts";
import { type Attempt, takeAttempt } from "./attempts.ts";
import { asksPayments, clientFor, redirectUri } from "./to-zoho.ts";

export type Returned =
  | { kind: "back"; attempt: Attempt; centre: DataCentre; tokens: Tokens }
  | { kind: "failed"; attempt: Attempt | null; problem: ConnectProblem };

/**
 * Takes a browser that comes back from Zoho: it is the one that went, the server it names is Zoho's, and the code is
 * exchanged there. The attempt is used up whatever comes of it.
 */
export async function returned(c: AppContext): Promise<Returned> {
  const { state, code, error, location, "accounts-server": accountsServer } = c.req.query();
  const attempt = await takeAttempt(c, state);
  if (!attempt) return { kind: "failed", attempt, problem: { reason: "not_begun_here" } };
  const failed = (problem: ConnectProblem): Returned => ({ kind: "failed", attempt, problem });

  if (error !== undefined || !code) return failed(refusal(error ?? "no code"));
  const { settings, transport, now } = c.get("deps");
  const centre = dataCentreOf(settings, { accountsServer, location });
  if (!centre) return failed({ reason: "unknown_data_centre" });

  const client = clientFor(c, attempt.purpose);
  const { verifier } = attempt;
  const accounts = accountsClient(transport, now);
  const answer = await accounts.exchange(centre.accounts, client, { code, redirectUri: redirectUri(c), verifier });
  if (answer.kind !== "ok") return failed(exchangeProblem(answer, attempt, now()));
  if (!isApiOf(centre, answer.value.apiDomain)) return failed({ reason: "unknown_data_centre" });
  return { kind: "back", attempt, centre, tokens: answer.value };
}

/** Zoho's error codes are words; anything else in the query is somebody else's text and is not shown. */
function refusal(error: string): ConnectProblem {
  if (error === "access_denied") return { reason: "rejected" };
  return { reason: "zoho_said", code: /^[A-Za-z0-9_. -]{1,60}$/.test(error) ? error : "an error" };
}

function exchangeProblem(
  answer: Exclude<Answer<Tokens>, { kind: "ok" }>,
  { purpose }: Attempt,
  now: number,
): ConnectProblem {
  switch (answer.kind) {
    case "throttled":
    case "not_sent":
      return { reason: "throttled", minutes: Math.max(1, Math.ceil((answer.retryAt - now) / 60_000)) };
    case "ambiguous":
      return { reason: "zoho_away" };
    case "unauthorized":
    case "refused": {
      if (answer.code === "invalid_code") return { reason: "code_expired" };
      if (!answer.code.startsWith("invalid_client")) return { reason: "zoho_said", code: answer.code.slice(0, 60) };
      const prefix = asksPayments(purpose) ? "ZOHO_PAYMENTS_CLIENT" : "ZOHO_CLIENT";
      return { reason: "client_refused", code: answer.code, settings: `${prefix}_ID and ${prefix}_SECRET` };
    }
  }
}
