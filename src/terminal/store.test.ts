import { expect, test } from "vitest";
import { sqliteSql } from "../../test/world/sqlite.ts";
import { CollectionId } from "../collection/ids.ts";
import { newborn } from "../collection/testing.ts";
import { TerminalStore } from "./store.ts";

const broken = CollectionId.parse("col_00000000000000000001");
const sound = CollectionId.parse("col_00000000000000000002");

/** A terminal's storage in which a newer version has left a word that this one does not know. */
function left(status: "in_progress" | "succeeded", find: string, replace: string): TerminalStore {
  const sql = sqliteSql();
  const before = new TerminalStore(sql);
  before.add(newborn(0, { id: broken, status, task: { kind: "poll", dueAt: 5, tries: 0 } }), []);
  before.add(newborn(0, { id: sound }), []);
  sql.exec("update collections set document = replace(document, ?, ?) where id = ?", find, replace, broken);
  return new TerminalStore(sql);
}

test("P5: what one collection's document says in a newer version's words does not stop the others", () => {
  const store = left("succeeded", '"kind":"poll"', '"kind":"divine"');
  expect(store.unreadable).toEqual([{ id: broken, mayHold: false }]);
  expect(store.get(sound)).toMatchObject({ status: "queued" });
  expect(store.isHeld()).toBe(false);
  expect(store.queue()).toEqual([sound]);
});

test("P4: a document that cannot be read holds the terminal unless it plainly does not", () => {
  expect(left("in_progress", '"kind":"poll"', '"kind":"divine"').isHeld()).toBe(true);
  expect(left("in_progress", '"status":"in_progress"', '"status":"in_limbo"').isHeld()).toBe(true);
});
