import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../context.ts";
import { codesOf, ERROR_CODES, statusOfCode } from "../errors.ts";
import { EXAMPLES } from "./examples.ts";
import { description } from "./openapi.ts";

type Schema = { $ref?: string; example?: unknown };
type Response = { description?: string; content?: Record<string, { schema?: Schema; examples?: unknown }> };

/**
 * The API's description: what the routes' own schemas say, an example of each thing, and with each error answer the
 * codes it may carry.
 */
export function describe(app: OpenAPIHono<AppEnv>, server: string): object {
  const document = app.getOpenAPI31Document(description(server));
  const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
  for (const [name, schema] of Object.entries(schemas)) {
    if (name in EXAMPLES) schema.example = EXAMPLES[name];
  }
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const operation of Object.values(operations) as { tags?: string[]; responses?: Record<string, Response> }[]) {
      operation.tags = [path.split("/")[3] ?? "service"];
      for (const [status, response] of Object.entries(operation.responses ?? {})) withCodes(Number(status), response);
    }
  }
  document.info.description = `${document.info.description}\n\n${errorTable()}`;
  return document;
}

function withCodes(status: number, response: Response): void {
  const codes = codesOf(status);
  const content = response.content?.["application/json"];
  if (codes.length === 0 || !content) return;
  response.description = `${response.description}. Codes: ${codes.map((code) => `\`${code}\``).join(", ")}`;
  content.examples = Object.fromEntries(
    codes.map((code) => [code, { value: { error: { code, message: "What went wrong, and what to do about it." } } }]),
  );
}

/** Every error code, in one place. */
function errorTable(): string {
  const statuses = [...new Set(ERROR_CODES.map(statusOfCode))];
  const rows = statuses.map(
    (status) =>
      `| ${status} | ${codesOf(status)
        .map((code) => `\`${code}\``)
        .join(", ")} |`,
  );
  return ["### Error codes", "", "| HTTP status | codes |", "|---|---|", ...rows].join("\n");
}
