import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import type {} from "./test/worker/setup/provided.ts";

export default defineConfig({
  test: {
    // What a Worker logs says something only beside a failure.
    silent: "passed-only",
    // Worker and browser tests mostly wait for other processes.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "node",
          // The machine may be busy with the other projects; nothing here waits on purpose.
          testTimeout: 30_000,
          include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.ts"],
          exclude: ["test/worker/**", "test/browser/**"],
        },
      },
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
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/setup/stack.ts"],
          testTimeout: 60_000,
          // People wait for terminals most of the time; four of them at once fit on two cores, once the rest is over.
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
