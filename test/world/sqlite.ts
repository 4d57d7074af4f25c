import { DatabaseSync } from "node:sqlite";
import type { Sql, SqlValue } from "../../src/objects/ports.ts";
import { preparedOnce } from "./statements.ts";

/** An object's storage over SQLite. It outlives every instance of the object. */
export function sqliteSql(): Sql {
  const database = new DatabaseSync(":memory:");
  // One transaction that never ends: what a process loses with its memory needs no commit.
  database.exec("pragma journal_mode = off; pragma synchronous = off; pragma locking_mode = exclusive; begin");
  const run = preparedOnce(database);
  return { exec: (query, ...values) => run(query, values) as Record<string, SqlValue>[] };
}
