import { parseArgs } from "node:util";
import { z } from "zod";

export const USAGE = `Starts Collect via POS on this machine: the Worker, its database and, unless --zoho is given, a simulated Zoho.

  npm start -- [--port 8787] [--data .wrangler/demo] [--zoho http://127.0.0.1:9400 --seed seed.json]

  --port   the Worker's port; 0 takes any free ports for everything
  --data   the folder that keeps all state; a later start with the same folder carries on
  --zoho   another look-alike of Zoho on this machine, reached at URL/accounts, URL/payments and URL/api
  --seed   the organizations, their tokens, API keys and counters, as JSON; goes with --zoho
  --help   these words`;

/** What `npm start` was asked for. Without `zoho` the simulator stands in. */
export interface StackOptions {
  port: number;
  data: string;
  zoho: { url: string; seedFile: string } | null;
}

export type ReadArguments =
  | { kind: "start"; options: StackOptions }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

const Port = z
  .string()
  .regex(/^\d{1,5}$/, "--port takes a number, such as --port 8787")
  .transform(Number)
  .refine((port) => port <= 65_535, "--port takes a number up to 65535");

const ZohoUrl = z
  .string()
  .refine((text) => URL.canParse(text), "--zoho takes an address, such as --zoho http://127.0.0.1:9400")
  .transform((text) => new URL(text))
  .refine(
    (url) => url.protocol === "http:" && LOOPBACK.has(url.hostname) && url.username === "" && url.search === "",
    "--zoho takes an http address of this machine only (127.0.0.1, localhost or [::1])",
  )
  .transform((url) => url.href.replace(/\/+$/, ""));

const Given = z.object({
  port: Port,
  data: z.string().min(1, "--data takes a folder"),
  zoho: ZohoUrl.optional(),
  seed: z.string().min(1, "--seed takes a file").optional(),
  help: z.boolean(),
});

/** Reads the words after `npm start --`. `defaultData` is where state goes when nobody says. */
export function readArguments(words: string[], defaultData: string): ReadArguments {
  const given = parse(words, defaultData);
  if (given instanceof Error) return { kind: "wrong", message: given.message };
  const read = Given.safeParse(given);
  if (!read.success) return { kind: "wrong", message: read.error.issues[0]?.message ?? "" };
  const { help, port, data, zoho, seed } = read.data;
  if (help) return { kind: "help" };
  if (zoho !== undefined && seed !== undefined) {
    return { kind: "start", options: { port, data, zoho: { url: zoho, seedFile: seed } } };
  }
  if (zoho !== undefined)
    return { kind: "wrong", message: "--zoho needs --seed: the look-alike's organizations and tokens" };
  if (seed !== undefined)
    return { kind: "wrong", message: "--seed needs --zoho: the simulator brings its own organizations" };
  return { kind: "start", options: { port, data, zoho: null } };
}

function parse(words: string[], defaultData: string): unknown {
  try {
    return parseArgs({
      args: words,
      options: {
        port: { type: "string", default: "8787" },
        data: { type: "string", default: defaultData },
        zoho: { type: "string" },
        seed: { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
