import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { connectorSeed, demoSeed } from "../simulator/index.ts";
import { startSimulator } from "../simulator/serve.ts";
import { runStart } from "./run-start.ts";

const KEY = connectorSeed(demoSeed()).organizations[0]?.api_key;
const Collection = z.object({ id: z.string(), status: z.string(), customer_name: z.string() });

let folder: string;
let running: ChildProcess[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "start-"));
});
afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await Promise.all(
    running.map((child) => child.exitCode === null && child.signalCode === null && once(child, "exit")),
  );
  running = [];
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
});

function start(...words: string[]) {
  const run = runStart(folder, ...words);
  running.push(run.child);
  return run;
}

async function call(url: string, init: { method?: string; body?: unknown; headers?: Record<string, string> } = {}) {
  const { method = "GET", body, headers } = init;
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json", ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function collect(worker: string, invoice_number: string) {
  const { status, body } = await call(`${worker}/api/v1/collections`, {
    method: "POST",
    headers: { "idempotency-key": crypto.randomUUID() },
    body: { organization_id: "60012345678", invoice_number, counter_id: "counter-a", payment_method: "upi" },
  });
  expect(status).toBe(201);
  return Collection.parse(body);
}

/** Reads the collection until it says what is awaited. */
async function becomes(worker: string, id: string, status: string) {
  for (;;) {
    const { body } = await call(`${worker}/api/v1/collections/${id}`);
    if (Collection.parse(body).status === status) return;
    await delay(100);
  }
}

/** True once nothing answers at the address any more. */
async function isGone(url: string): Promise<boolean> {
  for (let looks = 0; looks < 100; looks++) {
    const answers = await fetch(url).then(
      () => true,
      () => false,
    );
    if (!answers) return true;
    await delay(100);
  }
  return false;
}

describe("npm start", { timeout: 90_000 }, () => {
  it("P5: killed in the middle of a collection it leaves nothing running, and a second start carries on", async () => {
    const first = start("--port", "0");
    expect(await first.ready).toContain("Counter A");
    const before = await first.addresses();
    expect((await stat(join(folder, "worker.env"))).mode & 0o777).toBe(0o600);
    const { id, status } = await collect(before.worker, "INV-000141");
    expect(status).toBe("in_progress");
    const intruder = await start("--port", "0").ended;
    expect(intruder).toEqual({ code: 1, output: expect.stringContaining(`${folder} is in use by another start`) });
    first.child.kill("SIGKILL");
    await first.ended;
    for (const url of [before.worker, before.zoho, before.database]) expect(await isGone(url)).toBe(true);

    const second = start("--port", "0");
    await second.ready;
    const after = await second.addresses();
    await call(`${after.zoho}/_control/terminals/TRM001`, { method: "POST", body: { action: "pay" } });
    await becomes(after.worker, id, "recorded");
    expect((await collect(after.worker, "INV-000143")).status).toBe("in_progress");
    second.child.kill("SIGINT");
    expect((await second.ended).code).toBe(0);
    for (const url of [after.worker, after.zoho, after.database]) expect(await isGone(url)).toBe(true);
  });

  it("runs against any look-alike with a seed, on another port when one is busy, and ends when its Worker does", async () => {
    const zoho = await startSimulator({ port: 0 });
    const busy = createServer().listen(0, "127.0.0.1");
    await once(busy, "listening");
    const address = busy.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const seed = join(folder, "seed.json");
    await writeFile(seed, JSON.stringify(connectorSeed(demoSeed())));
    try {
      const stack = start("--port", String(port), "--zoho", zoho.url, "--seed", seed);
      expect(await stack.ready).toContain(`Port ${port} is in use, so the Worker is at http://127.0.0.1:`);
      const { worker, zoho: used, database, workerPid } = await stack.addresses();
      expect(used).toBe(zoho.url);
      expect(await collect(worker, "INV-000141")).toMatchObject({ status: "in_progress" });
      process.kill(workerPid, "SIGKILL");
      const { code, output } = await stack.ended;
      expect(code).toBe(1);
      expect(output).toContain("The Worker ended by itself: wrangler ended with SIGKILL");
      expect(await isGone(worker)).toBe(true);
      expect(await isGone(database)).toBe(true);
    } finally {
      busy.close();
      await zoho.close();
    }
  });

  it("explains itself when it cannot start", async () => {
    const [wrong, noSeed] = await Promise.all([
      start("--zoho", "http://127.0.0.1:9400").ended,
      start("--zoho", "http://127.0.0.1:9400", "--seed", "/no/seed.json").ended,
    ]);
    expect(wrong).toEqual({ code: 2, output: expect.stringContaining("npm start --") });
    expect(noSeed).toEqual({ code: 1, output: expect.stringContaining("/no/seed.json: there is no such file") });
  });
});
