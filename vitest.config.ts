import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import type {} from "./test/worker/setup/provided.ts";

const INVOICE_STORIES = "test/browser/**/*-invoice.test.ts";

/** Chromium against the whole demo stack. People wait for terminals much of the time: four fit on two cores. */
const browser = {
  globalSetup: ["test/browser/setup/stack.ts"],
  testTimeout: 60_000,
  maxWorkers: 4,
  // Once the rest is over.
  sequence: { groupOrder: 1 },
};

export default defineConfig({
  test: {
    // What a Worker logs says something only beside a failure.
    silent: "passed-only",
    // Worker and browser tests mostly wait for other processes.
    maxWorkers: 3,
    projects: [
      {
        test: {
          name: "node",
          // The machine may be busy with the other projects; nothing here waits on purpose.
          testTimeout: 30_000,
          // Nothing here changes what another file sees; a process for each would be a third of the time.
          isolate: false,
          include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
          exclude: ["test/worker/**", "test/browser/**", "test/simulation/**"],
        },
      },
      // It takes all cores itself, so it has its turn alone.
      { test: { name: "simulation", include: ["test/simulation/**/*.test.ts"], sequence: { groupOrder: 2 } } },
      {
        test: {
          name: "promises-in-zoho-invoice",
          testTimeout: 30_000,
          include: ["test/promises/**/*.test.ts"],
          // Forgeries are turned away before anybody asks what is billed in.
          exclude: ["test/promises/forged.test.ts"],
          env: { PRODUCT: "invoice" },
        },
      },
      {
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: { bindings: inject("workerSettings") },
          })),
        ],
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          globalSetup: ["test/worker/setup/backends.ts"],
          testTimeout: 30_000,
        },
      },
      { test: { ...browser, name: "browser", include: ["test/browser/**/*.test.ts"], exclude: [INVOICE_STORIES] } },
      { test: { ...browser, name: "browser-in-zoho-invoice", include: [INVOICE_STORIES] } },
    ],
  },
});
