import type { Context } from "hono";
import type { Call, Service } from "./calls.ts";
import type { FaultRule } from "./faults.ts";
import { decimal, paiseFrom } from "./money.ts";
import type { World } from "./world.ts";

/** Header on a response that stands for a connection cut or never answered; the edge turns it into that. */
export const CUT_HEADER = "x-simulator-cut";

type Handler = (c: Context, call: Call) => Response | Promise<Response>;
/** Names the terminal or subject of a call before faults are judged, for rules that ask for them. */
type Identify = (c: Context, call: Call) => void | Promise<void>;

function cut(kind: "drop" | "hang"): Response {
  return new Response(null, { status: 502, headers: { [CUT_HEADER]: kind } });
}

function organizationOf(c: Context): string {
  return (
    c.req.query("organization_id") ??
    c.req.query("account_id") ??
    c.req.header("X-com-zoho-invoice-organizationid") ??
    ""
  );
}

/**
 * Wraps one API handler: logs the call, applies latency and faults, runs the handler at most once.
 * `call.status` and `call.fault` say afterwards what the client saw.
 */
export function gate(world: World, service: Service, route: string, handler: Handler, identify?: Identify) {
  return async (c: Context): Promise<Response> => {
    const call = world.calls.begin({
      at: world.clock.now(),
      service,
      route,
      organization: organizationOf(c),
      at_once: 1,
      effect: false,
    });
    if (identify !== undefined) await identify(c, call);
    const { fault, delayBefore, delayAfter } = world.faults.judge(call, call.at);
    const lane = `${service}:${call.organization}`;
    call.at_once = (world.underWay.get(lane) ?? 0) + 1;
    world.underWay.set(lane, call.at_once);
    try {
      const wait = delayBefore + world.settings.latency_ms;
      if (wait > 0) await world.sleep(wait);
      if (fault !== null) call.fault = fault.kind;
      else if (delayBefore + delayAfter > 0) call.fault = "delay";

      const early = fault === null ? null : withoutEffect(fault);
      let response = early;
      if (response === null) {
        call.effect = true;
        response = await handler(c, call);
        if (fault !== null) response = await spoil(fault, response);
      }
      if (delayAfter > 0) await world.sleep(delayAfter);
      const how = response.headers.get(CUT_HEADER);
      call.status = how === null ? response.status : how === "drop" ? "dropped" : "hung";
      return response;
    } finally {
      world.underWay.set(lane, (world.underWay.get(lane) ?? 1) - 1);
    }
  };
}

/** The answer of a fault that keeps the request from being carried out, or null when it is to be carried out. */
function withoutEffect(fault: FaultRule): Response | null {
  switch (fault.kind) {
    case "drop_before":
      return cut("drop");
    case "status":
    case "html":
    case "hang":
      return fault.when === "after" ? null : falseAnswer(fault);
    case "garbage":
    case "truncated":
      return fault.when === "before" ? falseAnswer(fault) : null;
    default:
      return null;
  }
}

function falseAnswer(fault: FaultRule): Response {
  switch (fault.kind) {
    case "status":
      return Response.json(fault.body ?? { code: "error", message: "An internal error occurred. Please try again." }, {
        status: fault.status,
      });
    case "html":
      return new Response(
        "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>",
        {
          status: fault.status ?? 502,
          headers: { "content-type": "text/html" },
        },
      );
    case "truncated":
      return new Response('{"code":0,"mess', { headers: { "content-type": "application/json" } });
    case "garbage":
      return new Response("\u0000\u0001ZGARBAGE)]}'", { headers: { "content-type": "application/json" } });
    default:
      return cut(fault.kind === "hang" ? "hang" : "drop");
  }
}

/** Changes the true answer of a request that was carried out. */
async function spoil(fault: FaultRule, response: Response): Promise<Response> {
  switch (fault.kind) {
    case "truncated": {
      const text = await response.text();
      return new Response(text.slice(0, Math.floor(text.length / 2)), {
        status: response.status,
        headers: { "content-type": "application/json" },
      });
    }
    case "unknown_status":
    case "wrong_amount": {
      if (!response.ok) return response;
      const body: unknown = await response.json();
      disguise(body, fault.kind);
      return Response.json(body, { status: response.status });
    }
    default:
      return falseAnswer(fault);
  }
}

type Fields = Record<string, unknown>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function disguise(body: unknown, kind: "unknown_status" | "wrong_amount"): void {
  if (!isFields(body)) return;
  const listed = Array.isArray(body.payments) ? body.payments : [];
  for (const record of [body.payments_session, body.payment, body.invoice, ...listed]) {
    if (!isFields(record)) continue;
    if (kind === "unknown_status") {
      if ("session_status" in record) record.session_status = "under_review";
      else if ("status" in record) record.status = "under_review";
      continue;
    }
    for (const field of ["amount", "balance"]) {
      const paise = paiseFrom(record[field]);
      if (paise === undefined) continue;
      record[field] = typeof record[field] === "string" ? decimal(paise + 100) : (paise + 100) / 100;
    }
  }
}
