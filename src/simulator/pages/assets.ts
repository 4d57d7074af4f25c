const TYPES: Record<string, string> = {
  "base.css": "text/css; charset=utf-8",
  "terminal.css": "text/css; charset=utf-8",
  "books.css": "text/css; charset=utf-8",
  "live.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

/** A file of pages/assets by its name; 404 for any other. Read when first asked for, so that imports stay pure. */
export async function serveAsset(name: string): Promise<Response> {
  const type = TYPES[name];
  if (type === undefined) return new Response("Not found", { status: 404 });
  const { readFile } = await import("node:fs/promises");
  const body = await readFile(new URL(`./assets/${name}`, import.meta.url), "utf8");
  return new Response(body, { headers: { "content-type": type, "cache-control": "no-cache" } });
}
