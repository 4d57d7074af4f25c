import { readFile, rename, writeFile } from "node:fs/promises";
import { z } from "zod";
import { faultShape } from "./faults.ts";
import { settingsShape } from "./settings.ts";
import type { Simulator } from "./simulator.ts";
import type { Snapshot } from "./snapshot.ts";

const WRITE_EVERY_MS = 250;

const records = z.array(z.looseObject({}));

/** Enough to tell a state file of this version from anything else; the simulator itself wrote the inside. */
const stateShape = z.looseObject({
  version: z.literal(1),
  sequence: z.number().int(),
  clock_offset_ms: z.number(),
  settings: settingsShape,
  faults: z.array(faultShape),
  accounts: z.looseObject({ clients: records, users: records, grants: records, codes: records }),
  payments: z.array(
    z.looseObject({ account_id: z.string(), terminals: records, sessions: records, payments: records }),
  ),
  books: z.array(
    z.looseObject({ profile: z.looseObject({ organization_id: z.string() }), invoices: records, payments: records }),
  ),
});

function isSnapshot(value: unknown): value is Snapshot {
  return stateShape.safeParse(value).success;
}

/** The state of an earlier run, or null when there was none. Throws, naming the file, when it holds something else. */
export async function readState(file: string): Promise<Snapshot | null> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isSnapshot(value)) throw new Error(`${file} is no state of this simulator; delete it to start from the seed`);
  return value;
}

/** Writes the state a moment after it changed, whole or not at all. `stop` writes what is left. */
export function keepIn(file: string, simulator: Simulator): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> = Promise.resolve();
  const write = (): void => {
    timer = null;
    writing = writing.then(async () => {
      await writeFile(`${file}.new`, JSON.stringify(simulator.snapshot()));
      await rename(`${file}.new`, file);
    });
    writing = writing.catch((error: unknown) => console.error(`the simulator could not write ${file}:`, error));
  };
  const unsubscribe = simulator.onChange(() => {
    timer ??= setTimeout(write, WRITE_EVERY_MS);
  });
  return {
    async stop() {
      unsubscribe();
      if (timer !== null) {
        clearTimeout(timer);
        write();
      }
      await writing;
    },
  };
}
