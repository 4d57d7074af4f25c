/** An error as Hrana sends it: `code` becomes `LibsqlError.code` in the client. */
export type HranaError = { readonly message: string; readonly code: string };

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: HranaError };

export function failure(code: string, message: string): { readonly ok: false; readonly error: HranaError } {
  return { ok: false, error: { code, message } };
}

const BUSY = 5;
const BUSY_SNAPSHOT = 517;

// sqld sends the primary code alone (a UNIQUE violation is SQLITE_CONSTRAINT, its kind is in the message) and has no name
// for the plain SQLITE_ERROR. The numbers are https://www.sqlite.org/rescode.html.
const CODES: Readonly<Record<number, string>> = {
  2: "SQLITE_INTERNAL",
  3: "SQLITE_PERM",
  4: "SQLITE_ABORT",
  5: "SQLITE_BUSY",
  6: "SQLITE_LOCKED",
  7: "SQLITE_NOMEM",
  8: "SQLITE_READONLY",
  9: "SQLITE_INTERRUPT",
  10: "SQLITE_IOERR",
  11: "SQLITE_CORRUPT",
  12: "SQLITE_NOTFOUND",
  13: "SQLITE_FULL",
  14: "SQLITE_CANTOPEN",
  15: "SQLITE_PROTOCOL",
  17: "SQLITE_SCHEMA",
  18: "SQLITE_TOOBIG",
  19: "SQLITE_CONSTRAINT",
  20: "SQLITE_MISMATCH",
  21: "SQLITE_MISUSE",
  22: "SQLITE_NOLFS",
  23: "SQLITE_AUTH",
  25: "SQLITE_RANGE",
  26: "SQLITE_NOTADB",
};

const SYNTAX = /syntax error$|^incomplete input$|^unrecognized token/;
const INPUT =
  /^(?:no such column: |ambiguous column name: |no such function: |wrong number of arguments to function )(.+)$/;

function rawCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("rawCode" in error)) return undefined;
  return typeof error.rawCode === "number" ? error.rawCode : undefined;
}

function inputOffset(named: string, sql: string): number {
  const bare = named.replace(/\(\)$/, "").toLowerCase();
  return Math.max(sql.toLowerCase().indexOf(bare), 0);
}

/** True if another connection holds the lock the statement needs, so that the same statement may succeed a little later. */
export function isBusy(error: unknown): boolean {
  const code = rawCode(error);
  return code !== undefined && (code & 0xff) === BUSY && code !== BUSY_SNAPSHOT;
}

/** An error of the engine, in the codes and words of sqld. `sql` is the statement that failed. */
export function fromEngine(error: unknown, sql: string): HranaError {
  const message = error instanceof Error ? error.message : String(error);
  const raw = rawCode(error);
  if (raw === undefined) return { code: "SQLITE_UNKNOWN", message: `SQLite error: ${message}` };
  if (raw === 1 && SYNTAX.test(message)) {
    return { code: "SQL_PARSE_ERROR", message: `SQL string could not be parsed: ${message}` };
  }
  const named = raw === 1 ? INPUT.exec(message)?.[1] : undefined;
  if (named !== undefined) {
    const offset = inputOffset(named, sql);
    return { code: "SQL_INPUT_ERROR", message: `SQL input error: ${message} (at offset ${offset})` };
  }
  return { code: CODES[raw & 0xff] ?? "SQLITE_UNKNOWN", message: `SQLite error: ${message}` };
}
