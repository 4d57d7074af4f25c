import type { AppContext } from "../context.ts";

/** A form's text fields, trimmed; a file or a field sent twice counts as empty. */
export async function fields(c: AppContext): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === "string" ? value.trim().slice(0, 300) : ""]),
  );
}
