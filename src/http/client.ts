import { hc } from "hono/client";
import type { App } from "./app.ts";

/**
 * The API as a typed client: every path, body and answer as the routes have them. `origin` is the deployment's public
 * address. `send` replaces `fetch`, for tests.
 */
export const apiClient = (origin: string, key: string, send: typeof fetch = fetch) =>
  hc<App>(origin, { headers: { Authorization: `Bearer ${key}` }, fetch: send });

export type ApiClient = ReturnType<typeof apiClient>;
