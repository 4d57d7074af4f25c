import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
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

describe("npm start", { timeout: 60_000 }, () => {
  it("P5: stops cleanly in the middle of a collection, and a second start with the same folder carries on", async () => {
    const first = start("--port", "0");
    expect(await first.ready).toContain("Counter A");
    const before = await first.addresses();
    const { id, status } = await collect(before.worker, "INV-000141");
    expect(status).toBe("in_progress");
    first.child.kill("SIGTERM");
    expect((await first.ended).code).toBe(0);
    for (const url of Object.values(before)) expect(await isGone(url)).toBe(true);

    const second = start("--port", "0");
    await second.ready;
    const after = await second.addresses();
    await call(`${after.zoho}/_control/terminals/TRM001`, { method: "POST", body: { action: "pay" } });
    await becomes(after.worker, id, "recorded");
    expect((await collect(after.worker, "INV-000143")).status).toBe("in_progress");
    second.child.kill("SIGINT");
    expect((await second.ended).code).toBe(0);
  });

  it("leaves no Worker behind when it is killed, and lets nobody else into its folder before", async () => {
    const first = start("--port", "0");
    await first.ready;
    const { worker } = await first.addresses();
    const second = await start("--port", "0").ended;
    expect(second).toEqual({ code: 1, output: expect.stringContaining(`${folder} is in use by another start`) });
    first.child.kill("SIGKILL");
    await first.ended;
    expect(await isGone(worker)).toBe(true);
  });

  it("stops everything with exit code 1 when the Worker dies", async () => {
    const { child, ready, ended, addresses } = start("--port", "0");
    await ready;
    const { worker, zoho } = await addresses();
    const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").catch(() => null);
    if (children === null) return;
    for (const pid of children.trim().split(/\s+/)) process.kill(Number(pid), "SIGKILL");
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain("The Worker ended by itself: wrangler ended with SIGKILL");
    expect(await isGone(worker)).toBe(true);
    expect(await isGone(zoho)).toBe(true);
  });

  it("takes another port when one is busy, and runs against any look-alike with a seed", async () => {
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
      const { worker, zoho: used } = await stack.addresses();
      expect(used).toBe(zoho.url);
      expect((await stat(join(folder, "worker.env"))).mode & 0o777).toBe(0o600);
      expect(await collect(worker, "INV-000141")).toMatchObject({ status: "in_progress" });
      stack.child.kill("SIGTERM");
      await stack.ended;
    } finally {
      busy.close();
      await zoho.close();
    }
  });

  it.each([
    { args: ["--zoho", "https://accounts.zoho.in", "--seed", "x"], says: "of this machine only" },
    { args: ["--zoho", "http://127.0.0.1:9400"], says: "--zoho needs --seed" },
    { args: ["--seed", "x"], says: "--seed needs --zoho" },
    { args: ["--port", "many"], says: "--port takes a number" },
    { args: ["--what"], says: "--what" },
  ])("refuses $args in words", async ({ args, says }) => {
    const { code, output } = await start(...args).ended;
    expect(code).toBe(2);
    expect(output).toContain(says);
    expect(output).toContain("npm start --");
  });

  it("names the file when there is no seed at all", async () => {
    const { code, output } = await start("--zoho", "http://127.0.0.1:9400", "--seed", "/no/seed.json").ended;
    expect(code).toBe(1);
    expect(output).toContain("/no/seed.json: there is no such file");
  });
});
