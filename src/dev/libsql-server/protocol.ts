import { z } from "zod";

/*
 * The JSON of Hrana 2 and 3 over HTTP (https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_3_SPEC.md).
 * Unknown fields are ignored, as the protocol asks.
 */

const MIN_INTEGER = -(2n ** 63n);
const MAX_INTEGER = 2n ** 63n - 1n;

const integerText = z
  .string()
  .regex(/^-?\d{1,19}$/, "an integer is decimal digits in a string")
  .refine((digits) => BigInt(digits) >= MIN_INTEGER && BigInt(digits) <= MAX_INTEGER, "an integer has 64 bits");

const base64Text = z.string().regex(/^[A-Za-z0-9+/]*={0,2}$/, "a blob is base64");

const value = z.discriminatedUnion("type", [
  z.object({ type: z.literal("null") }),
  z.object({ type: z.literal("integer"), value: integerText }),
  z.object({ type: z.literal("float"), value: z.number() }),
  z.object({ type: z.literal("text"), value: z.string() }),
  z.object({ type: z.literal("blob"), base64: base64Text }),
]);
export type HranaValue = z.infer<typeof value>;

const sqlRef = { sql: z.string().nullish(), sql_id: z.int32().nullish() };

const stmt = z.object({
  ...sqlRef,
  args: z.array(value).default([]),
  named_args: z.array(z.object({ name: z.string(), value })).default([]),
  want_rows: z.boolean().nullish(),
});
export type HranaStmt = z.infer<typeof stmt>;

export type BatchCondition =
  | { readonly type: "ok" | "error"; readonly step: number }
  | { readonly type: "not"; readonly cond: BatchCondition }
  | { readonly type: "and" | "or"; readonly conds: readonly BatchCondition[] }
  | { readonly type: "is_autocommit" };

const condition: z.ZodType<BatchCondition> = z.lazy(() =>
  z.discriminatedUnion("type", [
    z.object({ type: z.enum(["ok", "error"]), step: z.uint32() }),
    z.object({ type: z.literal("not"), cond: condition }),
    z.object({ type: z.enum(["and", "or"]), conds: z.array(condition) }),
    z.object({ type: z.literal("is_autocommit") }),
  ]),
);

const batch = z.object({ steps: z.array(z.object({ condition: condition.nullish(), stmt })) });
export type Batch = z.infer<typeof batch>;

const streamRequest = z.discriminatedUnion("type", [
  z.object({ type: z.literal("close") }),
  z.object({ type: z.literal("execute"), stmt }),
  z.object({ type: z.literal("batch"), batch }),
  z.object({ type: z.literal("sequence"), ...sqlRef }),
  z.object({ type: z.literal("describe"), ...sqlRef }),
  z.object({ type: z.literal("store_sql"), sql_id: z.int32(), sql: z.string() }),
  z.object({ type: z.literal("close_sql"), sql_id: z.int32() }),
  z.object({ type: z.literal("get_autocommit") }),
]);
export type StreamRequest = z.infer<typeof streamRequest>;

const baton = z.string().nullish();

export const pipelineRequest = z.object({ baton, requests: z.array(streamRequest) });
export const cursorRequest = z.object({ baton, batch });

export type Column = { readonly name: string; readonly decltype: string | null };

/** The result of one statement. The engine does not count the rows it visits: `rows_read` is the rows it returned. */
export type StmtResult = {
  readonly cols: readonly Column[];
  readonly rows: readonly (readonly HranaValue[])[];
  readonly affected_row_count: number;
  readonly last_insert_rowid: string | null;
  readonly replication_index: null;
  readonly rows_read: number;
  readonly rows_written: number;
  readonly query_duration_ms: number;
};
