import { sql } from "drizzle-orm";
import type { Ledger } from "../../src/ledger/client.ts";

/** Every row of the ledger, as text, table by table; with `only`, the rows that mention it. */
export async function allRows(ledger: Ledger, only = ""): Promise<Record<string, string[]>> {
  const tables = await ledger.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_%' escape '\\' order by name`,
  );
  const rows: Record<string, string[]> = {};
  for (const { name } of tables) {
    const found = await ledger.all(sql`select * from ${sql.identifier(name)}`);
    rows[name] = found
      .map((row) => JSON.stringify(row))
      .filter((row) => row.includes(only))
      .sort();
  }
  return rows;
}
