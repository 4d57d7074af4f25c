import type { Context } from "hono";
import { Hono } from "hono";
import { bearer, covers } from "../accounts/tokens.ts";
import { DAY, isDay, startOfDay } from "../dates.ts";
import { gate } from "../gate.ts";
import type { World } from "../world.ts";
import { createSession, type PaymentsError } from "./create.ts";
import { createdSession, paymentObject, retrievedSession, statusOf } from "./emit.ts";
import { settle } from "./lifecycle.ts";
import type { Payment, PaymentsAccount } from "./state.ts";

function fail(c: Context, { code, message, status }: PaymentsError): Response {
  return c.json({ code, message }, status);
}

type Admission = { ok: true; account: PaymentsAccount } | { ok: false; error: PaymentsError };

/** Token, account, scope, rate limit, in that order (payments.md 7 and 8). */
function admit(world: World, c: Context, scope: string): Admission {
  const who = bearer(world, c.req.header("authorization"));
  const account = world.payments.get(c.req.query("account_id") ?? "");
  if (!who.ok || account === undefined || who.grant.soid !== `zohopay.${account.account_id}`) {
    return world.settings.payments_unauthorised === "http_401"
      ? { ok: false, error: { code: "error", message: "Invalid authentication token. Not Authorised.", status: 401 } }
      : { ok: false, error: { code: "error", message: "Not Authorised", status: 404 } };
  }
  if (!covers(who.grant, scope)) {
    return {
      ok: false,
      error: { code: "error", message: "You are not authorised to perform this operation.", status: 403 },
    };
  }
  if (!account.window.admit(world.clock.now(), world.settings.payments_per_minute)) {
    const message = "You've exceeded the maximum number of API requests per minute. Please try again later.";
    return { ok: false, error: { code: "error", message, status: 429 } };
  }
  return { ok: true, account };
}

/** Zoho Payments' API below `https://payments.zoho.in`: `/api/v1/terminal/paymentsessions` and `/api/v1/payments`. */
export function paymentsRoutes(world: World): Hono {
  const app = new Hono();
  const noSession = {
    code: "resource_does_not_exist",
    message: "The payment session does not exist.",
    status: 404,
  } as const;

  app.post(
    "/api/v1/terminal/paymentsessions",
    gate(
      world,
      "payments",
      "payments.create",
      async (c) => {
        const admission = admit(world, c, "ZohoPay.payments.CREATE");
        if (!admission.ok) return fail(c, admission.error);
        const created = createSession(world, admission.account, await jsonBody(c));
        if (!created.ok) return fail(c, created.error);
        return c.json({ code: 0, message: "success", payments_session: createdSession(world, created.session) }, 201);
      },
      async (c, call) => {
        const body = await jsonBody(c);
        const terminal =
          typeof body === "object" && body !== null && "terminal_id" in body ? body.terminal_id : undefined;
        if (typeof terminal === "string") call.terminal = terminal;
      },
    ),
  );

  app.get(
    "/api/v1/terminal/paymentsessions/:id",
    gate(
      world,
      "payments",
      "payments.retrieve",
      (c) => {
        const admission = admit(world, c, "ZohoPay.payments.READ");
        if (!admission.ok) return fail(c, admission.error);
        const { account } = admission;
        const session = account.sessions.get(c.req.param("id") ?? "");
        if (session === undefined) return fail(c, noSession);
        settle(world, account, session);
        if (session.expired && world.settings.expiry === "invalid_payment_session") {
          return fail(c, { code: "invalid_payment_session", message: "The payment session is invalid.", status: 400 });
        }
        return c.json({ code: 0, message: "success", payments_session: retrievedSession(world, account, session) });
      },
      (c, call) => {
        const id = c.req.param("id") ?? "";
        call.subject = id;
        const terminal = world.payments.get(call.organization)?.sessions.get(id)?.terminal_id;
        if (terminal !== undefined) call.terminal = terminal;
      },
    ),
  );

  app.get(
    "/api/v1/payments",
    gate(world, "payments", "payments.list", (c) => {
      const admission = admit(world, c, "ZohoPay.payments.READ");
      return admission.ok ? listPayments(world, admission.account, c) : fail(c, admission.error);
    }),
  );

  app.get(
    "/api/v1/payments/:id",
    gate(world, "payments", "payments.payment", (c, call) => {
      const admission = admit(world, c, "ZohoPay.payments.READ");
      if (!admission.ok) return fail(c, admission.error);
      call.subject = c.req.param("id") ?? "";
      const payment = admission.account.byPaymentId.get(call.subject);
      if (payment === undefined) {
        return fail(c, { code: "resource_does_not_exist", message: "The payment does not exist.", status: 404 });
      }
      return c.json({ code: 0, message: "success", payment: paymentObject(payment) });
    }),
  );

  app.all("*", (c) => c.json({ code: "error", message: "The requested URL was not found." }, 404));
  return app;
}

async function jsonBody(c: Context): Promise<unknown> {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
}

/** A day (whole, in India) or epoch seconds or milliseconds; null for nothing, NaN for nonsense. */
function moment(value: string | undefined, endOfDay: boolean): number | null {
  if (value === undefined || value === "") return null;
  if (isDay(value)) return startOfDay(value) + (endOfDay ? DAY - 1 : 0);
  const number = /^\d{9,13}$/.test(value) ? Number(value) : Number.NaN;
  return number < 1e12 ? number * 1000 : number;
}

/** Newest first, as a list page shows them. */
function listPayments(world: World, account: PaymentsAccount, c: Context): Response {
  const from = moment(c.req.query("from_date"), false) ?? 0;
  const to = moment(c.req.query("to_date"), true) ?? Number.POSITIVE_INFINITY;
  const page = Number(c.req.query("page") ?? 1);
  const perPage = Number(c.req.query("per_page") ?? 25);
  const sane = Number.isInteger(page) && page >= 1 && Number.isInteger(perPage) && perPage >= 1 && perPage <= 200;
  if (!sane || Number.isNaN(from) || Number.isNaN(to)) {
    return fail(c, { code: "invalid_parameter", message: "A query parameter is not valid.", status: 400 });
  }
  for (const terminal of account.terminals) {
    const newest = terminal.session_id === null ? undefined : account.sessions.get(terminal.session_id);
    if (newest !== undefined) settle(world, account, newest);
  }
  const search = (c.req.query("search_text") ?? "").toLowerCase();
  const status = c.req.query("status");
  const type = c.req.query("payment_method_type");
  const visibleUntil = world.clock.now() - world.settings.payments_index_lag_ms;
  const rows: Payment[] = [];
  const skip = (page - 1) * perPage;
  let matched = 0;
  for (let index = account.payments.length - 1; index >= 0 && rows.length <= perPage; index--) {
    const payment = account.payments[index];
    if (payment === undefined || payment.date < from || payment.date > Math.min(to, visibleUntil)) continue;
    if (status !== undefined && statusOf(payment) !== status) continue;
    if (type !== undefined && payment.method.type !== type) continue;
    if (search !== "" && !payment.haystack.includes(search)) continue;
    matched += 1;
    if (matched > skip) rows.push(payment);
  }
  const more = rows.length > perPage;
  return c.json({
    code: 0,
    message: "success",
    payments: rows.slice(0, perPage).map(paymentObject),
    page_context: { page, per_page: perPage, has_more_page: more },
  });
}
