import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../src/objects/ports.ts";
import { preparedOnce } from "./statements.ts";

/** An object's storage over SQLite. It outlives every instance of the object. */
export function sqliteSql(): Sql {
  const database = new DatabaseSync(":memory:");
  database.exec("pragma journal_mode = off; pragma synchronous = off");
  const run = preparedOnce(database);
  return { exec: (query, ...values) => run(query, values) as Record<string, SqlValue>[] };
}
