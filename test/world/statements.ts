import type { DatabaseSync, SQLInputValue, StatementSync } from "node:sqlite";

/** Runs SQL on a database, each text prepared once. What gives no rows is run as such, which is quicker. */
export function preparedOnce(
  database: DatabaseSync,
  { arrays = false } = {},
): (sql: string, values: SQLInputValue[]) => unknown[] {
  const known = new Map<string, { statement: StatementSync; reads: boolean }>();
  return (sql, values) => {
    let one = known.get(sql);
    if (!one) {
      const statement = database.prepare(sql);
      statement.setReturnArrays(arrays);
      one = { statement, reads: statement.columns().length > 0 };
      known.set(sql, one);
    }
    if (one.reads) return one.statement.all(...values);
    one.statement.run(...values);
    return [];
  };
}
