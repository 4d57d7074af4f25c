import { createServer } from "node:net";

export type Port = { port: number; instead: number | null };

const HOST = "127.0.0.1";

/**
 * A port nobody listens on: the wanted one or, when that is busy, one the system picks (`instead` is then the wanted
 * one). 0 wants any.
 */
export async function freePort(wanted: number): Promise<Port> {
  const port = await tryPort(wanted);
  if (port !== null) return { port, instead: null };
  const other = await tryPort(0);
  if (other === null) throw new Error(`no port of ${HOST} can be listened on`);
  return { port: other, instead: wanted };
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen(port, HOST, () => {
      const address = server.address();
      const taken = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(taken));
    });
  });
}

/** Listens on the wanted port or, when that is busy, on any; `instead` is then the wanted one. */
export async function listenOn<T>(
  wanted: number,
  listen: (port: number) => Promise<T>,
): Promise<{ running: T; instead: number | null }> {
  try {
    return { running: await listen(wanted), instead: null };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    return { running: await listen(0), instead: wanted };
  }
}
