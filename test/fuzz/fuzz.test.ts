import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fuzz } from "./fuzz.ts";

const { FUZZ_REQUESTS = "2000", FUZZ_SEED = "20261122", FUZZ_REPORT } = process.env;
const [requests, seed] = [Number(FUZZ_REQUESTS), Number(FUZZ_SEED)];

test("P9: bad input on every route: no error of ours, no silence, nothing written", {
  timeout: 1_800_000,
}, async () => {
  const began = performance.now();
  const report = await fuzz(requests, seed);
  const { routes, statuses, slowest } = report;
  if (FUZZ_REPORT) {
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    const times = Object.entries(statuses).map(([status, count]) => `${status}: ${count}`);
    const lines = [
      `${report.requests} bad requests over ${routes} routes in ${seconds} s, seed ${seed}`,
      `answers ${times.join(", ")}`,
      `slowest ${slowest.ms.toFixed(0)} ms: ${slowest.request}`,
    ];
    writeFileSync(FUZZ_REPORT, lines.join("\n"));
  }
  expect(report.failures).toEqual([]);
  expect(report.requests).toBe(requests);
  // Requests that were all turned away at the first door would try nothing behind it.
  for (const status of [200, 400, 401, 403, 404]) expect(statuses[status], String(status)).toBeGreaterThan(10);
});
