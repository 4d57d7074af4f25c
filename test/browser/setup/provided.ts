import type { Addresses } from "../../../src/dev/run-start.ts";

/** What the set-up hands to the tests; null without a browser, which skips them. */
export type Provided = { chromium: string; stack: Addresses } | null;

declare module "vitest" {
  interface ProvidedContext {
    browser: Provided;
  }
}
