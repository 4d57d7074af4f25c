import type { Mode } from "./session.ts";
import type { Installed } from "./state.ts";

export const SDK = "https://js.zohostatic.com/zohofinance/v1/zf_sdk.js";
/** Where the stand-in for the SDK is served. */
export const STAND_IN = "/extension/zf_sdk.js";

const TYPES: Record<string, string> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
};

/**
 * A file of the package, in the confines a widget has: its own files, Zoho's SDK, and the addresses its manifest names.
 * Zoho documents connect-src only; the rest is as strict as it can be.
 */
export function serveFile(installed: Installed, path: string, mode: Mode, host: string): Response {
  const content = installed.files.get(path);
  const type = TYPES[path.split(".").at(-1) ?? ""];
  if (content === undefined || type === undefined) return new Response("Not found", { status: 404 });
  const page = path.endsWith(".html") && mode === "on";
  const body = page ? new TextDecoder().decode(content).replaceAll(SDK, STAND_IN) : new Uint8Array(content);
  const connect = installed.manifest.cspDomains["connect-src"].join(" ");
  return new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; script-src 'self' https://js.zohostatic.com; style-src 'self'; img-src 'self'; connect-src 'self' ${connect}; frame-ancestors ${host}`,
    },
  });
}
