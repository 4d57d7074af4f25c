import type { Sql } from "./ports.ts";

/**
 * The name this object was made with. An object that an alarm wakes may not be told its name, so it is kept at first
 * sight.
 */
export function objectName(ctx: { id: { name?: string } }, sql: Sql): string {
  sql.exec("create table if not exists identity (name text not null)");
  const kept = sql.exec("select name from identity")[0]?.name;
  if (typeof kept === "string") return kept;
  const { name } = ctx.id;
  if (name === undefined) throw new Error("this object does not know its name and was never told");
  sql.exec("insert into identity (name) values (?)", name);
  return name;
}
