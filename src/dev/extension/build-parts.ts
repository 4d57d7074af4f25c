import { readdir, readFile, rename, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "esbuild";
import type { Parts } from "../../extension/package.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const PACKAGE = at("extension/package");
const STYLE = at("assets/assets/style.css");
/** Where the Worker finds the parts, as a static asset of its own. */
export const PARTS_FILE = at("assets/assets/extension.json");

/** Everything in the extension's package that is the same for all deployments. Rejects when the widget does not bundle. */
export async function buildParts(): Promise<Parts> {
  const files = await Promise.all([staticFiles(), scripts(), style()]);
  return Object.fromEntries(files.flat().map(([path, content]) => [path, Buffer.from(content).toString("base64")]));
}

type Files = [path: string, content: Uint8Array][];

async function staticFiles(): Promise<Files> {
  const entries = await readdir(PACKAGE, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(
    paths.map(async (path) => [relative(PACKAGE, path).split(sep).join("/"), await readFile(path)] as Files[number]),
  );
}

async function scripts(): Promise<Files> {
  const bundled = await build({
    entryPoints: { collect: at("extension/widget/collect.tsx"), sidebar: at("extension/widget/sidebar.tsx") },
    outdir: "app/js",
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "silent",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    plugins: [oneLanguage],
  });
  return bundled.outputFiles.map(({ path, contents }) => [
    relative(process.cwd(), path).split(sep).join("/"),
    contents,
  ]);
}

/** zod brings its words in fifty languages, more than half of the bundle; the widget shows none of them. */
const oneLanguage: Plugin = {
  name: "one-language",
  setup(build) {
    build.onResolve({ filter: /\/locales\/index\.js$/ }, ({ path }) => ({ path, namespace: "no-languages" }));
    build.onLoad({ filter: /.*/, namespace: "no-languages" }, () => ({ contents: "export {};" }));
  },
};

const style = async (): Promise<Files> => [["app/css/style.css", await readFile(STYLE)]];

/** Puts the parts where the Worker serves them from. Nothing is touched when they are there as they are. */
export async function writeParts(): Promise<void> {
  const wanted = `${JSON.stringify(await buildParts())}\n`;
  if ((await readFile(PARTS_FILE, "utf8").catch(() => "")) === wanted) return;
  // Several may build at once; each puts a whole file in place.
  const draft = `${PARTS_FILE}.${process.pid}`;
  await writeFile(draft, wanted);
  await rename(draft, PARTS_FILE);
}
