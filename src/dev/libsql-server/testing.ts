import { createClient as createHttpClient } from "@libsql/client";
import { createClient as createWebClient } from "@libsql/client/web";
import { afterAll, beforeAll } from "vitest";
import { type LibsqlServer, startLibsqlServer } from "./index.ts";

/** Both clients that are meant to work against the server, by name. */
export const CLIENTS = { "@libsql/client": createHttpClient, "@libsql/client/web": createWebClient } as const;
export type ClientName = keyof typeof CLIENTS;

/** A clock for tests that moves when told to. */
export class ManualClock {
  #at = 0;
  readonly now = (): number => this.#at;

  advance(ms: number): void {
    this.#at += ms;
  }
}

/** A server on an empty database for the tests of one `describe`. */
export function useServer(options: { authToken?: string; now?: () => number } = {}): { readonly url: string } {
  let server: LibsqlServer | undefined;
  beforeAll(async () => {
    server = await startLibsqlServer({ file: ":memory:", port: 0, ...options });
  });
  afterAll(async () => {
    await server?.close();
  });
  return {
    get url() {
      if (server === undefined) throw new Error("the server is started by beforeAll");
      return server.url;
    },
  };
}

/** The error a promise ends with; a promise that succeeds is a failure of the test. */
export async function errorOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error("expected an error, and there was none");
}
