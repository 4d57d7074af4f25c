import { readFile } from "node:fs/promises";
import { parseArgs, parseEnv } from "node:util";

export type Environment = Record<string, string | undefined>;

/** Where a deployment's settings are kept on an engineer's machine; never in the repository. */
export const ENV_FILE = ".env.production";

/**
 * The settings that the words of a command name: an env file (`--settings`, else `.env.production` where there is
 * one) and, over it, the environment. Throws, with words for a person, when a file that was named is not there.
 */
export async function readEnvironment(words: string[]): Promise<{ file: string | null; environment: Environment }> {
  const { values } = parseArgs({ args: words, options: { settings: { type: "string" } } });
  const named = values.settings;
  const file = named ?? ENV_FILE;
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null && named !== undefined) throw new Error(`${named}: there is no such file`);
  const kept = text === null ? {} : parseEnv(text);
  return { file: text === null ? null : file, environment: { ...kept, ...process.env } };
}
