import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createClient } from "@libsql/client";
import { startBackends } from "../../src/dev/stack/backends.ts";
import { runCron } from "../../src/dev/stack/cron.ts";
import { takeDataFolder, writePrivately } from "../../src/dev/stack/data-folder.ts";
import { envFile } from "../../src/dev/stack/env-file.ts";
import { freePort } from "../../src/dev/stack/ports.ts";
import { parseSeed } from "../../src/dev/stack/seed-file.ts";
import { type RunningWorker, startWorker } from "../../src/dev/stack/worker.ts";
import { connectorSeed, demoSeed, type Simulator } from "../../src/simulator/index.ts";
import { startSimulator } from "../../src/simulator/serve.ts";
import { Random } from "../world/random.ts";
import { Database } from "./database.ts";
import { Network } from "./network.ts";
import { Traffic } from "./traffic.ts";

/**
 * `npm run kill -- --kills 51`: the demo's own stack under steady traffic, its Worker, its database and its way to Zoho
 * killed in turn at random moments. Afterwards the promises are held against what the simulated Zoho saw.
 */

const { values } = parseArgs({
  options: { kills: { type: "string", default: "51" }, seed: { type: "string", default: "1" } },
});
const kills = Number(values.kills);
const random = new Random(Number(values.seed));

const folder = await takeDataFolder(await mkdtemp(join(tmpdir(), "kill-")));
const zoho = await startSimulator({ port: 0, seed: demoSeed() });
const network = new Network({ port: Number(new URL(zoho.url).port) });
await network.up();
const seed = parseSeed(connectorSeed(demoSeed()), "the simulator's seed");
const { port } = await freePort(0);
const backends = await startBackends({
  ports: { database: 0, zoho: 0 },
  ledgerFile: folder.ledger,
  encryptionKeys: folder.encryptionKeys,
  publicUrl: `http://127.0.0.1:${port}`,
  zoho: { kind: "look_alike", url: network.url, seed },
});
// Migrated and seeded; from here on the database is a process that can be killed.
await backends.close();
const database = new Database(folder.ledger, (await freePort(0)).port);
await database.up();
await writePrivately(folder.settings, envFile({ ...backends.settings, DATABASE_URL: database.url }));
const launch = (): Promise<RunningWorker> =>
  startWorker({ port, envFile: folder.settings, persistTo: folder.worker, logFile: folder.log });

let worker = await launch();
const stopCron = runCron(worker.url, 15_000);
const [shop] = seed.organizations;
if (!shop) throw new Error("the seed has no organization");
const traffic = new Traffic(
  zoho.simulator,
  { organizationId: shop.organization_id, apiKey: shop.api_key, counters: shop.counters },
  worker.url,
  random.between(1, 1e9),
);
const flowing = traffic.run();

const victims = {
  worker: async () => {
    await worker.kill();
    await delay(random.between(0, 500));
    worker = await launch();
  },
  database: async () => {
    await database.kill();
    await delay(random.between(100, 1_500));
    await database.up();
  },
  network: async () => {
    await network.down();
    await delay(random.between(100, 1_500));
    await network.up();
  },
};
const names = Object.keys(victims) as (keyof typeof victims)[];
// Customers first: a terminal whose very first session is cut off waits out its five minutes, and shows nothing.
await delay(12_000);
for (let i = 0; i < kills; i++) {
  await delay(random.between(300, 4_000));
  const name = names[i % names.length] ?? "worker";
  await victims[name]();
  if ((i + 1) % 10 === 0 || i + 1 === kills) console.log(`${i + 1} kills, ${traffic.started} collections begun`);
}
traffic.close();
await flowing;

// An unanswered post to Books is looked for until Books has settled (60 s); everything else is done sooner.
const broken = await settled(zoho.simulator, 150_000);
const counts = await statuses(database.url);
if (!counts.recorded) broken.push("nothing was recorded at all: this run proves nothing");
console.log(`statuses ${JSON.stringify(counts)}`);
console.log(`${kills} kills, ${traffic.started} collections, ${broken.length} broken promises`);
for (const what of broken) console.log(`  ${what}`);
stopCron();
await worker.stop();
await database.kill();
await network.down();
await zoho.close();
folder.release();
await rm(folder.path, { recursive: true, force: true });
process.exitCode = broken.length === 0 ? 0 : 1;

async function settled(simulator: Simulator, within: number): Promise<string[]> {
  const until = Date.now() + within;
  for (;;) {
    const found = await check(simulator);
    if (found.length === 0 || Date.now() > until) return found;
    await delay(2_000);
  }
}

/** P1, P2, P3, P4 and P7 as Zoho saw them. */
async function check(simulator: Simulator): Promise<string[]> {
  if (!shop) return [];
  const found: string[] = [];
  const account = simulator.payments(shop.payments_account_id);
  const books = simulator.books(shop.organization_id);
  const known = new Map((await rows(database.url)).map((row) => [row.id, row]));
  for (const payment of account.payments()) {
    const id = payment.meta_data.find((pair) => pair.key === "collection_id")?.value ?? "";
    const records = books.customerPayments({ reference_number: payment.id });
    const status = known.get(id)?.status;
    if (payment.status === "succeeded" && records.length !== 1)
      found.push(`P1: ${payment.id} recorded ${records.length} times (${status})`);
    if (payment.status === "succeeded" && status !== "recorded")
      found.push(`P8: ${payment.id} is paid, the ledger says ${status}`);
    if (payment.status !== "succeeded" && records.length > 0)
      found.push(`P2: ${payment.id} ${payment.status} and recorded`);
  }
  const sessions = new Map<string, number>();
  for (const session of account.sessions()) {
    const id = session.meta_data.collection_id ?? "";
    sessions.set(id, (sessions.get(id) ?? 0) + 1);
    if ((sessions.get(id) ?? 0) > 1) found.push(`P4: two sessions for ${id}`);
    if (known.get(id)?.status === "failed" && session.status !== "failed")
      found.push(`P3: ${id} failed, its session is ${session.status}`);
  }
  for (const [key, ids] of traffic.answered)
    if (ids.size > 1) found.push(`P7: ${key} answered with ${[...ids].join(" and ")}`);
  return found;
}

async function rows(url: string): Promise<{ id: string; status: string }[]> {
  const client = createClient({ url });
  const result = await client.execute("select id, status from collections");
  client.close();
  return result.rows.map((row) => ({ id: String(row.id), status: String(row.status) }));
}

async function statuses(url: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { status } of await rows(url)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
