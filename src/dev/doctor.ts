import { ENV_FILE, type Environment, readEnvironment } from "./doctor/environment.ts";
import { examine } from "./doctor/examine.ts";
import { report } from "./doctor/finding.ts";

async function run(): Promise<number> {
  let read: { file: string | null; environment: Environment };
  try {
    read = await readEnvironment(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 2;
  }
  const { file, environment } = read;
  console.log(`Settings of ${file ?? `the environment (there is no ${ENV_FILE})`}:\n`);
  const { findings, settings } = await examine(environment, { migrates: false });
  console.log(report(findings));
  console.log(settings === null ? "\nPut right what is BAD, then run it again." : "\nEverything is in order.");
  return settings === null ? 1 : 0;
}

process.exitCode = await run();
