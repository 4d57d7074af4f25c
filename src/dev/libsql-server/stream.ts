import { type BatchResult, batchResult, holds, refersBack, type StepOutcome } from "./batch.ts";
import type { Connection } from "./connection.ts";
import { failure, type Outcome } from "./errors.ts";
import type { Batch, Column, HranaStmt, StmtResult, StreamRequest } from "./protocol.ts";
import { type Statement, splitStatements, writes } from "./sql-statements.ts";
import { isSupported } from "./supported.ts";
import { bindArguments } from "./values.ts";
import type { Attempt, WriteTurns } from "./write-turns.ts";

type SqlRef = { readonly sql?: string | null | undefined; readonly sql_id?: number | null | undefined };

type DescribeResult = {
  readonly params: readonly { readonly name: string | null }[];
  readonly cols: readonly Column[];
  readonly is_explain: boolean;
  readonly is_readonly: boolean;
};

export type StreamResponse =
  | { readonly type: "close" | "sequence" | "store_sql" | "close_sql" }
  | { readonly type: "execute"; readonly result: StmtResult }
  | { readonly type: "batch"; readonly result: BatchResult }
  | { readonly type: "describe"; readonly result: DescribeResult }
  | { readonly type: "get_autocommit"; readonly is_autocommit: boolean };

/** How long one stream may hold the event loop before the others get a turn, in milliseconds. */
const SLICE_MS = 20;

// The engine stops reading at a NUL: it would run half of what was asked.
const NUL_IN_SQL = failure("SQL_PARSE_ERROR", "SQL string could not be parsed: it has a NUL character");

/** A Hrana stream: one connection, its stored SQL texts, and its requests one after another. */
export class Stream {
  readonly #turns: WriteTurns;
  readonly #onClose: (connection: Connection) => void;
  readonly #sqls = new Map<number, string>();
  #connection: Connection | undefined;
  #sliceStart = 0;

  constructor(connection: Connection, turns: WriteTurns, onClose: (connection: Connection) => void) {
    this.#connection = connection;
    this.#turns = turns;
    this.#onClose = onClose;
  }

  get isClosed(): boolean {
    return this.#connection === undefined;
  }

