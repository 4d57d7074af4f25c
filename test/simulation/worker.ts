import { parentPort, workerData } from "node:worker_threads";
import type { DayResult } from "./day.ts";
import { useLightFetch } from "./light-fetch.ts";
import type { Mutant } from "./mutants.ts";
import { patchModules, QUICK_DRIZZLE } from "./patches.ts";

/** One thread of the run: simulates the days it is given, on the product's code or on a mutant of it. */

// Errors are thrown by the thousand in a simulated day; none of their stacks is ever read.
Error.stackTraceLimit = 0;

useLightFetch();

const { mutant } = workerData as { mutant: Mutant | null };
patchModules([QUICK_DRIZZLE, ...(mutant ? [{ ...mutant, module: `/src/${mutant.file}` }] : [])]);
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
