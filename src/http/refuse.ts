import type { Context, TypedResponse } from "hono";
import { type ErrorStatus, type Problem, statusOf } from "./errors.ts";
import type { ErrorBody } from "./schemas.ts";

/** An error answer as the routes' types know it: the same form under any status. */
export type Refusal = { [S in ErrorStatus]: TypedResponse<ErrorBody, S, "json"> }[ErrorStatus] & Response;

/** Answers a problem as JSON, with `Retry-After` where repeating helps. */
export function refuse(c: Context, problem: Problem): Refusal {
  const { code, message, field, details, retryAfter } = problem;
  if (retryAfter !== undefined) c.header("Retry-After", String(retryAfter));
  if (code === "not_authenticated") c.header("WWW-Authenticate", "Bearer");
  const body: ErrorBody = { error: { code, message, ...(field ? { field } : {}), ...details } };
  return c.json(body, statusOf(problem));
}
