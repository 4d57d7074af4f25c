import type { Context } from "hono";
import { Hono } from "hono";
import { gate } from "../gate.ts";
import { consentPage, problemPage } from "../pages/consent.ts";
import { baseOf } from "../pages/layout.ts";
import type { World } from "../world.ts";
import { accept, consentRequest, reject } from "./consent.ts";
import { bearer, covers, tokenAnswer } from "./tokens.ts";

/** Zoho Accounts below `https://accounts.zoho.in`: consent, tokens, revocation, who the user is. */
export function accountsRoutes(world: World): Hono {
  const app = new Hono();

  for (const [path, kind] of [
    ["/oauth/v2/auth", "user"],
    ["/oauth/v2/org/auth", "org"],
  ] as const) {
    app.get(
      path,
      gate(world, "accounts", "accounts.auth", (c) => {
        const consent = consentRequest(world, new URL(c.req.url).searchParams, kind);
        return consent.ok ? c.html(consentPage(consent.request)) : c.html(problemPage(consent.problem), 400);
      }),
    );
    app.post(
      path,
      gate(world, "accounts", "accounts.auth", async (c) => {
        const consent = consentRequest(world, new URL(c.req.url).searchParams, kind);
        if (!consent.ok) return c.html(problemPage(consent.problem), 400);
        const form = await formOf(c);
        if (form.get("decision") !== "accept") return c.redirect(reject(consent.request), 302);
        const user = consent.request.users.find(({ id }) => id === form.get("user_id"));
        if (user === undefined) return c.html(problemPage("Choose who you are."), 400);
        return c.redirect(accept(world, consent.request, user, `${baseOf(world, c)}/accounts`), 302);
      }),
    );
  }

  app.post(
    "/oauth/v2/token",
    gate(world, "accounts", "accounts.token", async (c) => {
      const form = await formOf(c);
      return c.json(await tokenAnswer(world, form, `${baseOf(world, c)}/api`));
    }),
  );

  app.post(
    "/oauth/v2/token/revoke",
    gate(world, "accounts", "accounts.revoke", async (c) => {
      const token = (await formOf(c)).get("token") ?? c.req.query("token") ?? "";
      const grant = world.accounts.byRefresh.get(token) ?? world.accounts.byAccess.get(token);
      if (grant === undefined) return c.json({ status: "failure", error: "invalid_token" }, 400);
      world.accounts.drop(grant);
      world.changed();
      return c.json({ status: "success" });
    }),
  );

  app.get(
    "/oauth/user/info",
    gate(world, "accounts", "accounts.user_info", (c) => {
      const who = bearer(world, c.req.header("authorization"));
      const user =
        who.ok && covers(who.grant, "AaaServer.profile.READ") ? world.accounts.users.get(who.grant.user_id) : undefined;
      if (user === undefined) return c.json({ cause: "INVALID_OAUTHTOKEN", status: "error" }, 401);
      const [first = "", ...rest] = user.name.split(" ");
      return c.json({
        First_Name: first,
        Last_Name: rest.join(" "),
        Display_Name: user.name,
        Email: user.email,
        ZUID: user.id,
      });
    }),
  );

  app.all("*", (c) => c.text("Not found", 404));
  return app;
}

async function formOf(c: Context): Promise<URLSearchParams> {
  return new URLSearchParams(await c.req.text());
}
