import type { Alarm, Sql } from "../../src/objects/ports.ts";

/**
 * What our objects rely on of their storage and alarm, told step by step. Run in workerd and over the simulation's
 * adapter it must tell the same story: that is what lets the simulation speak for the real thing.
 */
export async function platformStory(sql: Sql, alarm: Alarm, now: number): Promise<unknown[]> {
  const told: unknown[] = [];
  const tell = (query: string, ...values: (string | number | null)[]): void => {
    told.push(sql.exec(query, ...values));
  };
  tell("create table if not exists story (id text primary key, place integer not null, live integer, document text)");
  tell("create index if not exists story_live on story (live) where live = 1");
  tell("create table if not exists story (id text primary key)");
  tell("select coalesce(max(place), 0) as last from story");
  for (const [id, place] of [
    ["b", 2],
    ["a", 1],
    ["c", 4_102_444_800_000],
  ] as const) {
    tell(
      "insert into story (id, place, live, document) values (?, ?, ?, ?)",
      id,
      place,
      place < 3 ? 1 : null,
      `{"₹":"${id}"}`,
    );
  }
  tell("select * from story order by place");
  tell("select id from story where live = 1 order by id");
  tell(
    `insert into story (id, place, live, document) values (?, ?, ?, ?)
      on conflict (id) do update set live = excluded.live, document = excluded.document`,
    "a",
    9,
    0,
    "changed",
  );
  tell("select place, live, document from story where id = ?", "a");
  tell("update story set live = 1 where id in (select id from story where place > ?)", 1);
  tell("delete from story where id in (select id from story where live = 1) and place < ?", 3);
  tell("select id, place, live from story order by id");
  tell("select document from story where id = ?", "nobody");
  told.push(refusal(() => sql.exec("insert into story (id, place) values (?, ?)", "a", 1)));

  told.push(await alarm.get());
  await alarm.set(now + 3_600_000);
  told.push(offset(await alarm.get(), now));
  // A later word replaces the earlier, sooner or later than it.
  await alarm.set(now + 1_800_000);
  await alarm.set(now + 7_200_000);
  told.push(offset(await alarm.get(), now));
  return told;
}

const offset = (at: number | null, now: number): number | null => (at === null ? null : at - now);

function refusal(work: () => unknown): string {
  try {
    work();
    return "taken";
  } catch (error) {
    return error instanceof Error && /UNIQUE constraint failed/.test(error.message) ? "refused: unique" : String(error);
  }
}

export const STORY: unknown[] = [
  [],
  [],
  [],
  [{ last: 0 }],
  [],
  [],
  [],
  [
    { id: "a", place: 1, live: 1, document: '{"₹":"a"}' },
    { id: "b", place: 2, live: 1, document: '{"₹":"b"}' },
    { id: "c", place: 4_102_444_800_000, live: null, document: '{"₹":"c"}' },
  ],
  [{ id: "a" }, { id: "b" }],
  [],
  [{ place: 1, live: 0, document: "changed" }],
  [],
  [],
  [
    { id: "a", place: 1, live: 0 },
    { id: "c", place: 4_102_444_800_000, live: 1 },
  ],
  [],
  "refused: unique",
  null,
  3_600_000,
  7_200_000,
];
