import { Hono } from "hono";
import { setCookie } from "hono/cookie";
import { invoiceObject } from "../books/emit.ts";
import { missingPage } from "../pages/missing.ts";
import type { World } from "../world.ts";
import { developerPage } from "./developer-page.ts";
import { forward, RequestOptions } from "./forward.ts";
import { hostOrigins } from "./frames.ts";
import { serveFile } from "./serve-file.ts";
import { developerMode, MODE_COOKIE, type Mode, signedIn } from "./session.ts";
import { install } from "./state.ts";

const ASSETS: Record<string, string> = {
  "zf_sdk.js": "text/javascript; charset=utf-8",
  "host.js": "text/javascript; charset=utf-8",
  "host.css": "text/css; charset=utf-8",
};

/** Widgets in the simulated Books and Invoice, below `/extension`: the package's files, and what the SDK asks for. */
export function extensionRoutes(world: World): Hono {
  const app = new Hono();

  app.get("/:name{zf_sdk\\.js|host\\.js|host\\.css}", async (c) => {
    const name = c.req.param("name");
    const { readFile } = await import("node:fs/promises");
    const body = await readFile(new URL(`./assets/${name}`, import.meta.url), "utf8");
    return c.body(body, 200, { "content-type": ASSETS[name] ?? "text/plain", "cache-control": "no-cache" });
  });

  app.get("/:organization", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return c.html(missingPage("organization"), 404);
    return c.html(developerPage(organization, world.extensions.get(organization.organization_id), developerMode(c)));
  });

  app.post("/:organization/install", async (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return c.html(missingPage("organization"), 404);
    const { zip, authorization } = await c.req.parseBody();
    const base64 = zip instanceof File ? Buffer.from(await zip.arrayBuffer()).toString("base64") : "";
    const outcome = install(base64, typeof authorization === "string" ? authorization.trim() : "");
    if ("reason" in outcome)
      return c.html(developerPage(organization, undefined, developerMode(c), outcome.reason), 400);
    world.extensions.set(organization.organization_id, outcome);
    world.changed();
    setCookie(c, MODE_COOKIE, developerMode(c) ?? "on", { path: "/", sameSite: "Lax" });
    return c.redirect(`/books/${organization.organization_id}/invoices`, 303);
  });

  app.post("/:organization/mode", async (c) => {
    const { mode } = await c.req.parseBody();
    if (mode === "on") setCookie(c, MODE_COOKIE, "on", { path: "/", sameSite: "Lax" });
    else setCookie(c, MODE_COOKIE, "", { path: "/", maxAge: 0 });
    return c.redirect(`/extension/${c.req.param("organization")}`, 303);
  });

  app.get("/:organization/entities", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return c.json({}, 404);
    const user = signedIn(world, c, organization);
    const invoice = organization.invoices.get(c.req.query("invoice_id") ?? "");
    return c.json({
      organization: {
        organization_id: organization.organization_id,
        org_name: organization.profile.name,
        org_mode: "TEST",
        org_email: organization.profile.email,
        data_center_extension: ".in",
      },
      ...(user ? { user: { user_id: user.id, name: user.name, email: user.email, zuId: user.id } } : {}),
      ...(invoice ? { invoice: invoiceObject(world, organization, invoice) } : {}),
    });
  });

  app.post("/:organization/request", async (c) => {
    const installed = world.extensions.get(c.req.param("organization"));
    const options = RequestOptions.safeParse(await c.req.json().catch(() => null));
    if (installed === undefined || !options.success) return c.json({ reason: "Invalid request" }, 400);
    return c.json(await forward(installed, options.data));
  });

  app.get("/:organization/:mode{on|exact}/:path{app/.+}", (c) => {
    const installed = world.extensions.get(c.req.param("organization"));
    if (installed === undefined) return c.notFound();
    return serveFile(
      installed,
      c.req.param("path"),
      c.req.param("mode") as Mode,
      hostOrigins(new URL(c.req.url).origin),
    );
  });
  return app;
}
