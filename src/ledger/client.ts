import type { LibSQLDatabase } from "drizzle-orm/libsql";
import { drizzle } from "drizzle-orm/libsql/web";
import { withTimeout } from "../objects/timeout.ts";
import * as schema from "./schema.ts";

export type Ledger = LibSQLDatabase<typeof schema>;

/** How long one request to the database may take; past it the database counts as away. */
const TIMEOUT = 10_000;

/**
 * Opens the ledger over HTTP, as Turso and sqld serve it. One per request or object: a client may not do I/O on
 * behalf of another request in a Worker.
 */
export function openLedger(settings: { url: string; authToken?: string | undefined }): Ledger {
  const timed = (input: Request): Promise<Response> =>
    withTimeout(TIMEOUT, async (signal) => {
      const response = await fetch(new Request(input, { signal }));
      const { status, headers } = response;
      return new Response(await response.arrayBuffer(), { status, headers });
    });
  const { url, authToken } = settings;
  return drizzle({ connection: { url, ...(authToken ? { authToken } : {}), fetch: timed }, schema });
}
