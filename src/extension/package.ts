import { zipSync } from "fflate";
import { z } from "zod";

/** The package but for what depends on where we are deployed: each file's content in base64, by its path. */
export const Parts = z.record(z.string(), z.base64());
export type Parts = z.infer<typeof Parts>;

/** A package's files by their paths, below no folder. */
export type PackageFiles = Record<string, Uint8Array>;

const Manifest = z.looseObject({ cspDomains: z.object({ "connect-src": z.array(z.string()) }) });
const MANIFEST = "plugin-manifest.json";

/**
 * The extension for one deployment. Its address is all that is added: no key and no organization is in the package,
 * Zoho's Connection keeps the key (books.md §3.3).
 */
export function packageFiles(parts: Parts, address: string): PackageFiles {
  const files: PackageFiles = Object.fromEntries(Object.entries(parts).map(([path, base64]) => [path, bytes(base64)]));
  const manifest = Manifest.parse(JSON.parse(new TextDecoder().decode(files[MANIFEST])));
  const { origin } = new URL(address);
  const filled = { ...manifest, cspDomains: { "connect-src": [origin] } };
  files[MANIFEST] = text(`${JSON.stringify(filled, null, 2)}\n`);
  files["app/js/deployment.js"] = text(`globalThis.collectViaPos = ${JSON.stringify({ address: origin })};\n`);
  return files;
}

/** The package as Zoho takes it. The same files make the same zip. */
export const zipPackage = (files: PackageFiles): Uint8Array =>
  zipSync(Object.fromEntries(Object.entries(files).toSorted(([one], [other]) => (one < other ? -1 : 1))), {
    mtime: "1980-01-02T00:00:00",
    level: 9,
  });

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const bytes = (base64: string): Uint8Array => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
