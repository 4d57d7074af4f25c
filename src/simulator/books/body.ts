import type { Context } from "hono";

/**
 * The fields of a request: JSON, or JSON inside the form field `JSONString` (urlencoded or multipart), which Books
 * accepts as well and Invoice demands. Undefined when it is neither.
 */
export async function fieldsOf(c: Context, product: "books" | "invoice"): Promise<Record<string, unknown> | undefined> {
  try {
    const type = c.req.header("content-type") ?? "";
    const json = type.startsWith("application/json");
    if (json && product === "invoice") return undefined;
    const value: unknown = json ? await c.req.json() : await jsonString(c);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

async function jsonString(c: Context): Promise<unknown> {
  const { JSONString: text } = await c.req.parseBody();
  return typeof text === "string" ? JSON.parse(text) : undefined;
}
