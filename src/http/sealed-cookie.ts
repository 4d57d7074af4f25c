import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { z } from "zod";
import { parseKeyRing } from "../security/key-ring.ts";
import { open, type SealedFor, seal } from "../security/seal.ts";
import type { AppContext } from "./context.ts";

/**
 * What a browser keeps for us between two pages and can neither read nor change. One purpose's cookie does not open
 * for another. `SameSite=Lax`: it comes back with the redirect from Zoho, never with a form of another site.
 */
export interface SealedCookie<S extends z.ZodType> {
  name: string;
  schema: S;
  /** Seconds. */
  maxAge: number;
}

const useOf = (name: string): SealedFor => ({ purpose: `cookie_${name}`, organizationId: "", field: "value" });
const isHttps = (c: AppContext): boolean => c.get("deps").settings.PUBLIC_URL.startsWith("https:");

export async function writeSealed<S extends z.ZodType>(
  c: AppContext,
  cookie: SealedCookie<S>,
  value: z.infer<S>,
): Promise<void> {
  const { settings, now } = c.get("deps");
  const ring = await parseKeyRing(settings.ENCRYPTION_KEYS);
  const kept = { endsAt: now() + cookie.maxAge * 1_000, value };
  const { keyId, sealed } = await seal(ring, useOf(cookie.name), JSON.stringify(kept));
  const options = { path: "/", httpOnly: true, sameSite: "Lax", maxAge: cookie.maxAge } as const;
  if (isHttps(c)) setCookie(c, cookie.name, `${keyId}.${sealed}`, { ...options, secure: true, prefix: "host" });
  else setCookie(c, cookie.name, `${keyId}.${sealed}`, options);
}

/** What was kept; null when there is nothing, it was changed, or its time is over. */
export async function readSealed<S extends z.ZodType>(
  c: AppContext,
  cookie: SealedCookie<S>,
): Promise<z.infer<S> | null> {
  const { settings, now } = c.get("deps");
  const text = isHttps(c) ? getCookie(c, cookie.name, "host") : getCookie(c, cookie.name);
  const [keyId = "", sealed = ""] = (text ?? "").split(".");
  const kept = await open(await parseKeyRing(settings.ENCRYPTION_KEYS), useOf(cookie.name), { keyId, sealed });
  if (kept === null) return null;
  const { endsAt, value } = JSON.parse(kept) as { endsAt: number; value: unknown };
  const parsed = cookie.schema.safeParse(value);
  return parsed.success && now() < endsAt ? parsed.data : null;
}

export function dropSealed(c: AppContext, { name }: Pick<SealedCookie<z.ZodType>, "name">): void {
  if (isHttps(c)) deleteCookie(c, name, { path: "/", secure: true, prefix: "host" });
  else deleteCookie(c, name, { path: "/" });
}

/** True when the browser sent one of this name, whatever is in it. */
export const hasSealed = (c: AppContext, { name }: Pick<SealedCookie<z.ZodType>, "name">): boolean =>
  (isHttps(c) ? getCookie(c, name, "host") : getCookie(c, name)) !== undefined;
