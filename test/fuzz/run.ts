import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

/** `npm run fuzz [-- --requests 20000 --seed 1]`: the long form of the test, with a seed of its own each time. */
const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
  },
});
const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
const file = join(folder, "report.json");
const env = { ...process.env, FUZZ_REQUESTS: values.requests, FUZZ_SEED: values.seed, FUZZ_REPORT: file };
const vitest = join("node_modules", "vitest", "vitest.mjs");
const words = [vitest, "run", "--project", "node", "test/fuzz"];
const { status } = spawnSync(process.execPath, words, { env, stdio: "inherit" });
try {
  console.log(readFileSync(file, "utf8"));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = status ?? 1;
