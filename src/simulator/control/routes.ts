import type { Context } from "hono";
import { Hono } from "hono";
import type { z } from "zod";
import { booksActions } from "../books/actions.ts";
import type { Service } from "../calls.ts";
import { type DeviceActions, deviceActions } from "../payments/device.ts";
import type { Simulator } from "../simulator.ts";
import type { World } from "../world.ts";
import { defined, shapes } from "./shapes.ts";

type Outcome = { ok: boolean; reason?: string };

/** JSON bodies only, so that no page of another origin can post here without a preflight. */
async function read<S extends z.ZodType>(
  c: Context,
  shape: S,
): Promise<{ ok: true; value: z.output<S> } | { ok: false; response: Response }> {
  if (!(c.req.header("content-type") ?? "").startsWith("application/json")) {
    return { ok: false, response: c.json({ ok: false, reason: "send application/json" }, 415) };
  }
  const parsed = shape.safeParse(await c.req.json().catch(() => undefined));
  if (parsed.success) return { ok: true, value: parsed.data };
  const reason = parsed.error.issues.map((issue) => `${issue.path.join(".") || "body"}: ${issue.message}`).join("; ");
  return { ok: false, response: c.json({ ok: false, reason }, 400) };
}

function act(device: DeviceActions, wish: z.output<typeof shapes.device>): Outcome {
  switch (wish.action) {
    case "fetch":
      return device.fetchPayments();
    case "start":
      return device.startPaying(wish.method);
    case "pay":
      return device.pay(wish.method);
    case "decline":
      return device.decline(wish.failure_code, wish.method);
    case "cancel":
      return device.cancel();
    case "walk_away":
      device.walkAway();
      return { ok: true };
    case "charge_standalone": {
      const paymentId = device.chargeStandalone(wish.amount, wish.method);
      return { ok: true, reason: paymentId };
    }
    case "refund":
      return device.refund(wish.payment_id, wish.amount);
    case "set_active":
      device.setActive(wish.active);
      return { ok: true };
  }
}

