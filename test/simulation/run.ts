import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { MUTANTS, type Mutant } from "./mutants.ts";
import type { Report } from "./worker.ts";

/** `npm run simulate`: days from seeds, until the wanted number of collections has lived; or every mutant. */

const HELP = `npm run simulate -- [--seed N] [--collections M] [--customers K] [--mutants [--only TEXT]]

  --seed N         the first day's seed (1); day i has seed N + i, and one seed is always the same day
  --collections M  how many collections to simulate (5000)
  --customers K    customers a day (400)
  --mutants        run the list of deliberate faults instead; every one must be caught
  --only TEXT      with --mutants: those whose name holds TEXT`;

const WORKER = fileURLToPath(new URL("./worker.ts", import.meta.url));
/** A simulated call lives as long as its answer takes: with room for many, few outlive a collection of garbage. */
const ROOM_FOR_THE_YOUNG = "--max-semi-space-size=64";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    collections: { type: "string", default: "5000" },
    customers: { type: "string", default: "400" },
    mutants: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    help: { type: "boolean", default: false },
  },
});

interface Total {
  days: number;
  collections: number;
  calls: number;
  crashes: number;
  outcomes: Map<string, number>;
  faults: Map<string, number>;
  broken: Report[];
}

/** Runs days on all cores until enough collections have lived, or a mutant has broken its promise. */
async function run(mutant: Mutant | null, first: number, wanted: number, customers: number): Promise<Total> {
  const total: Total = {
    days: 0,
    collections: 0,
    calls: 0,
    crashes: 0,
    outcomes: new Map(),
    faults: new Map(),
    broken: [],
  };
  let next = first;
  let expected = 0;
  const caught = (): boolean => mutant !== null && brokenIn(total).has(mutant.promise);
  const more = (): boolean => expected < wanted && !caught();
  // Processes, not threads: SQLite has one lock on its memory for all threads of a process.
  const work = Array.from({ length: availableParallelism() }, async () => {
    const options = { serialization: "advanced" as const, execArgv: [ROOM_FOR_THE_YOUNG] };
    const worker = fork(WORKER, mutant ? [mutant.name] : [], options);
    await new Promise<void>((resolve, reject) => {
      const give = (): void => {
        if (!more()) {
          resolve();
          return;
        }
        expected += customers;
        worker.send({ seed: next++, customers });
      };
      worker.once("error", reject);
      worker.once("exit", (code, signal) => reject(new Error(`a day ended its process: ${signal ?? code}`)));
      worker.on("message", (message) => {
        const report = message as Report;
        total.days += 1;
        total.collections += report.collections;
        total.calls += report.calls;
        total.crashes += report.crashes;
        add(total.outcomes, report.outcomes);
        add(total.faults, report.faults);
        expected += report.collections - customers;
        if (report.broken.length > 0) total.broken.push(report);
        progress(total, report.collections);
        give();
      });
      give();
    });
    worker.disconnect();
  });
  await Promise.all(work);
  return total;
}

/** A long run says where it is, and which seeds have broken a promise so far. */
function progress(total: Total, latest: number): void {
  const before = total.collections - latest;
  if (Math.floor(before / 10_000) === Math.floor(total.collections / 10_000)) return;
  console.error(
    `${total.collections} collections, ${total.broken.map(({ seed }) => `seed ${seed} broken`).join(", ") || "nothing broken"}`,
  );
}

const brokenIn = (total: Total): Set<string> =>
  new Set(total.broken.flatMap(({ broken }) => broken.map(({ promise }) => promise)));

function add(to: Map<string, number>, from: Map<string, number>): void {
  for (const [key, count] of from) to.set(key, (to.get(key) ?? 0) + count);
}

function table(counts: Map<string, number>): string {
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([key, count]) => `  ${String(count).padStart(9)}  ${key}`)
    .join("\n");
}

async function simulate(): Promise<boolean> {
  const started = performance.now();
  const customers = Number(values.customers);
  const total = await run(null, Number(values.seed), Number(values.collections), customers);
  const seconds = (performance.now() - started) / 1000;
  console.log(`outcomes\n${table(total.outcomes)}\nfaults\n${table(total.faults)}`);
  for (const { seed, told, broken } of total.broken) {
    console.log(
      `\nseed ${seed}: ${broken.length} broken. Again: npm run simulate -- --seed ${seed} --collections 1 --customers ${customers}`,
    );
    console.log(told.join("\n"));
  }
  const broken = total.broken.reduce((sum, report) => sum + report.broken.length, 0);
  const { collections, days, calls, crashes } = total;
  console.log(`\n${collections} collections in ${days} days, ${calls} calls to Zoho, ${crashes} crashes`);
  console.log(`${seconds.toFixed(1)} s, ${Math.round(collections / seconds)} collections a second`);
  console.log(`${broken} broken promises`);
  return broken === 0;
}

/** How many collections a mutant may live before it counts as not caught. */
const MUTANT_LIVES = 20_000;

async function mutants(): Promise<boolean> {
  let missed = 0;
  const chosen = MUTANTS.filter(({ name }) => name.includes(values.only));
  for (const mutant of chosen) {
    const total = await run(mutant, Number(values.seed), MUTANT_LIVES, Number(values.customers));
    const caught = brokenIn(total);
    const right = caught.has(mutant.promise);
    if (!right) missed += 1;
    const verdict = right ? "caught" : caught.size > 0 ? "caught elsewhere" : "MISSED";
    console.log(
      `${verdict.padEnd(16)} ${mutant.promise}  ${mutant.name}  (broke ${[...caught].sort().join(", ") || "nothing"} in ${total.collections} collections)`,
    );
  }
  console.log(`\n${chosen.length - missed} of ${chosen.length} mutants caught`);
  return missed === 0;
}

if (values.help) console.log(HELP);
else process.exitCode = (await (values.mutants ? mutants() : simulate())) ? 0 : 1;
