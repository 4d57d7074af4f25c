import type { Context } from "hono";
import { Hono } from "hono";
import { booksActions } from "../books/actions.ts";
import { filesOf } from "../extension/frames.ts";
import { seen } from "../extension/session.ts";
import { deviceActions } from "../payments/device.ts";
import type { World } from "../world.ts";
import { serveAsset } from "./assets.ts";
import { invoiceLive, invoicePage } from "./books-invoice.ts";
import { invoicesLive, invoicesPage } from "./books-list.ts";
import { controlLive, controlPage } from "./control.ts";
import { homePage } from "./home.ts";
import { baseOf, type Html } from "./layout.ts";
import { missingPage } from "./missing.ts";
import { terminalLive, terminalPage } from "./terminal.ts";

/** The pages people look at: home, terminals, Books, control. */
export function pagesRoutes(world: World): Hono {
  const app = new Hono();
  /** The whole page, or with `part=live` what changes on it. */
  const show = (c: Context, whole: () => Html, part: () => Html): Response | Promise<Response> => {
    c.header("x-now", String(world.clock.now()));
    c.header("cache-control", "no-store");
    return c.html(c.req.query("part") === "live" ? part() : whole());
  };
  const missing = (c: Context, what: string): Response | Promise<Response> => c.html(missingPage(what), 404);

  app.get("/", (c) => c.html(homePage(world)));
  app.get("/control", (c) =>
    show(
      c,
      () => controlPage(world),
      () => controlLive(world),
    ),
  );
  app.get("/assets/:name", (c) => serveAsset(c.req.param("name")));

  app.get("/terminal/:id", (c) => {
    const view = deviceActions(world, c.req.param("id"))?.view();
    const account = view === undefined ? undefined : world.payments.get(view.account_id);
    if (view === undefined || account === undefined) return missing(c, "terminal");
    return show(
      c,
      () => terminalPage(view, account, account.terminals),
      () => terminalLive(view, account),
    );
  });

  app.get("/books/:organization/invoices", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return missing(c, "organization");
    const filter = c.req.query("status") ?? "";
    return show(
      c,
      () => invoicesPage(world, organization, filter),
      () => invoicesLive(world, organization, filter),
    );
  });
  app.get("/books/:organization/invoices/:id", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    const invoice =
      organization === undefined ? undefined : booksActions(world, organization).invoice(c.req.param("id"));
    if (organization === undefined || invoice === undefined) return missing(c, "invoice");
    const here = seen(world, c, organization.organization_id);
    const extension = here && { ...here, files: filesOf(baseOf(world, c), organization.organization_id, here.mode) };
    return show(
      c,
      () => invoicePage(world, organization, invoice, extension),
      () => invoiceLive(world, organization, invoice, extension),
    );
  });

  app.all("*", (c) => missing(c, "page"));
  return app;
}
