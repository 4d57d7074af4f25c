import { z } from "zod";
import type { Answer } from "../collection/answer.ts";
import { parseJson } from "./json.ts";
import { firstProblem, idText } from "./schemas.ts";
import type { HttpResult } from "./transport.ts";

const Envelope = z.object({ code: idText, message: z.string().default("") });

/** What a service's own rules add to the common reading of an answer. Returns null to leave it to the common rules. */
export type Reading = (
  answer: { status: number; code: string; message: string; header(name: string): string | null },
  now: number,
) => Answer<never> | null;

/**
 * Reads one exchange into an `Answer`. HTTP status first, Zoho's code second, never the message's words unless the
 * service documents nothing else. Refused needs Zoho's own error form: a page from something in between proves nothing.
 */
export function classify<S extends z.ZodType>(
  result: HttpResult,
  schema: S,
  reading: Reading,
  now: number,
): Answer<z.infer<S>> {
  if (result.kind === "none") return { kind: "ambiguous", reason: result.reason, detail: result.detail };
  const { status } = result;
  const body = parseJson(result.text);
  const envelope = Envelope.safeParse(body);
  const code = envelope.success ? envelope.data.code : "";
  const message = envelope.success ? envelope.data.message.slice(0, 300) : "";

  const special = reading({ status, code, message, header: result.header }, now);
  if (special) return special;
  if (status >= 500) return { kind: "ambiguous", reason: "server_error", detail: `HTTP ${status} ${message}`.trim() };
  if (!envelope.success) {
    return { kind: "ambiguous", reason: "unreadable", detail: `HTTP ${status} without Zoho's code and message` };
  }
  if (status >= 300 && status < 400) return { kind: "ambiguous", reason: "unreadable", detail: `HTTP ${status}` };
  if (status >= 400 || code !== "0") return { kind: "refused", status, code, message: message || "no reason given" };

  const parsed = schema.safeParse(body);
  if (!parsed.success) return { kind: "ambiguous", reason: "unreadable", detail: firstProblem(parsed.error) };
  return { kind: "ok", value: parsed.data };
}
