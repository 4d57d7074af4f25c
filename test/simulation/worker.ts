import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { parentPort, workerData } from "node:worker_threads";
import type { DayResult } from "./day.ts";
import { useLightFetch } from "./light-fetch.ts";
import type { Mutant } from "./mutants.ts";

/** One thread of the run: simulates the days it is given, on the product's code or on a mutant of it. */

// Errors are thrown by the thousand in a simulated day; none of their stacks is ever read.
Error.stackTraceLimit = 0;

useLightFetch();

const { mutant } = workerData as { mutant: Mutant | null };
if (mutant) {
  const target = new URL(`../../src/${mutant.file}`, import.meta.url);
  if (!readFileSync(target, "utf8").includes(mutant.find)) {
    throw new Error(`mutant "${mutant.name}" finds nothing to change in ${mutant.file}`);
  }
  registerHooks({
    load(url, context, next) {
      const loaded = next(url, context);
      if (url !== target.href || !loaded.source) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString("utf8");
      return { ...loaded, source: source.replace(mutant.find, () => mutant.replace) };
    },
  });
}
const { simulateDay } = await import("./day.ts");

export interface Day {
  seed: number;
  customers: number;
}
export type Report = Omit<DayResult, "stories"> & { told: string[] };

parentPort?.on("message", async ({ seed, customers }: Day) => {
  const { stories, ...result } = await simulateDay(seed, customers);
  const told = result.broken.slice(0, 3).map(({ promise, what, collection }) => {
    const story = collection === null ? undefined : stories.get(collection);
    const lines = (story?.history ?? []).map(
      (entry) =>
        `      ${new Date(entry.at).toISOString()}  ${entry.status}  ${entry.reason} by ${entry.by}  ${entry.detail}`,
    );
    return [`  ${promise}: ${what}${collection ? ` (${collection})` : ""}`, ...lines].join("\n");
  });
  parentPort?.postMessage({ ...result, told } satisfies Report);
});
