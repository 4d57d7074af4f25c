import { DatabaseSync, type StatementSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../src/objects/ports.ts";

/** An object's storage over SQLite, with statements prepared once. It outlives every instance of the object. */
export function sqliteSql(): Sql {
  const database = new DatabaseSync(":memory:");
  database.exec("pragma journal_mode = off; pragma synchronous = off");
  const statements = new Map<string, StatementSync>();
  return {
    exec(query, ...values) {
      let statement = statements.get(query);
      if (!statement) {
        statement = database.prepare(query);
        statements.set(query, statement);
      }
      return statement.all(...values) as Record<string, SqlValue>[];
    },
  };
}
