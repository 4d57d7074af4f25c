import { writeParts } from "./build-parts.ts";

// What wrangler runs before it bundles the Worker (wrangler.toml, [build]).
await writeParts();
