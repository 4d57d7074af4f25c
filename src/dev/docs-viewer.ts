import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Puts the viewer of `/docs` among the Worker's static files. Wrangler runs this before it bundles (wrangler.toml,
 * [build]); a content security policy that trusts nobody else needs the files to be our own.
 */
const from = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
const to = fileURLToPath(new URL("../assets/assets/docs", import.meta.url));
await mkdir(to, { recursive: true });
for (const file of ["swagger-ui.css", "swagger-ui-bundle.js"]) await copyFile(join(from, file), join(to, file));
