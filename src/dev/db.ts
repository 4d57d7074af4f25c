import { parseArgs } from "node:util";
import { z } from "zod";
import { startLibsqlServer } from "./libsql-server/index.ts";

const USAGE = `Serves a libSQL database file over HTTP, for @libsql/client.

  npm run db -- [--port 8080] [--file local.db] [--hostname 127.0.0.1] [--auth-token secret]

  --port        where to listen; 0 takes any free port
  --file        the database file, made if it is not there; :memory: for one that ends with the server
  --hostname    the address to listen on
  --auth-token  require this token of every client`;

const settings = z.object({
  port: z.coerce.number("--port is a number").int().min(0).max(65_535),
  file: z.string().min(1, "--file is a path"),
  hostname: z.string().min(1, "--hostname is an address"),
  "auth-token": z.string().min(1, "--auth-token is a word").optional(),
  help: z.boolean(),
});

function readSettings(): z.infer<typeof settings> | undefined {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: "string", default: "8080" },
        file: { type: "string", default: "local.db" },
        hostname: { type: "string", default: "127.0.0.1" },
        "auth-token": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    const read = settings.safeParse(values);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    console.error(`--${issue?.path.join(".")}: ${issue?.message}\n\n${USAGE}`);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
  return undefined;
}

function whyNot(error: unknown, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE")
    return `Port ${port} is already in use: stop what listens there, or choose another with --port`;
  if (code === "EACCES") return `Port ${port} may not be used by this user: choose one above 1023 with --port`;
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const read = readSettings();
  if (read === undefined) {
    process.exitCode = 2;
    return;
  }
  if (read.help) {
    console.log(USAGE);
    return;
  }
  const { port, file, hostname, "auth-token": authToken } = read;
  try {
    const server = await startLibsqlServer({ port, file, hostname, authToken });
    console.log(`libSQL server at ${server.url} on ${file}`);
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void server.close());
  } catch (error) {
    console.error(whyNot(error, port));
    process.exitCode = 1;
  }
}

await main();
