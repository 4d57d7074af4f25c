import { execFile } from "node:child_process";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { PackageFiles } from "../../extension/package.ts";

const run = promisify(execFile);
const NAME = "collect-via-pos";

/** What became of the files: a zip, or the toolkit's objections in its own words. */
export type Packed = { kind: "packed"; zip: string; bytes: number } | { kind: "refused"; words: string };

/**
 * Validates the files with Zoho's own toolkit and has it pack them into `folder`. The toolkit's limits hold for the
 * result: 250 files of 5 MB, 20 MB in all (books.md §3.4). Works offline.
 */
export async function packWithToolkit(files: PackageFiles, folder: string): Promise<Packed> {
  const project = join(folder, NAME);
  await rm(project, { recursive: true, force: true });
  for (const [path, content] of Object.entries(files)) {
    const file = join(project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  for (const command of ["validate", "pack"]) {
    const words = await toolkit(command, project);
    if (words !== null) return { kind: "refused", words };
  }
  const zip = join(folder, `${NAME}.zip`);
  await rename(join(project, "dist", `${NAME}.zip`), zip);
  const { length } = await readFile(zip);
  return length > 20_000_000
    ? { kind: "refused", words: `The package is ${length} bytes; Zoho takes 20 MB.` }
    : { kind: "packed", zip, bytes: length };
}

/** Null when the toolkit is content. */
async function toolkit(command: string, project: string): Promise<string | null> {
  const program = createRequire(import.meta.url).resolve("zoho-extension-toolkit");
  // It keeps its settings in the home directory and asks for newer versions of itself; neither is wanted here.
  const env = { ...process.env, XDG_CONFIG_HOME: join(project, "..", ".toolkit"), NO_UPDATE_NOTIFIER: "1", CI: "true" };
  try {
    const { stdout } = await run(process.execPath, [program, command], { cwd: project, env });
    return /success/i.test(stdout) ? null : stdout.trim() || `The toolkit said nothing about ${command}.`;
  } catch (error) {
    const said = error as { stdout?: string; stderr?: string; message: string };
    return `${said.stdout ?? ""}${said.stderr ?? ""}`.trim() || said.message;
  }
}
