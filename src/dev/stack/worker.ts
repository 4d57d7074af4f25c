import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const END_WITH_PARENT = new URL("./end-with-parent.ts", import.meta.url).href;
const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;
/** What wrangler gets to write its state before it is ended by force. */
const STOP_WITHIN_MS = 5_000;

export interface WorkerOptions {
  port: number;
  /** An env file with the Worker's settings. */
  envFile: string;
  /** Where wrangler keeps the Durable Objects. */
  persistTo: string;
  /** Everything the Worker and wrangler say goes here. */
  logFile: string;
}

export interface RunningWorker {
  url: string;
  /** wrangler's process. */
  pid: number;
  /** Resolves with words for a person when the Worker ends without having been stopped. */
  died: Promise<string>;
  stop(): Promise<void>;
  /** SIGKILL to wrangler and workerd at once: what they had not written is gone. */
  kill(): Promise<void>;
}

/**
 * Runs the Worker under `wrangler dev`, in a process group of its own so that a Ctrl-C here stops it in order and
 * nothing of it is left. Resolves when `/readyz` says that it can work; rejects with the end of its log otherwise.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const log = createWriteStream(options.logFile);
  const child = spawn(process.execPath, ["--import", END_WITH_PARENT, wranglerBin(), ...wranglerArguments(options)], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: { ...process.env, ...QUIET, WRANGLER_REGISTRY_PATH: join(options.persistTo, "registry") },
  });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.pipe(log, { end: false });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(`could not be started: ${error.message}`));
    child.once("exit", (code, signal) => resolve(`ended with ${signal ?? `exit code ${code}`}`));
  });
  let stopping = false;
  const stop = async (): Promise<void> => {
    stopping = true;
    await endGroup(child, ended);
    await new Promise<void>((resolve) => log.end(() => resolve()));
  };
  const kill = async (): Promise<void> => {
    stopping = true;
    if (child.pid !== undefined) signalGroup(child.pid, "SIGKILL");
    await ended;
  };
  const url = `http://127.0.0.1:${options.port}`;
  const failed = ended.then(async (how) => `wrangler ${how}.\n${await lastWords(options.logFile)}`);
  try {
    await Promise.race([ready(url), failed.then((words) => Promise.reject(new Error(words)))]);
  } catch (error) {
    await stop();
    throw error;
  }
  const died = new Promise<string>((resolve) => {
    void failed.then((words) => {
      if (!stopping) resolve(words);
    });
  });
  return { url, pid: child.pid ?? 0, died, stop, kill };
}

const QUIET = {
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_HIDE_BANNER: "true",
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  CLOUDFLARE_INCLUDE_PROCESS_ENV: "false",
  CI: "true",
  NO_COLOR: "1",
};

const wranglerBin = (): string => {
  const manifest = createRequire(import.meta.url).resolve("wrangler/package.json");
  return join(dirname(manifest), "bin", "wrangler.js");
};

const wranglerArguments = ({ port, envFile, persistTo }: WorkerOptions): string[] => [
  ...["dev", "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
  ...["--env-file", envFile, "--persist-to", persistTo],
  ...["--show-interactive-dev-session=false", "--log-level", "log"],
];

async function ready(url: string): Promise<void> {
  const until = performance.now() + READY_WITHIN_MS;
  let last = "no answer";
  while (performance.now() < until) {
    try {
      const response = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `HTTP ${response.status} ${await response.text()}`;
    } catch {
      // It is not listening yet.
    }
    await delay(LOOK_EVERY_MS);
  }
  throw new Error(`The Worker was not ready within ${READY_WITHIN_MS / 1_000} s: ${last}`);
}

async function endGroup(child: ChildProcess, ended: Promise<string>): Promise<void> {
  if (child.pid === undefined) return;
  child.kill("SIGTERM");
  await Promise.race([ended, delay(STOP_WITHIN_MS, undefined, { ref: false })]);
  signalGroup(child.pid, "SIGKILL");
  await ended;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Nobody is left in the group.
  }
}

const lastWords = async (file: string): Promise<string> =>
  (await readFile(file, "utf8").catch(() => "")).trimEnd().split("\n").slice(-20).join("\n");
