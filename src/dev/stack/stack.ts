import { rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { StackOptions } from "./arguments.ts";
import { type Backends, busy, startBackends } from "./backends.ts";
import { runCron } from "./cron.ts";
import { type DataFolder, takeDataFolder, writePrivately } from "./data-folder.ts";
import { envFile } from "./env-file.ts";
import { freePort } from "./ports.ts";
import { readSeed, type Seed } from "./seed-file.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

export interface Stack {
  workerUrl: string;
  zohoUrl: string;
  databaseUrl: string;
  seed: Seed;
  /** True when Zoho is the simulator's. */
  simulated: boolean;
  folder: string;
  notes: string[];
  /** Resolves with words for a person when a part of the stack ends by itself. */
  died: Promise<string>;
  /** Stops every part, the Worker first so that nothing it does fails. Again does nothing. */
  stop(): Promise<void>;
}

const PORTS = { zoho: 9400, database: 9401 };

/** Starts everything that `npm start` promises. When a part fails, those before it are stopped, and it rejects. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const zoho =
    options.zoho === null ? null : { url: options.zoho.url, seed: await readSeed(resolve(options.zoho.seedFile)) };
  const folder = await takeDataFolder(resolve(options.data));
  let backends: Backends | null = null;
  try {
    const { port, instead } = await freePort(options.port);
    const publicUrl = `http://127.0.0.1:${port}`;
    backends = await startBackends({
      ports: options.port === 0 ? { zoho: 0, database: 0 } : PORTS,
      ledgerFile: folder.ledger,
      encryptionKeys: folder.encryptionKeys,
      publicUrl,
      zoho: zoho === null ? { kind: "simulator", stateFile: folder.zoho } : { kind: "look_alike", ...zoho },
    });
    if (instead !== null) backends.notes.push(busy("the Worker", instead, publicUrl));
    const worker = await startWithSettings(folder, backends, port);
    return running(folder, backends, worker, zoho === null);
  } catch (error) {
    await backends?.close();
    folder.release();
    throw error;
  }
}

async function startWithSettings(folder: DataFolder, backends: Backends, port: number): Promise<RunningWorker> {
  await writePrivately(folder.settings, envFile(backends.settings));
  const worker = await startWorker({
    port,
    envFile: folder.settings,
    persistTo: folder.worker,
    logFile: folder.log,
  });
  const addresses = {
    worker: worker.url,
    zoho: backends.zohoUrl,
    database: backends.databaseUrl,
    workerPid: worker.pid,
  };
  await writeFile(folder.addresses, `${JSON.stringify(addresses, null, 2)}\n`);
  return worker;
}

function running(folder: DataFolder, backends: Backends, worker: RunningWorker, simulated: boolean): Stack {
  const stopCron = runCron(worker.url);
  const stopAll = async (): Promise<void> => {
    stopCron();
    await worker.stop();
    await backends.close();
    await rm(folder.addresses, { force: true });
    folder.release();
  };
  let stopped: Promise<void> | null = null;
  return {
    workerUrl: worker.url,
    zohoUrl: backends.zohoUrl,
    databaseUrl: backends.databaseUrl,
    seed: backends.seed,
    simulated,
    folder: folder.path,
    notes: backends.notes,
    died: worker.died.then((words) => `The Worker ended by itself: ${words}`),
    stop: () => {
      stopped ??= stopAll();
      return stopped;
    },
  };
}
