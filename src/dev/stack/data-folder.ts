import { randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createClient } from "@libsql/client";

/** Everything the stack keeps, under one folder. */
export interface DataFolder {
  path: string;
  /** The ledger's database file. */
  ledger: string;
  /** The simulator's state. */
  zoho: string;
  /** Durable Objects, as wrangler keeps them. */
  worker: string;
  /** The Worker's settings, secrets among them; this user's alone. */
  settings: string;
  /** What the Worker said in this run. */
  log: string;
  /** The addresses of this run and its Worker's process, as JSON. */
  addresses: string;
  /** `ENCRYPTION_KEYS` of this folder: made at the first start and the same ever after. */
  encryptionKeys: string;
  /** Lets another start have the folder. */
  release(): void;
}

/**
 * Takes a folder for this process alone: two Workers on the same Durable Objects would corrupt them. The lock is the
 * operating system's and ends with the process. Rejects when another process has it.
 */
export async function takeDataFolder(path: string): Promise<DataFolder> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  const release = await lock(path);
  return {
    path,
    ledger: join(path, "ledger.db"),
    zoho: join(path, "zoho.json"),
    worker: join(path, "worker"),
    settings: join(path, "worker.env"),
    log: join(path, "worker.log"),
    addresses: join(path, "addresses.json"),
    encryptionKeys: await encryptionKeys(join(path, "encryption-keys")),
    release,
  };
}

async function lock(path: string): Promise<() => void> {
  const client = createClient({ url: `file:${join(path, "lock.db")}` });
  try {
    const held = await client.transaction("write");
    return () => {
      held.close();
      client.close();
    };
  } catch (cause) {
    client.close();
    throw new Error(`${path} is in use by another start; stop that one, or choose another folder with --data`, {
      cause,
    });
  }
}

async function encryptionKeys(file: string): Promise<string> {
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return kept.trim();
  const made = `demo:${randomBytes(32).toString("base64")}`;
  await writePrivately(file, `${made}\n`);
  return made;
}

/** Writes a file only this user may read, also when it was there before with wider rights. */
export async function writePrivately(file: string, text: string): Promise<void> {
  await writeFile(file, "", { mode: 0o600 });
  await chmod(file, 0o600);
  await writeFile(file, text);
}
