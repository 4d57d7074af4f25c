import type { Context } from "hono";
import type { z } from "zod";
import { ERROR_CODES, type ErrorCode, type Problem } from "./errors.ts";
import { refuse } from "./refuse.ts";

type Validated = { target: string } & ({ success: true } | { success: false; error: z.ZodError });
type Issue = z.core.$ZodIssue;

/** What every route does with input its schema refuses: 400, the field named, and what it must be. */
export function onInvalid(result: Validated, c: Context): Response | undefined {
  return result.success ? undefined : refuse(c, problemOf(result.target, result.error));
}

/** The first thing wrong; the others follow under `problems`. */
function problemOf(target: string, error: z.ZodError): Problem {
  const [first, ...rest] = error.issues;
  if (!first) return { code: "invalid_field", message: "The request is not valid." };
  const field = first.path.join(".") || target;
  if (target === "header" && field.toLowerCase() === "idempotency-key" && isMissing(first)) {
    const message = "Send an Idempotency-Key header: a new random text for each new collection, the same for a retry.";
    return { code: "idempotency_key_missing", field: "Idempotency-Key", message };
  }
  const details =
    rest.length === 0
      ? {}
      : { problems: error.issues.map((issue) => ({ field: issue.path.join("."), message: words(issue) })) };
  return { code: codeOf(first), field, message: words(first), details };
}

/** Checks that need a code of their own put it into the issue's `params`. */
function codeOf(issue: Issue): ErrorCode {
  const asked: unknown = issue.code === "custom" ? issue.params?.code : undefined;
  return ERROR_CODES.find((code) => code === asked) ?? "invalid_field";
}

function words(issue: Issue): string {
  const field = issue.path.join(".") || "the request";
  switch (issue.code) {
    case "invalid_type":
      if (isMissing(issue)) return `${field} is required.`;
      if (issue.expected === "string" && field.endsWith("_id")) {
        return `${field} must be a string: ids are longer than a JSON number can hold.`;
      }
      return `${field} must be ${issue.expected === "int" ? "a whole number" : `a ${issue.expected}`}.`;
    case "invalid_value":
      return `${field} must be ${list(issue.values.map(String))}.`;
    case "too_small":
      if (issue.origin === "string" && Number(issue.minimum) === 1) return `${field} must not be empty.`;
      return `${field} must be at least ${issue.minimum}${issue.origin === "string" ? " characters long" : ""}.`;
    case "too_big":
      return `${field} must be at most ${issue.maximum}${issue.origin === "string" ? " characters long" : ""}.`;
    case "invalid_format":
      if (issue.message.startsWith("Invalid")) return `${field} must be ${FORMATS[issue.format] ?? "well formed"}.`;
      return `${field} ${issue.message}.`;
    case "custom":
      return issue.message;
    default:
      return `${field}: ${issue.message}.`;
  }
}

const FORMATS: Record<string, string> = {
  datetime: "a time such as 2026-01-31T09:30:00Z",
  date: "a date such as 2026-01-31",
};

const isMissing = (issue: Issue): boolean => issue.code === "invalid_type" && / undefined$/.test(issue.message);

const list = (values: string[]): string =>
  values.length < 2 ? values.join() : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;
