import { getCookie, setCookie } from "hono/cookie";
import { Method } from "../../collection/collection.ts";
import type { AppContext } from "../context.ts";

/** The counter and method this browser used last: a till stays at its counter. */
export interface LastChoice {
  counterId: string | null;
  method: Method;
}

const COOKIE = "till";
const YEAR = 365 * 24 * 60 * 60;

export function lastChoice(c: AppContext): LastChoice {
  const [counterId = "", method] = (getCookie(c, COOKIE) ?? "").split(".");
  return { counterId: counterId || null, method: Method.safeParse(method).data ?? "card" };
}

export function keepChoice(c: AppContext, counterId: string, method: Method): void {
  const secure = c.get("deps").settings.PUBLIC_URL.startsWith("https:");
  const options = { path: "/", httpOnly: true, sameSite: "Lax", maxAge: YEAR, secure } as const;
  setCookie(c, COOKIE, `${counterId}.${method}`, options);
}
