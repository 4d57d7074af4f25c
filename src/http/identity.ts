import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { OrganizationId } from "../collection/ids.ts";
import { findApiKey, noteApiKeyUse } from "../ledger/api-keys.ts";
import { endSession, type SessionLife, sessionEnded } from "../ledger/sessions.ts";
import { apiKeyHash } from "../security/api-key.ts";
import { parseKeyRing } from "../security/key-ring.ts";
import { isSameOrigin } from "../security/same-origin.ts";
import {
  type NewSession,
  openSession,
  SESSION_LASTS,
  type StaffSession,
  sealSession,
} from "../security/staff-session.ts";
import type { AppContext } from "./context.ts";
import { demoIdentity, isDemo, isDemoKey } from "./demo-door.ts";
import type { Problem } from "./errors.ts";
import { tooOften } from "./rate.ts";
import { USER_HEADER, unverifiedUser } from "./unverified-user.ts";

/** Who asks, and for which organization: the only one they see anything of (P10). `by` goes into the history. */
export interface Identity {
  organizationId: OrganizationId;
  by: string;
  kind: "api_key" | "staff";
  role: "admin" | "staff";
}

const COOKIE = "staff";

/** The caller's identity by API key or, without one, by the staff cookie; or why there is none. */
export async function identify(c: AppContext): Promise<Identity | Problem> {
  const authorization = c.req.header("Authorization");
  if (authorization !== undefined) return byKey(c, authorization);
  const session = await readSession(c);
  if (!session) return refusal("Send an API key as Authorization: Bearer …, or sign in.");
  if (!isSafe(c.req.method) && !fromOurPages(c)) return CROSS_SITE;
  const { organizationId, by, role } = session;
  const hurried = await tooOften(c, "staff", limitedAs(session));
  return hurried ?? { organizationId, by, kind: "staff", role };
}

/** Whom the rate limit counts a session for: the person, however many browsers they use. */
export const limitedAs = ({ organizationId, userId, by }: StaffSession): string => `${organizationId}:${userId || by}`;

/** The staff session of this browser; null without one, or once it was ended. Demo sessions count in the demo only. */
export async function readSession(c: AppContext): Promise<StaffSession | null> {
  const { settings, ledger, now } = c.get("deps");
  const value = isHttps(settings.PUBLIC_URL) ? getCookie(c, COOKIE, "host") : getCookie(c, COOKIE);
  if (!value) return null;
  const session = await openSession(await parseKeyRing(settings.ENCRYPTION_KEYS), value, now());
  if (!session) return null;
  if (session.demo) return isDemo(settings) ? session : null;
  return (await sessionEnded(ledger, { ...session, ...lifeOf(session) })) ? null : session;
}

/** Signs this browser in for 12 hours. */
export async function startSession(c: AppContext, who: NewSession): Promise<void> {
  const { settings, now } = c.get("deps");
  const value = await sealSession(await parseKeyRing(settings.ENCRYPTION_KEYS), who, now());
  const options = { path: "/", httpOnly: true, sameSite: "Lax", maxAge: SESSION_LASTS / 1_000 } as const;
  if (isHttps(settings.PUBLIC_URL)) setCookie(c, COOKIE, value, { ...options, prefix: "host", secure: true });
  else setCookie(c, COOKIE, value, options);
}

/** Signs this browser out; its cookie, wherever else it is, opens nothing from now on. */
export async function stopSession(c: AppContext): Promise<void> {
  const { settings, ledger, now } = c.get("deps");
  const session = await readSession(c);
  if (session && !session.demo) await endSession(ledger, lifeOf(session), now());
  if (isHttps(settings.PUBLIC_URL)) deleteCookie(c, COOKIE, { path: "/", secure: true, prefix: "host" });
  else deleteCookie(c, COOKIE, { path: "/" });
}

const lifeOf = ({ id, organizationId, expiresAt }: StaffSession): SessionLife => ({
  id,
  organizationId,
  beganAt: expiresAt - SESSION_LASTS,
  endsAt: expiresAt,
});

/** True when a browser's request certainly came from one of our own pages. */
export function fromOurPages(c: AppContext): boolean {
  const says = { site: c.req.header("Sec-Fetch-Site"), origin: c.req.header("Origin") };
  const { PUBLIC_URL } = c.get("deps").settings;
  return isSameOrigin(says, [new URL(PUBLIC_URL).origin, new URL(c.req.url).origin]);
}

export const CROSS_SITE: Problem = {
  code: "cross_site",
  message:
    "This request did not come from a page of this site, so it changed nothing. Open the page here and try again.",
};

async function byKey(c: AppContext, authorization: string): Promise<Identity | Problem> {
  const { settings, ledger, now } = c.get("deps");
  const key = /^Bearer +([\x21-\x7e]{8,200})$/i.exec(authorization.trim())?.[1];
  if (!key) return refusal("The Authorization header must read: Bearer, a space, and the API key.");
  const demo = await isDemoKey(settings, key);
  if (demo && !isDemo(settings)) return refusal(UNKNOWN_KEY);
  const known = await findApiKey(ledger, await apiKeyHash(key));
  if (!known) return (demo ? await demoIdentity(ledger) : null) ?? refusal(UNKNOWN_KEY);
  const hurried = await tooOften(c, "key", known.id);
  if (hurried) return hurried;
  if (now() - (known.lastUsedAt ?? 0) > 3_600_000) await noteApiKeyUse(ledger, known.id, now());
  const by = unverifiedUser(c.req.header(USER_HEADER)) ?? `API key ${known.label}`;
  return { organizationId: known.organizationId, by, kind: "api_key", role: "admin" };
}

const UNKNOWN_KEY = "This API key is unknown or was revoked. Use a key of the organization that is in force.";
const refusal = (message: string): Problem => ({ code: "not_authenticated", message });
const isHttps = (url: string): boolean => url.startsWith("https:");
const isSafe = (method: string): boolean => method === "GET" || method === "HEAD";
