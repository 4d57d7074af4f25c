import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const DB = fileURLToPath(new URL("../../src/dev/db.ts", import.meta.url));

/** The libSQL server as a process of its own, so that it can be killed like one. */
export class Database {
  private readonly file: string;
  private readonly port: number;
  private child: ChildProcess | null = null;

  constructor(file: string, port: number) {
    this.file = file;
    this.port = port;
    process.once("exit", () => this.child?.kill("SIGKILL"));
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it on its file; resolves when it has said its address. */
  async up(): Promise<void> {
    const child = spawn(process.execPath, [DB, "--port", String(this.port), "--file", this.file], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.child = child;
    await once(child.stdout, "data");
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (!child) return;
    this.child = null;
    child.kill("SIGKILL");
    if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  }
}
