import type { AppContext } from "./context.ts";

const FORM = /^(multipart\/form-data|application\/x-www-form-urlencoded)\b/i;

/**
 * True when the body claims to be a form and is none. Read here, once, for every page: the platforms throw different
 * errors for it, deep inside whoever asks first.
 */
export async function unreadableForm(c: AppContext): Promise<boolean> {
  if (c.req.method !== "POST" || !FORM.test(c.req.header("Content-Type") ?? "")) return false;
  if (/^\/(api|hooks)\//.test(c.req.path)) return false;
  try {
    await c.req.parseBody();
    return false;
  } catch {
    return true;
  }
}
