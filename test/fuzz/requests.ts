import fc from "fast-check";
import type { Route } from "../walk/routes.ts";
import { type Definitions, like, refused, type Schema, text } from "./schema.ts";

/** What makes a request one that must change nothing. */
export type Poison = "nobody" | "wrong_key" | "forged_cookie" | "cross_site" | "bad_body" | "unknown_thing" | "read";

export interface BadRequest {
  poison: Poison;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

export interface Api {
  paths: Record<string, Record<string, { requestBody?: { content?: Record<string, { schema?: Schema }> } }>>;
  components: { schemas: Definitions };
}

/** Fields of all our forms: what a form route may look for. */
const FORM_FIELDS = [
  ...[
    "organization_id",
    "invoice_id",
    "idempotency_key",
    "amount",
    "counter_id",
    "payment_method",
    "outcome",
    "reason",
  ],
  ...[
    "id",
    "name",
    "terminal_id",
    "location_id",
    "label",
    "product",
    "again",
    "account_id",
    "confirm",
    "time_zone",
    "url",
  ],
  ...[
    "mode_card",
    "own_mode_upi",
    "account_card",
    "comment",
    "reference",
    "acknowledge_unresolved",
    "secret",
    "events",
  ],
];

const printable = text.map((value) => value.replace(/[^\x20-\x7e]/g, "?").slice(0, 2_000));

const form: fc.Arbitrary<string> = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...FORM_FIELDS), text), text), { maxLength: 10 })
  .map((pairs) => new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString());

const rawBody: fc.Arbitrary<string> = fc.oneof(
  text,
  fc.constantFrom("{", "[", "{}", "[]", "null", '{"a":', "\u0000", "%", '{"__proto__":{"x":1}}', "x".repeat(70_000)),
);

const contentType = fc.constantFrom(
  "application/json",
  "application/json; charset=utf-16",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "multipart/form-data",
  "application/xml",
  "",
);

const headers: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    Accept: fc.constantFrom("text/html", "application/json", "*/*", ""),
    "Idempotency-Key": printable.map((value) => value.trim()),
    Cookie: printable.map((value) => `staff=${value.replaceAll(/[;\s]/g, "")}; till=${value.replaceAll(/[;\s]/g, "")}`),
    Referer: printable.map((value) => value.trim()),
    "X-Zoho-Webhook-Signature": fc.oneof(
      printable.map((value) => value.trim()),
      fc.constant("t=1,v=00"),
    ),
    "Sec-Fetch-Site": fc.constantFrom("same-origin", "cross-site", "none", "x"),
    Origin: fc.constantFrom("http://localhost", "null", "https://evil.example", "x"),
    Upgrade: fc.constantFrom("websocket", "h2c"),
    "Content-Length": fc.constantFrom("0", "5"),
  },
  { requiredKeys: [] },
);

const query: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.oneof(
        fc.constantFrom(
          "organization_id",
          "invoice_id",
          "status",
          "cursor",
          "from",
          "to",
          "limit",
          "state",
          "code",
          "return_to",
          "done",
          "wrong",
          "error",
          "location",
          "accounts-server",
          "product",
        ),
        text,
      ),
      text,
    ),
    { maxLength: 5 },
  )
  .map((pairs) => new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString());

/** Generated requests for one route, none of which may change anything. `known` fills its parameters with what is there. */
export function badRequests(route: Route, api: Api, known: (name: string) => string): fc.Arbitrary<BadRequest> {
  const { method, path } = route;
  const schema = schemaOf(route, api);
  const definitions = api.components.schemas;
  const reads = method === "GET";
  const poison: fc.Arbitrary<Poison> = reads
    ? fc.constantFrom<Poison>("read", "nobody", "forged_cookie", "wrong_key")
    : fc.constantFrom<Poison>(
        "nobody",
        "wrong_key",
        "forged_cookie",
        "cross_site",
        ...(schema ? (["bad_body"] as const) : []),
        ...(path.includes(":") ? (["unknown_thing"] as const) : []),
      );
  return fc
    .tuple(poison, headers, query, contentType, fc.array(text, { minLength: 3, maxLength: 3 }), fc.nat(2))
    .chain(([kind, sent, search, type, unknown, which]) => {
      const body = reads ? fc.constant(null) : bodyFor(kind, schema, definitions, which, type);
      return body.map((content) => {
        const names = [...unknown];
        const at = path.replace(/:(\w+)(\{[^}]*\})?/g, (_, name: string) => {
          const stranger = encodeURIComponent(wellFormed(names.shift() ?? "x").slice(0, 500) || "x").replaceAll(
            ".",
            "%2E",
          );
          return kind === "unknown_thing" || which === 0 ? stranger : known(name);
        });
        return {
          poison: kind,
          method,
          path: search ? `${at}?${search}` : at,
          headers: {
            ...clean(sent),
            ...(type && content !== null ? { "Content-Type": typeFor(kind, schema, type) } : {}),
          },
          body: content,
        };
      });
    });
}

function bodyFor(kind: Poison, schema: Schema | null, definitions: Definitions, which: number, type: string) {
  if (kind === "bad_body" && schema) return refused(schema, definitions).map((value) => JSON.stringify(value) ?? "");
  if (type.startsWith("application/x-www-form")) return form;
  if (schema && which === 1) return like(schema, definitions).map((value) => JSON.stringify(value) ?? "");
  return rawBody;
}

const typeFor = (kind: Poison, schema: Schema | null, type: string): string =>
  kind === "bad_body" && schema ? "application/json" : type;

function schemaOf({ method, path }: Route, api: Api): Schema | null {
  const written = path.replace(/:(\w+)/g, "{$1}");
  return api.paths[written]?.[method.toLowerCase()]?.requestBody?.content?.["application/json"]?.schema ?? null;
}

/** What `fetch` lets nobody send cannot be sent here either. */
function clean(sent: Record<string, string>): Record<string, string> {
  const { "Content-Length": _length, ...rest } = sent;
  return rest;
}

const wellFormed = (value: string): string => value.replace(/[\ud800-\udfff]/g, "?");
