import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { runStart } from "../../../src/dev/run-start.ts";
import { findChromium } from "./chromium.ts";
import type {} from "./provided.ts";

/** Starts what `npm start` starts, on free ports with state of its own, for a browser to look at. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (chromium === null) {
    const words =
      "There is no Chromium on this machine (apt-get install chromium-headless-shell, or set CHROMIUM to its path)";
    if (process.env.CI === "true") throw new Error(`${words}, and CI must not pass without the browser tests.`);
    console.log(`${words}: the browser tests are skipped.`);
    project.provide("browser", null);
    return async () => {};
  }
  const folder = await mkdtemp(join(tmpdir(), "browser-"));
  const { child, ready, ended, addresses } = runStart(folder, "--port", "0");
  await ready;
  project.provide("browser", { chromium, stack: await addresses() });
  return async () => {
    child.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 10 });
  };
}
