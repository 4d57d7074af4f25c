import { fileURLToPath } from "node:url";
import { readArguments, type StackOptions, USAGE } from "./stack/arguments.ts";
import { type Stack, startStack } from "./stack/stack.ts";
import { welcome } from "./stack/welcome.ts";

const DATA = fileURLToPath(new URL("../../.wrangler/demo", import.meta.url));

async function run(options: StackOptions): Promise<number> {
  const started = performance.now();
  const asked = askedToStop();
  const starting = startStack(options);
  let stack: Stack | null;
  try {
    stack = await Promise.race([starting, asked.then(() => null)]);
    // Whatever is half started is waited for, so that it can be stopped.
    stack ??= await starting.then(async (late) => {
      await late.stop();
      return null;
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
  if (stack === null) return 0;
  console.log(welcome(stack, performance.now() - started));
  const death = await Promise.race([asked, stack.died]);
  if (death === null) console.log("\nStopping …");
  else console.error(`\n${death}\nStopping the rest.`);
  await stack.stop();
  return death === null ? 0 : 1;
}

/** Resolves at the first Ctrl-C or request to end; a second Ctrl-C does not hurry, for state is being written. */
function askedToStop(): Promise<null> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => resolve(null));
  });
}

const read = readArguments(process.argv.slice(2), DATA);
if (read.kind === "help") console.log(USAGE);
else if (read.kind === "wrong") {
  console.error(`${read.message}\n\n${USAGE}`);
  process.exitCode = 2;
} else process.exitCode = await run(read.options);
