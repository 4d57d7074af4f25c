import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { packageFiles } from "../../extension/package.ts";
import { buildParts } from "./build-parts.ts";
import { packWithToolkit } from "./pack.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const USAGE = `Makes the extension for Zoho Books and Zoho Invoice, checked and packed by Zoho's toolkit.

  npm run extension -- --address https://collect.example.com [--out dist]

  --address  where Collect via POS is deployed; the widget asks there
  --out      the folder for the zip
  --help     these words`;

/** The words after the command, or what is wrong with them. */
export function readWords(words: string[]): { address: string; out: string } | { help: true } | { wrong: string } {
  try {
    const { values } = parseArgs({
      args: words,
      options: {
        address: { type: "string" },
        out: { type: "string", default: join(ROOT, "dist") },
        help: { type: "boolean", short: "h", default: false },
      },
    });
    if (values.help) return { help: true };
    const { address, out } = values;
    if (address === undefined) return { wrong: "--address is needed: where Collect via POS is deployed" };
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== "/" || url.search || url.hash || url.username) {
      return { wrong: "--address takes an origin, such as https://collect.example.com" };
    }
    return { address: url.origin, out };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) };
  }
}

async function make({ address, out }: { address: string; out: string }): Promise<number> {
  const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");
  try {
    execFileSync(process.execPath, [compiler, "-p", "tsconfig.extension.json"], { cwd: ROOT, stdio: "inherit" });
  } catch {
    return 1;
  }
  const packed = await packWithToolkit(packageFiles(await buildParts(), address), out);
  if (packed.kind === "refused") {
    console.error(packed.words);
    return 1;
  }
  console.log(`${relative(process.cwd(), packed.zip)} (${Math.ceil(packed.bytes / 1024)} KiB) is for ${address}.`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = readWords(process.argv.slice(2));
  if ("help" in read) console.log(USAGE);
  else if ("wrong" in read) {
    console.error(`${read.wrong}\n\n${USAGE}`);
    process.exitCode = 2;
  } else process.exitCode = await make(read);
}
