import { KEY, ORGANIZATION, type Shop } from "./shop.ts";

/** A JSON request of the shop's own API key. */
export function ask(
  shop: Shop,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const content = body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) };
  return Promise.resolve(
    shop.app.request(path, {
      method,
      ...content,
      headers: {
        Authorization: `Bearer ${KEY}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
    }),
  );
}

let keys = 0;

/** Asks for a collection of invoice 1 at Counter B, but for what `body` says otherwise; a new key each time. */
export function collect(shop: Shop, body: Record<string, unknown> = {}, headers: Record<string, string> = {}) {
  const full = {
    organization_id: ORGANIZATION,
    invoice_id: "1",
    counter_id: "counter-b",
    payment_method: "card",
    ...body,
  };
  return ask(shop, "POST", "/api/v1/collections", full, { "Idempotency-Key": `key-${++keys}`, ...headers });
}

/** The body of an error answer. */
export async function problem(response: Response): Promise<Record<string, unknown>> {
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return error;
}
