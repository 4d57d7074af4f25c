import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const SCRIPT = fileURLToPath(new URL("start.ts", import.meta.url));
const END_WITH_PARENT = new URL("stack/end-with-parent.ts", import.meta.url).href;

export const Addresses = z.object({ worker: z.url(), zoho: z.url(), database: z.url(), workerPid: z.number() });
export type Addresses = z.infer<typeof Addresses>;

export interface RunningStart {
  child: ChildProcess;
  /** Everything said until it was ready; rejects when it ends before. */
  ready: Promise<string>;
  ended: Promise<{ code: number | null; output: string }>;
  /** Where the parts of this run are; there once it is ready. */
  addresses(): Promise<Addresses>;
}

/** Runs `npm start` as a person does, in a process of its own that ends with this one, for tests. State goes
 * to `folder`. */
export function runStart(folder: string, ...words: string[]): RunningStart {
  const command = ["--import", END_WITH_PARENT, SCRIPT, "--data", folder, ...words];
  const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe", "ipc"] });
  let output = "";
  const ended = once(child, "close").then(([code]) => ({ code: typeof code === "number" ? code : null, output }));
  const ready = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes("Ctrl-C stops everything.")) resolve(output);
      });
    }
    void ended.then(() => reject(new Error(`npm start ended: ${output}`)));
  });
  // Who does not await it is not to be told by a crash.
  ready.catch(() => {});
  const addresses = async () => Addresses.parse(JSON.parse(await readFile(join(folder, "addresses.json"), "utf8")));
  return { child, ready, ended, addresses };
}
