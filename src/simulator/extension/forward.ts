import { z } from "zod";
import type { Installed } from "./state.ts";

const Pairs = z.array(z.object({ key: z.string(), value: z.string() })).default([]);

/** `ZFAPPS.request`'s options (Finance widget SDK v1, request). */
export const RequestOptions = z.object({
  url: z.url(),
  method: z.enum(["GET", "POST", "PUT", "DELETE"]),
  url_query: Pairs,
  header: Pairs,
  body: z.object({ mode: z.literal("raw"), raw: z.string() }).optional(),
  connection_link_name: z.string(),
});

export type Forwarded = { data: { body: string } } | { reason: string };

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * What Zoho does with a widget's request: adds the Connection's credentials, which the widget never sees, and makes
 * the request from its own servers. Only this machine is ever asked.
 */
export async function forward(installed: Installed, options: z.infer<typeof RequestOptions>): Promise<Forwarded> {
  const { url: address, method, url_query, header, body, connection_link_name: link } = options;
  if (!installed.manifest.usedConnections.some(({ connectionLinkName }) => connectionLinkName === link)) {
    return { reason: `connection ${link} not found` };
  }
  const url = new URL(address);
  if (!LOOPBACK.has(url.hostname)) return { reason: `${url.hostname} is not on this machine` };
  for (const { key, value } of url_query) url.searchParams.append(key, value);
  const headers = new Headers(header.map(({ key, value }) => [key, value] as [string, string]));
  headers.set("authorization", installed.authorization);
  try {
    const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: body.raw }) });
    return { data: { body: await response.text() } };
  } catch {
    return { reason: "Something went wrong" };
  }
}
