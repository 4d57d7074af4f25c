import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import type { Client, InStatement, ResultSet } from "@libsql/client";
import { preparedOnce } from "./statements.ts";

type Row = ResultSet["rows"][number];

/**
 * The part of a libSQL client that the ledger's code uses, over SQLite in memory and with each statement prepared once.
 * Only the simulation's bulk runs on it; every other test has the libSQL engine under it.
 */
export function fastClient(): Client {
  const database = new DatabaseSync(":memory:");
  database.exec("pragma foreign_keys = on");
  const prepared = preparedOnce(database, { arrays: true });

  const run = (statement: InStatement): ResultSet => {
    const { sql, args } = typeof statement === "string" ? { sql: statement, args: [] } : statement;
    const rows = prepared(sql, (args ?? []) as SQLInputValue[]) as Row[];
    return { columns: [], columnTypes: [], rows, rowsAffected: 0, lastInsertRowid: undefined, toJSON: () => rows };
  };
  const together = (batch: InStatement[]): ResultSet[] => {
    prepared("begin immediate", []);
    try {
      const results = batch.map(run);
      prepared("commit", []);
      return results;
    } catch (error) {
      prepared("rollback", []);
      throw error;
    }
  };
  return {
    execute: async (statement: InStatement) => run(statement),
    batch: async (batch: InStatement[]) => together(batch),
    migrate: async (batch: InStatement[]) => together(batch),
    close: () => database.close(),
  } as unknown as Client;
}