/** The controls of the simulator, JSON in and out, below `/_control`. `reset` puts the seed back. */
export function controlRoutes(world: World, simulator: Simulator, reset: () => void): Hono {
  const app = new Hono();
  const unknown = (c: Context, what: string): Response => c.json({ ok: false, reason: `no such ${what}` }, 404);
  const told = (c: Context, outcome: Outcome): Response => c.json(outcome, outcome.ok ? 200 : 409);

  app.get("/state", (c) =>
    c.json({
      now: world.clock.now(),
      clock_offset_ms: world.clock.offset,
      settings: world.settings,
      faults: world.faults.list(),
      terminals: [...world.terminals.keys()].map((id) => simulator.device(id).view()),
      organizations: [...world.books.values()].map(({ organization_id, product, profile }) => ({
        organization_id,
        product,
        name: profile.name,
        payments_account_id: profile.payments_account_id,
      })),
      grants: simulator.accounts.grants(),
      calls: world.calls.list().slice(-50).reverse(),
      total_calls: world.calls.total,
    }),
  );
  app.get("/snapshot", (c) => c.json(simulator.snapshot()));
  app.post("/reset", async (c) => {
    if (!(c.req.header("content-type") ?? "").startsWith("application/json")) return c.json({ ok: false }, 415);
    reset();
    return c.json({ ok: true });
  });
  app.get("/calls", (c) => {
    const { service, route, organization, terminal, subject } = c.req.query();
    const known: Service | undefined =
      service === "accounts" || service === "payments" || service === "books" ? service : undefined;
    return c.json({
      calls: world.calls.list(defined({ service: known, route, organization, terminal, subject })),
      total: world.calls.total,
    });
  });

  app.get("/terminals/:id", (c) => {
    const device = deviceActions(world, c.req.param("id"));
    return device === undefined ? unknown(c, "terminal") : c.json({ now: world.clock.now(), ...device.view() });
  });
  app.post("/terminals/:id", async (c) => {
    const device = deviceActions(world, c.req.param("id"));
    if (device === undefined) return unknown(c, "terminal");
    const body = await read(c, shapes.device);
    if (!body.ok) return body.response;
    const outcome = act(device, body.value);
    // Finding nothing to fetch is an answer of the device, shown on its screen.
    return body.value.action === "fetch" ? c.json(outcome) : told(c, outcome);
  });

  app.get("/faults", (c) => c.json({ faults: world.faults.list() }));
  app.post("/faults", async (c) => {
    const body = await read(c, shapes.fault);
    if (!body.ok) return body.response;
    const id = world.faults.add(body.value);
    world.changed();
    return c.json({ ok: true, id }, 201);
  });
  app.delete("/faults", (c) => {
    world.faults.clear();
    world.changed();
    return c.json({ ok: true });
  });
  app.delete("/faults/:id", (c) => {
    const gone = world.faults.remove(Number(c.req.param("id")));
    world.changed();
    return gone ? c.json({ ok: true }) : unknown(c, "fault");
  });

  app.get("/webhooks", (c) => c.json({ webhooks: simulator.webhooks.list(), sent: simulator.webhooks.sent() }));
  app.post("/webhooks", async (c) => {
    const body = await read(c, shapes.webhook);
    if (!body.ok) return body.response;
    return c.json({ ok: true, webhook: simulator.webhooks.add(body.value) }, 201);
  });
  app.delete("/webhooks", (c) => {
    simulator.webhooks.clear();
    return c.json({ ok: true });
  });

  app.get("/settings", (c) => c.json(world.settings));
  app.patch("/settings", async (c) => {
    const body = await read(c, shapes.settings);
    if (!body.ok) return body.response;
    Object.assign(world.settings, defined(body.value));
    world.changed();
    return c.json(world.settings);
  });
  app.post("/clock", async (c) => {
    const body = await read(c, shapes.clock);
    if (!body.ok) return body.response;
    world.clock.advance(body.value.advance_ms);
    world.changed();
    return c.json({ ok: true, now: world.clock.now() });
  });
  app.post("/tokens", async (c) => {
    const body = await read(c, shapes.tokens);
    if (!body.ok) return body.response;
    const wish = body.value;
    if (wish.action === "throttle") {
      simulator.accounts.throttle(wish.on);
      return c.json({ ok: true, count: 0 });
    }
    const { action, ...filter } = wish;
    const { expireAccessTokens, revoke } = simulator.accounts;
    const count = action === "expire" ? expireAccessTokens(defined(filter)) : revoke(defined(filter));
    return c.json({ ok: true, count });
  });

  app.get("/organizations/:organization/invoices", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    return organization === undefined
      ? unknown(c, "organization")
      : c.json({ invoices: booksActions(world, organization).invoices() });
  });
  app.post("/organizations/:organization/invoices", async (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return unknown(c, "organization");
    const body = await read(c, shapes.newInvoice);
    if (!body.ok) return body.response;
    const { total, ...rest } = body.value;
    return c.json(
      { ok: true, invoice: booksActions(world, organization).createInvoice({ total, ...defined(rest) }) },
      201,
    );
  });
  app.get("/organizations/:organization/invoices/:id", (c) => {
    const organization = world.books.get(c.req.param("organization"));
    const invoice =
      organization === undefined ? undefined : booksActions(world, organization).invoice(c.req.param("id"));
    return invoice === undefined ? unknown(c, "invoice") : c.json({ invoice });
  });
  app.post("/organizations/:organization/invoices/:id", async (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return unknown(c, "organization");
    const body = await read(c, shapes.invoice);
    if (!body.ok) return body.response;
    const books = booksActions(world, organization);
    const id = c.req.param("id");
    const wish = body.value;
    const done =
      wish.action === "pay_in_cash"
        ? books.payInCash(id, wish.amount) !== null
        : wish.action === "edit_total"
          ? books.editTotal(id, wish.total)
          : wish.action === "void"
            ? books.voidInvoice(id)
            : wish.action === "mark_sent"
              ? books.markSent(id)
              : books.deleteInvoice(id);
    return told(c, done ? { ok: true } : { ok: false, reason: "the invoice does not allow it" });
  });
  app.post("/organizations/:organization/lock", async (c) => {
    const organization = world.books.get(c.req.param("organization"));
    if (organization === undefined) return unknown(c, "organization");
    const body = await read(c, shapes.lock);
    if (!body.ok) return body.response;
    booksActions(world, organization).lockUntil(body.value.until);
    return c.json({ ok: true });
  });

  app.all("*", (c) => unknown(c, "control"));
  return app;
}