  /** Gives the connection back, what was open in it rolled back. Harmless when already closed. */
  close(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection === undefined) return;
    this.#onClose(connection);
    this.#turns.freed();
  }

  /** Answers one request of a pipeline. An error is the answer to that request alone; the next ones still run. */
  async handle(request: StreamRequest): Promise<Outcome<StreamResponse>> {
    const { type } = request;
    if (type === "close") {
      this.close();
      return { ok: true, value: { type } };
    }
    if (this.#connection === undefined) return failure("STREAM_CLOSED", "The stream is closed");
    this.#sliceStart = performance.now();
    switch (type) {
      case "execute":
        return answer(await this.#execute(request.stmt), (result) => ({ type, result }));
      case "batch":
        return answer(await this.batch(request.batch), (outcomes) => ({ type, result: batchResult(outcomes) }));
      case "sequence":
        return answer(await this.#sequence(request), () => ({ type }));
      case "describe":
        return answer(await this.#describe(request), (result) => ({ type, result }));
      case "store_sql":
        if (this.#sqls.has(request.sql_id)) {
          return failure("SQL_EXISTS", `SQL text ${request.sql_id} already exists`);
        }
        this.#sqls.set(request.sql_id, request.sql);
        return { ok: true, value: { type } };
      case "close_sql":
        this.#sqls.delete(request.sql_id);
        return { ok: true, value: { type } };
      case "get_autocommit":
        return { ok: true, value: { type, is_autocommit: this.#isAutocommit } };
    }
  }

  /** Runs the steps of a batch in order, each one if its condition holds. */
  async batch({ steps }: Batch): Promise<Outcome<StepOutcome[]>> {
    for (const [index, { condition }] of steps.entries()) {
      if (condition != null && !refersBack(condition, index)) {
        return failure("BATCH_COND_BAD_STEP", "Invalid reference to step in a batch condition");
      }
    }
    const outcomes: StepOutcome[] = [];
    for (const { condition, stmt } of steps) {
      const isDue = condition == null || holds(condition, outcomes, this.#isAutocommit);
      outcomes.push(isDue ? await this.#execute(stmt) : undefined);
    }
    return { ok: true, value: outcomes };
  }

  get #isAutocommit(): boolean {
    return this.#connection === undefined || !this.#connection.inTransaction;
  }

  async #execute(stmt: HranaStmt): Promise<Outcome<StmtResult>> {
    const statement = this.#oneStatement(stmt);
    return statement.ok ? this.#run(statement.value, stmt) : statement;
  }

  async #sequence(ref: SqlRef): Promise<Outcome<undefined>> {
    const sql = this.#text(ref);
    if (!sql.ok) return sql;
    if (sql.value.includes("\0")) return NUL_IN_SQL;
    for (const statement of splitStatements(sql.value)) {
      const outcome = await this.#run(statement, { args: [], named_args: [], want_rows: false });
      if (!outcome.ok) return outcome;
    }
    return { ok: true, value: undefined };
  }

  async #describe(ref: SqlRef): Promise<Outcome<DescribeResult>> {
    const found = this.#oneStatement(ref);
    if (!found.ok) return found;
    const statement = found.value;
    const described = await this.#onConnection((connection) => connection.describe(statement));
    if (!described.ok) return described;
    const params = statement.params.map((name) => ({ name: name ?? null }));
    const { isExplain } = statement;
    const value = { params, cols: described.value, is_explain: isExplain, is_readonly: !writes(statement) };
    return { ok: true, value };
  }

  async #run(statement: Statement, stmt: HranaStmt): Promise<Outcome<StmtResult>> {
    if (!isSupported(statement)) {
      return failure("SQL_PARSE_ERROR", `SQL string could not be parsed: unsupported statement: ${statement.sql}`);
    }
    const args = bindArguments(statement, stmt);
    if (!args.ok) return args;
    if (performance.now() - this.#sliceStart > SLICE_MS) {
      await new Promise((resume) => setImmediate(resume));
      this.#sliceStart = performance.now();
    }
    return this.#onConnection((connection) => connection.run(statement, args.value, stmt.want_rows ?? true));
  }

  async #onConnection<T>(attempt: (connection: Connection) => Attempt<T>): Promise<Outcome<T>> {
    const outcome = await this.#turns.run<T>(() => {
      if (this.#connection === undefined) {
        return { busy: false, outcome: failure("STREAM_CLOSED", "The stream is closed") };
      }
      return attempt(this.#connection);
    });
    if (this.#isAutocommit) this.#turns.freed();
    return outcome;
  }

  #text({ sql, sql_id }: SqlRef): Outcome<string> {
    if (sql != null && sql_id != null) {
      return failure("SQL_INVALID", "Either `sql` or `sql_id` are required, but not both");
    }
    if (sql_id == null) {
      return sql == null ? failure("SQL_INVALID", "Either `sql` or `sql_id` are required") : { ok: true, value: sql };
    }
    const stored = this.#sqls.get(sql_id);
    return stored === undefined
      ? failure("SQL_NOT_FOUND", `SQL text ${sql_id} not found`)
      : { ok: true, value: stored };
  }

  #oneStatement(ref: SqlRef): Outcome<Statement> {
    const sql = this.#text(ref);
    if (!sql.ok) return sql;
    if (sql.value.includes("\0")) return NUL_IN_SQL;
    const [statement, ...more] = splitStatements(sql.value);
    if (statement === undefined) return failure("SQL_NO_STATEMENT", "SQL string does not contain any statement");
    if (more.length > 0) return failure("SQL_MANY_STATEMENTS", "SQL string contains more than one statement");
    return { ok: true, value: statement };
  }
}

function answer<T>(outcome: Outcome<T>, response: (value: T) => StreamResponse): Outcome<StreamResponse> {
  return outcome.ok ? { ok: true, value: response(outcome.value) } : outcome;
}
