import { z } from "zod";
import type { Answer } from "../../collection/answer.ts";
import { parseJson } from "../json.ts";
import { firstProblem, idText } from "../schemas.ts";
import type { HttpRequest, HttpResult, Transport } from "../transport.ts";

export interface OAuthClient {
  id: string;
  secret: string;
}

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in_sec: z.number().positive().optional(),
  expires_in: z.number().positive().optional(),
  api_domain: z.string().optional(),
  scope: z.string().optional(),
});

export interface Tokens {
  accessToken: string;
  refreshToken: string | null;
  /** Epoch ms; already a minute early, so that a call begun before it ends in time. */
  expiresAt: number;
  apiDomain: string | null;
  scope: string | null;
}

const Profile = z.object({
  ZUID: idText.pipe(z.string().regex(/^\d{1,32}$/)),
  Display_Name: z.string().nullish(),
  First_Name: z.string().nullish(),
  Last_Name: z.string().nullish(),
  Email: z.string().nullish(),
});

/** Whose Zoho account it is. */
export interface Profile {
  zuid: string;
  /** Empty when Zoho does not say; so is the address. */
  name: string;
  email: string;
}

const ErrorAnswer = z.object({ error: z.string(), error_description: z.string().optional() });
const TIMEOUT = 10_000;
/** At most 10 access tokens per refresh token in 10 minutes; past that Zoho blocks for the rest of the window. */
const THROTTLE_PAUSE = 5 * 60_000;

/**
 * Zoho Accounts. Errors come with HTTP 200 too, so the body decides. `access_denied` in either spelling is the
 * token throttle, never a reason to forget a refresh token (payments.md §9, books.md §5).
 */
export function accountsClient(transport: Transport, now: () => number) {
  const token = async (accountsUrl: string, form: Record<string, string>, name: string): Promise<Answer<Tokens>> => {
    const request: HttpRequest = {
      name,
      method: "POST",
      url: `${accountsUrl}/oauth/v2/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(form).toString(),
      timeoutMs: TIMEOUT,
    };
    return readTokens(await transport(request), now());
  };

  return {
    /** `grant_type=refresh_token`. */
    refresh: (accountsUrl: string, client: OAuthClient, refreshToken: string) =>
      token(
        accountsUrl,
        {
          grant_type: "refresh_token",
          client_id: client.id,
          client_secret: client.secret,
          refresh_token: refreshToken,
        },
        "accounts.refresh",
      ),

    /** `grant_type=authorization_code`. A code works once and for two minutes. */
    exchange: (
      accountsUrl: string,
      client: OAuthClient,
      { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
    ) =>
      token(
        accountsUrl,
        {
          grant_type: "authorization_code",
          client_id: client.id,
          client_secret: client.secret,
          redirect_uri: redirectUri,
          code,
          code_verifier: verifier,
        },
        "accounts.exchange",
      ),

    /** `GET /oauth/user/info`, scope AaaServer.profile.READ: whose token it is. */
    async profile(accountsUrl: string, accessToken: string): Promise<Answer<Profile>> {
      const result = await transport({
        name: "accounts.profile",
        method: "GET",
        url: `${accountsUrl}/oauth/user/info`,
        headers: { authorization: `Zoho-oauthtoken ${accessToken}` },
        timeoutMs: TIMEOUT,
      });
      return readProfile(result, now());
    },

    /**
     * `POST /oauth/v2/token/revoke` with the refresh token. `refused` says that Zoho does not know it, which is as
     * good: nobody can use it.
     */
    async revoke(accountsUrl: string, refreshToken: string): Promise<Answer<null>> {
      const result = await transport({
        name: "accounts.revoke",
        method: "POST",
        url: `${accountsUrl}/oauth/v2/token/revoke`,
        headers: { "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams({ token: refreshToken }).toString(),
        timeoutMs: TIMEOUT,
      });
      if (result.kind === "none") return { kind: "ambiguous", reason: result.reason, detail: result.detail };
      const { status } = result;
      if (status === 429) return { kind: "throttled", limit: "token", retryAt: now() + THROTTLE_PAUSE, message: "429" };
      if (status >= 500) return { kind: "ambiguous", reason: "server_error", detail: `HTTP ${status}` };
      const error = ErrorAnswer.safeParse(parseJson(result.text));
      if (status >= 400 || error.success) {
        const code = error.success ? error.data.error : String(status);
        return { kind: "refused", status, code, message: code };
      }
      return { kind: "ok", value: null };
    },
  };
}

export type AccountsClient = ReturnType<typeof accountsClient>;

function readProfile(result: HttpResult, now: number): Answer<Profile> {
  if (result.kind === "none") return { kind: "ambiguous", reason: result.reason, detail: result.detail };
  const { status } = result;
  if (status === 429) return { kind: "throttled", limit: "token", retryAt: now + THROTTLE_PAUSE, message: "429" };
  if (status >= 500) return { kind: "ambiguous", reason: "server_error", detail: `HTTP ${status}` };
  if (status >= 400) return { kind: "unauthorized", code: String(status), message: `HTTP ${status}` };
  const parsed = Profile.safeParse(parseJson(result.text));
  if (!parsed.success) return { kind: "ambiguous", reason: "unreadable", detail: firstProblem(parsed.error) };
  const { ZUID: zuid, Display_Name, First_Name, Last_Name, Email } = parsed.data;
  const name = Display_Name || [First_Name, Last_Name].filter(Boolean).join(" ");
  return { kind: "ok", value: { zuid, name, email: Email ?? "" } };
}

function readTokens(result: HttpResult, now: number): Answer<Tokens> {
  if (result.kind === "none") return { kind: "ambiguous", reason: result.reason, detail: result.detail };
  const { status } = result;
  const body = parseJson(result.text);
  const error = ErrorAnswer.safeParse(body);
  if (error.success) {
    const code = error.data.error;
    if (/^access.?denied$/i.test(code) || /too many/i.test(error.data.error_description ?? "")) {
      return { kind: "throttled", limit: "token", retryAt: now + THROTTLE_PAUSE, message: code };
    }
    if (status >= 500) return { kind: "ambiguous", reason: "server_error", detail: `HTTP ${status} ${code}` };
    return { kind: "refused", status, code, message: error.data.error_description ?? code };
  }
  if (status === 429) return { kind: "throttled", limit: "token", retryAt: now + THROTTLE_PAUSE, message: "429" };
  const parsed = TokenAnswer.safeParse(body);
  if (status >= 500) return { kind: "ambiguous", reason: "server_error", detail: `HTTP ${status}` };
  if (!parsed.success) return { kind: "ambiguous", reason: "unreadable", detail: firstProblem(parsed.error) };
  const { access_token, refresh_token, expires_in_sec, expires_in, api_domain, scope } = parsed.data;
  // Some accounts servers give `expires_in` in milliseconds; no access token lives longer than a day.
  const stated = expires_in_sec ?? expires_in ?? 3600;
  const seconds = stated > 86_400 ? stated / 1000 : stated;
  return {
    kind: "ok",
    value: {
      accessToken: access_token,
      refreshToken: refresh_token ?? null,
      expiresAt: now + Math.max(10, seconds - 60) * 1000,
      apiDomain: api_domain ?? null,
      scope: scope ?? null,
    },
  };
}
