import type { DayResult } from "./day.ts";
import { useLightFetch } from "./light-fetch.ts";
import { MUTANTS } from "./mutants.ts";
import { patchModules, QUICK_DRIZZLE } from "./patches.ts";

/** One process of the run: simulates the days it is sent, on the product's code or on the mutant that is its argument. */

// Errors are thrown by the thousand in a simulated day; none of their stacks is ever read.
Error.stackTraceLimit = 0;

useLightFetch();

const mutant = MUTANTS.find(({ name }) => name === process.argv[2]);
patchModules([QUICK_DRIZZLE, ...(mutant ? [{ ...mutant, module: `/src/${mutant.file}` }] : [])]);
const { simulateDay } = await import("./day.ts");

export interface Day {
  seed: number;
  customers: number;
}
export type Report = Omit<DayResult, "stories"> & { told: string[] };

process.on("message", async (day) => {
  const { seed, customers } = day as Day;
  const { stories, ...result } = await simulateDay(seed, customers);
  const told = result.broken.slice(0, 3).map(({ promise, what, collection }) => {
    const story = collection === null ? undefined : stories.get(collection);
    const lines = (story?.history ?? []).map(
      (entry) =>
        `      ${new Date(entry.at).toISOString()}  ${entry.status}  ${entry.reason} by ${entry.by}  ${entry.detail}`,
    );
    return [`  ${promise}: ${what}${collection ? ` (${collection})` : ""}`, ...lines].join("\n");
  });
  process.send?.({ ...result, told } satisfies Report);
});
