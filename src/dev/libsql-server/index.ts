import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { ConnectionPool } from "./connection-pool.ts";
import { requestListener } from "./http.ts";
import { Streams } from "./streams.ts";
import { WriteTurns } from "./write-turns.ts";

export type LibsqlServerOptions = {
  /** The database file, made with its folder if it is not there; `:memory:` is a database that ends with the server. */
  readonly file: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly hostname?: string;
  /** Required of clients when given. */
  readonly authToken?: string | undefined;
  /** Milliseconds from any fixed moment, never going back; measures idle streams and waits for the write lock. */
  readonly now?: () => number;
};

export type LibsqlServer = {
  readonly url: string;
  readonly port: number;
  /** Lets the requests under way finish, rolls back open transactions, and closes the file. */
  close(): Promise<void>;
};

const EXPIRE_EVERY_MS = 1_000;

/** How long a close waits for clients that are slow to send or to receive, in milliseconds. */
const CLOSE_GRACE_MS = 2_000;

/**
 * Serves the libSQL engine on a file over Hrana-over-HTTP, as Turso and sqld do, for `@libsql/client` with an `http:`
 * address. A committed transaction survives a kill of the process. Foreign keys are enforced, as in sqld. Rejects if the
 * file cannot be opened, or with Node's own error (`EADDRINUSE`, …) if the port cannot be had.
 *
 * Two limits of the engine's Node package cannot be mended here: reading a text that is not UTF-8 (which only
 * `CAST(blob AS TEXT)` and its like can make) ends the process, and a long statement holds up all others while it runs.
 */
export async function startLibsqlServer(options: LibsqlServerOptions): Promise<LibsqlServer> {
  const { port, hostname = "127.0.0.1", authToken, now = () => performance.now() } = options;
  const folder = options.file === ":memory:" ? mkdtempSync(join(tmpdir(), "libsql-")) : undefined;
  const file = folder === undefined ? options.file : join(folder, "memory.db");
  const removeFolder = () => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };

  const pool = openPool(file);
  const turns = new WriteTurns(now);
  const streams = new Streams(pool, turns, now);
  const underWay = new Set<Promise<void>>();
  const track = (work: Promise<void>) => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };
  const server = createServer({ keepAliveTimeout: 60_000 }, requestListener(streams, authToken, track));
  const expiry = setInterval(() => streams.expireIdle(), EXPIRE_EVERY_MS);

  const closeFile = () => {
    clearInterval(expiry);
    turns.close();
    streams.closeAll();
    pool.close();
    removeFolder();
  };
  let taken: number;
  try {
    taken = await listen(server, port, hostname);
  } catch (error) {
    closeFile();
    throw error;
  }
  const close = async () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    turns.close();
    const grace = new AbortController();
    const tooLate = delay(CLOSE_GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(underWay), tooLate]);
    grace.abort();
    server.closeAllConnections();
    await Promise.allSettled(underWay);
    await stopped;
    closeFile();
  };
  let closing: Promise<void> | undefined;
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${taken}`,
    port: taken,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function openPool(file: string): ConnectionPool {
  try {
    mkdirSync(dirname(file), { recursive: true });
    return new ConnectionPool(file);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`The database file ${file} cannot be opened: ${why}`, { cause });
  }
}

function listen(server: Server, port: number, hostname: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      server.off("error", reject);
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
