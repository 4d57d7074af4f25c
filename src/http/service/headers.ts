import { createMiddleware } from "hono/factory";
import { secureHeaders } from "hono/secure-headers";
import { dataCentres } from "../../zoho/data-centres.ts";
import type { AppContext, AppEnv } from "../context.ts";

const headers = secureHeaders({
  strictTransportSecurity: "max-age=31536000; includeSubDomains",
  referrerPolicy: "same-origin",
  xFrameOptions: "DENY",
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], payment: [] },
});

/**
 * Nothing inline, nothing from elsewhere, in no one else's frame; sockets go home only. An upgrade's answer is the
 * terminal's own and cannot be changed.
 */
export const securityHeaders = createMiddleware<AppEnv>(async (c, next) => {
  if (c.req.header("Upgrade")) return next();
  await headers(c, next);
  c.res.headers.set("Content-Security-Policy", policy(c));
});

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'self'",
].join("; ");

/** Forms of these pages are answered by sending the browser on to Zoho, which `form-action` covers too. */
const TO_ZOHO = /^\/(setup|connect|join)(\/|$)/;

function policy(c: AppContext): string {
  const deps = c.get("deps");
  // The viewer's own icons are in its style sheet.
  if (c.req.path === "/docs") return POLICY.replace("img-src 'self'", "img-src 'self' data:");
  if (!deps || !TO_ZOHO.test(c.req.path)) return POLICY;
  const zoho = dataCentres(deps.settings).map(({ accounts }) => new URL(accounts).origin);
  return [POLICY, ...zoho].join(" ");
}
