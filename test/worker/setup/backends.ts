import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { startBackends } from "../../../src/dev/stack/backends.ts";
import { seedFor } from "../../../src/simulator/index.ts";
import type {} from "./provided.ts";

/** One organization for each file of tests, so that they share nothing but the machine. */
const FILES = 8;
const TERMINALS = 12;

/** Starts Zoho and the ledger for the tests that run in workerd, on ports of the system's choice. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const backends = await startBackends({
    ports: { database: 0, zoho: 0 },
    ledgerFile: ":memory:",
    encryptionKeys: `test:${randomBytes(32).toString("base64")}`,
    publicUrl: "https://pos.test",
    zoho: { kind: "simulator", seed: seedFor({ organizations: FILES, terminals: TERMINALS }) },
  });
  project.provide("workerSettings", backends.settings);
  project.provide("zohoUrl", backends.zohoUrl);
  return () => backends.close();
}
