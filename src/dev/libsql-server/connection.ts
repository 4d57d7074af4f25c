import Database from "libsql";
import { fromEngine, isBusy } from "./errors.ts";
import type { Column, StmtResult } from "./protocol.ts";
import { changesRows, controlsTransaction, insertsRows, type Statement, writes } from "./sql-statements.ts";
import { type EngineValue, toHrana } from "./values.ts";
import type { Attempt } from "./write-turns.ts";

/*
 * The engine's Node binding never resets a prepared statement that ended in SQLITE_BUSY, and such a one keeps its
 * connection in an old picture of the database until it is garbage collected. `exec()` leaves nothing behind. So the
 * write lock is always taken by `exec()` first, where waiting is harmless, and prepared statements run under it.
 */
const TAKE_WRITE_LOCK = "SAVEPOINT write_lock; PRAGMA user_version = 0";
const UNDO_BUT_KEEP_LOCK = "ROLLBACK TO write_lock; RELEASE write_lock";

function open(file: string): Database.Database {
  const db = new Database(file, { timeout: 0 });
  // WAL with FULL syncs the log at every commit: a killed process or machine loses no committed transaction.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  return db;
}

/** One connection of the libSQL engine to the file. No call waits: a locked file is a busy attempt, at once. */
export class Connection {
  readonly #file: string;
  #db: Database.Database;
  #isAltered = false;
  #isTainted = false;
  #holdsWriteLock = false;

  /** Opens the file, making it if it is not there. Throws if it cannot. */
  constructor(file: string) {
    this.#file = file;
    this.#db = open(file);
  }

  get inTransaction(): boolean {
    return this.#db.inTransaction;
  }

  /** Runs one statement; `args` are its parameters by index. A busy attempt has changed nothing and may be made again. */
  run(statement: Statement, args: readonly EngineValue[], wantRows: boolean): Attempt<StmtResult> {
    return this.#attempt(statement, () => {
      if (statement.verb === "PRAGMA") this.#isAltered = true;
      if (!this.#db.inTransaction) this.#holdsWriteLock = false;
      if (controlsTransaction(statement)) return this.#control(statement);
      const prepared = this.#db.prepare(statement.sql);
      const execute = () => this.#execute(prepared, statement, args, wantRows);
      if (!writes(statement)) return execute();
      if (!this.#db.inTransaction) return this.#inOwnTransaction(execute);
      if (!this.#holdsWriteLock) this.#takeWriteLock();
      return execute();
    });
  }

  /** The columns of a statement, without running it. */
  describe(statement: Statement): Attempt<Column[]> {
    return this.#attempt(statement, () => columnsOf(this.#db.prepare(statement.sql)));
  }

  /** Makes it as new for another stream: no transaction, and the settings a client may change set back. */
  reset(): void {
    if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    this.#renewIfTainted();
    if (this.#isAltered) this.#db.exec("PRAGMA foreign_keys = ON; PRAGMA defer_foreign_keys = OFF");
    this.#isAltered = false;
  }

  /** Moves all of the log into the file, as far as no other connection still reads from it. */
  checkpoint(): void {
    this.#db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** Rolls back what is open and closes. SQLite would keep the lock of a transaction while a statement of it lives. */
  close(): void {
    if (!this.#db.open) return;
    if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    this.#db.close();
  }

  #attempt<T>(statement: Statement, work: () => T): Attempt<T> {
    try {
      this.#renewIfTainted();
      // The binding leaves a finished EXPLAIN open on its connection too.
      if (statement.isExplain) this.#isTainted = true;
      return { busy: false, outcome: { ok: true, value: work() } };
    } catch (error) {
      return { busy: isBusy(error), outcome: { ok: false, error: fromEngine(error, statement.sql) } };
    }
  }

  #renewIfTainted(): void {
    if (!this.#isTainted || this.#db.inTransaction) return;
    const renewed = open(this.#file);
    this.#db.close();
    this.#db = renewed;
    this.#isTainted = false;
  }

  #control(statement: Statement): StmtResult {
    const started = performance.now();
    this.#db.exec(statement.sql);
    if (statement.verb === "BEGIN") this.#holdsWriteLock = writes(statement);
    return result([], [], { count: 0, rowid: null }, started);
  }

  #inOwnTransaction(execute: () => StmtResult): StmtResult {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const done = execute();
      if (this.#db.inTransaction) this.#db.exec("COMMIT");
      return done;
    } finally {
      if (this.#db.inTransaction) this.#db.exec("ROLLBACK");
    }
  }

  #takeWriteLock(): void {
    try {
      this.#db.exec(TAKE_WRITE_LOCK);
      this.#holdsWriteLock = true;
    } finally {
      this.#db.exec(UNDO_BUT_KEEP_LOCK);
    }
  }

  #execute(
    prepared: Database.Statement,
    statement: Statement,
    args: readonly EngineValue[],
    wantRows: boolean,
  ): StmtResult {
    const started = performance.now();
    prepared.safeIntegers(true);
    let rows: unknown[][] = [];
    try {
      if (prepared.reader) rows = allRows(prepared, args);
      else prepared.run(args);
    } catch (error) {
      if (isBusy(error)) this.#isTainted = true;
      throw error;
    }
    const values = wantRows ? rows.map((row) => row.map(toHrana)) : [];
    return result(columnsOf(prepared), values, this.#changes(statement), started, rows.length);
  }

  #changes(statement: Statement): Changes {
    if (!changesRows(statement)) return { count: 0, rowid: null };
    const asked = this.#db.prepare("SELECT changes(), last_insert_rowid()").safeIntegers(true);
    const [count, rowid] = allRows(asked, [])[0] ?? [];
    return { count: Number(count), rowid: insertsRows(statement) ? String(rowid) : null };
  }
}

type Changes = { readonly count: number; readonly rowid: string | null };

function result(
  cols: Column[],
  rows: StmtResult["rows"],
  changes: Changes,
  started: number,
  rowsRead = rows.length,
): StmtResult {
  return {
    cols,
    rows,
    affected_row_count: changes.count,
    last_insert_rowid: changes.rowid,
    replication_index: null,
    rows_read: rowsRead,
    rows_written: changes.count,
    query_duration_ms: performance.now() - started,
  };
}

function columnsOf(prepared: Database.Statement): Column[] {
  return prepared.columns().map(({ name, type }) => ({ name, decltype: type }));
}

function allRows(prepared: Database.Statement, args: readonly EngineValue[]): unknown[][] {
  const rows: unknown[][] = [];
  for (const row of prepared.raw(true).all(args)) if (Array.isArray(row)) rows.push(row);
  return rows;
}
