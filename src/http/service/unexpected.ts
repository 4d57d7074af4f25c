import { HTTPException } from "hono/http-exception";
import type { AppContext } from "../context.ts";
import { LEDGER_AWAY, type Problem } from "../errors.ts";
import { isLedgerOutage } from "../ledger-outage.ts";

/** What an error that nobody caught means to the caller. What it means to us goes to the log, without its data. */
export function problemOf(error: unknown, c: AppContext): Problem {
  if (error instanceof HTTPException && error.status < 500) return ofHttp(error);
  const outage = isLedgerOutage(error);
  const event = outage ? "ledger_unavailable" : "unexpected_error";
  c.get("deps")?.log({ event, request: c.get("requestId"), path: c.req.path, error: trace(error) });
  return outage ? LEDGER_AWAY : internal(c.get("requestId"));
}

const internal = (requestId: string): Problem => ({
  code: "internal_error",
  message: "Something went wrong on our side. Repeat the request; if it stays, tell us the request id.",
  details: { request_id: requestId },
});

function ofHttp(error: HTTPException): Problem {
  if (error.status === 415) {
    return {
      code: "unsupported_media_type",
      message: "The body must be JSON, sent with Content-Type: application/json.",
    };
  }
  if (error.status === 413) return TOO_LARGE;
  return { code: "malformed_json", message: "The body is not valid JSON." };
}

export const TOO_LARGE: Problem = {
  code: "body_too_large",
  message: "The body is larger than 64 KiB. Send only the fields that are described.",
};

/** Names, codes and stack lines; a query's parameters never. */
function trace(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const message = error.name === "Error" && error.message.startsWith("Failed query") ? "Failed query" : error.message;
  return [`${error.name}: ${message.slice(0, 200)}`, ...frames.slice(0, 4).map((line) => line.trim())].join(" | ");
}
