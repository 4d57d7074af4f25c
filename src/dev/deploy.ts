import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Settings } from "../environment.ts";
import { type Environment, readEnvironment } from "./doctor/environment.ts";
import { examine } from "./doctor/examine.ts";
import { report } from "./doctor/finding.ts";
import { migrateLedger } from "./migrate-ledger.ts";

/** Checks everything, migrates the ledger, deploys with all settings as secrets. Stops at the first that fails. */
async function run(words: string[]): Promise<number> {
  const dryRun = words.includes("--dry-run");
  const { environment } = await readEnvironment(words.filter((word) => word !== "--dry-run"));
  const { findings, settings } = await examine(environment, { migrates: true });
  console.log(report(findings));
  if (settings === null) {
    console.error("\nNothing was deployed. Put right what is BAD, then run it again.");
    return 1;
  }
  if (dryRun) return wrangler(["deploy", "--dry-run"]);
  const migrated = await migrateLedger(environment);
  if (migrated.kind === "failed") {
    console.error(`Nothing was deployed: ${migrated.setting ?? "the migration failed:"} ${migrated.message}`);
    return 1;
  }
  console.log(`\nThe ledger is current: ${migrated.applied} migrations applied.`);
  const code = await withSecrets(environment, (file) => wrangler(["deploy", "--secrets-file", file]));
  if (code === 0) console.log(`\nDeployed. Open ${settings.PUBLIC_URL}/connect to connect an organization.`);
  return code;
}

/** Hands the settings to wrangler in a file that only this user can read and that is gone afterwards. */
async function withSecrets(environment: Environment, go: (file: string) => Promise<number>): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "deploy-"));
  try {
    const file = join(folder, "secrets.json");
    const names = Object.keys(Settings.shape).filter((name) => environment[name] !== undefined);
    const secrets = Object.fromEntries(names.map((name) => [name, environment[name]]));
    await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
    return await go(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function wrangler(words: string[]): Promise<number> {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  const bin = join(dirname(manifest), "bin", "wrangler.js");
  const child = spawn(process.execPath, [bin, ...words], { stdio: "inherit" });
  const [code] = await once(child, "exit");
  return typeof code === "number" ? code : 1;
}

process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
