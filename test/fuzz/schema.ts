import fc from "fast-check";

/** As much of JSON Schema as `/openapi.json` writes. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

export type Definitions = Record<string, Schema>;

const resolve = (schema: Schema, definitions: Definitions): Schema => {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : (definitions[name] ?? {});
};

/** Text as strangers send it: long, odd, hostile, or nearly right. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "",
    " ",
    "0",
    "-1",
    "1e999",
    "99999999999999999999999999",
    "null",
    "' or 1=1 --",
    "%00",
    "\u0000",
    "\ud800",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "$INVOICE",
    "__proto__",
    "constructor",
    "//evil.example",
    "col_0000000000000000000000000",
    "x".repeat(5_000),
  ),
);

const anything: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Values of a schema's shape, with hostile leaves. */
export function like(schema: Schema, definitions: Definitions, depth = 0): fc.Arbitrary<unknown> {
  const found = resolve(schema, definitions);
  const union = found.anyOf ?? found.oneOf;
  if (depth > 4) return anything;
  if (union) return fc.oneof(...union.map((one) => like(one, definitions, depth + 1)));
  if (found.enum) return fc.oneof(fc.constantFrom(...found.enum), anything);
  const type = Array.isArray(found.type) ? found.type[0] : found.type;
  switch (type) {
    case "object": {
      const fields = Object.entries(found.properties ?? {}).map(([name, one]) => [
        name,
        like(one, definitions, depth + 1),
      ]);
      return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
    }
    case "array":
      return fc.array(like(found.items ?? {}, definitions, depth + 1), { maxLength: 6 });
    case "integer":
    case "number":
      return fc.oneof(fc.double(), fc.maxSafeInteger(), text);
    case "boolean":
      return fc.oneof(fc.boolean(), text);
    case "string":
      return fc.oneof(text, anything);
    default:
      return anything;
  }
}

/** A body of the schema's shape that it certainly refuses: a required field is missing or of another type. */
export function refused(schema: Schema, definitions: Definitions): fc.Arbitrary<unknown> {
  const found = resolve(schema, definitions);
  const required = found.required ?? [];
  if (required.length === 0) return fc.oneof(fc.constant([]), fc.constant("text"), fc.constant(7), fc.constant(null));
  return fc
    .tuple(like(found, definitions), fc.constantFrom(...required), fc.constantFrom(undefined, 7, [], {}, false))
    .map(([body, name, wrong]) => {
      const fields = typeof body === "object" && body !== null && !Array.isArray(body) ? { ...body } : {};
      const { [name]: _gone, ...rest } = fields as Record<string, unknown>;
      return wrong === undefined ? rest : { ...rest, [name]: wrong };
    });
}
