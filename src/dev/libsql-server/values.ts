import { failure, type Outcome } from "./errors.ts";
import type { HranaStmt, HranaValue } from "./protocol.ts";

/** A value as the engine's Node binding takes and gives it; integers are always bigint, floats always number. */
export type EngineValue = null | bigint | number | string | Buffer;

/** A value read from the engine, as Hrana sends it. */
export function toHrana(value: unknown): HranaValue {
  if (typeof value === "bigint") return { type: "integer", value: value.toString() };
  if (typeof value === "number") return { type: "float", value };
  if (typeof value === "string") return { type: "text", value };
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return { type: "blob", base64: bytes.toString("base64") };
  }
  return { type: "null" };
}

function toEngine(value: HranaValue): EngineValue {
  switch (value.type) {
    case "null":
      return null;
    case "integer":
      return BigInt(value.value);
    case "blob":
      return Buffer.from(value.base64, "base64");
    default:
      return value.value;
  }
}

function argumentFor(index: number, name: string | undefined, stmt: HranaStmt): HranaValue | undefined {
  const bare = name?.slice(1);
  if (name === undefined || name.startsWith("?")) return stmt.args[index];
  const named = stmt.named_args.find((arg) => arg.name === name) ?? stmt.named_args.find((arg) => arg.name === bare);
  return named?.value;
}

type Parameters = { readonly params: readonly (string | undefined)[]; readonly isExplain: boolean };

/**
 * The arguments of a statement in the order of its parameters, or why they do not fit: sqld refuses too many, too few,
 * and named ones beside positional ones.
 */
export function bindArguments({ params, isExplain }: Parameters, stmt: HranaStmt): Outcome<EngineValue[]> {
  if (stmt.args.length > 0 && stmt.named_args.length > 0) {
    return failure("ARGS_BOTH_POSITIONAL_AND_NAMED", "Specifying both positional and named arguments is not supported");
  }
  const given = stmt.args.length + stmt.named_args.length;
  if (given > params.length) return mismatch(`too many parameters, expected ${params.length} found ${given}`);
  const bound: EngineValue[] = [];
  for (const [index, name] of params.entries()) {
    const value = argumentFor(index, name, stmt) ?? (isExplain ? ({ type: "null" } as const) : undefined);
    if (value === undefined) return mismatch(`value for parameter ${name ?? index + 1} not found`);
    // The engine's Node binding cuts a text at its first NUL when it reads it back: an error is better than a loss.
    if (value.type === "text" && value.value.includes("\0")) {
      return mismatch(`value for parameter ${name ?? index + 1} has a NUL character, which this server cannot keep`);
    }
    bound.push(toEngine(value));
  }
  return { ok: true, value: bound };
}

function mismatch(why: string): ReturnType<typeof failure> {
  return failure("ARGS_INVALID", `Arguments do not match SQL parameters: ${why}`);
}
