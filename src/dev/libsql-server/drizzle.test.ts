import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, sql } from "drizzle-orm";
import { migrate } from "drizzle-orm/libsql/migrator";
import { drizzle } from "drizzle-orm/libsql/web";
import { blob, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENTS, errorOf, useServer } from "./testing.ts";

const shops = sqliteTable("shops", {
  id: text().primaryKey(),
  paise: integer().notNull(),
  isOpen: integer({ mode: "boolean" }).notNull(),
  since: integer({ mode: "timestamp_ms" }).notNull(),
  notes: text({ mode: "json" }).$type<string[]>().notNull(),
  seal: blob({ mode: "buffer" }),
});
const shop = {
  id: "s1",
  paise: 12_345,
  isOpen: true,
  since: new Date(1_770_000_000_000),
  notes: ["a", "ü"],
  seal: null,
};

describe("drizzle-orm/libsql/web", () => {
  const server = useServer();
  let folder: string;
  const connect = () => drizzle(CLIENTS["@libsql/client/web"]({ url: server.url }), { casing: "snake_case" });
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "migrations-"));
    await mkdir(join(folder, "meta"));
    const entries = [{ idx: 0, version: "6", when: 1_700_000_000_000, tag: "0000_first", breakpoints: true }];
    await writeFile(
      join(folder, "meta", "_journal.json"),
      JSON.stringify({ version: "7", dialect: "sqlite", entries }),
    );
    await writeFile(
      join(folder, "0000_first.sql"),
      `CREATE TABLE shops (id text PRIMARY KEY NOT NULL, paise integer NOT NULL, is_open integer NOT NULL,
         since integer NOT NULL, notes text NOT NULL, seal blob);
       --> statement-breakpoint
       CREATE UNIQUE INDEX one_open_shop ON shops (is_open) WHERE is_open = 1;`,
    );
    await migrate(connect(), { migrationsFolder: folder });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("migrates once, however often it is asked", async () => {
    await migrate(connect(), { migrationsFolder: folder });
    const applied = await connect().run("SELECT * FROM __drizzle_migrations");
    expect(applied.rows.length).toBe(1);
  });

  it("writes, reads and updates", async () => {
    const db = connect();
    const seal = Buffer.from([0, 1, 255]);
    await db.insert(shops).values({ ...shop, seal });
    expect(await db.select().from(shops)).toEqual([{ ...shop, seal }]);
    const updated = await db
      .update(shops)
      .set({ paise: sql`${shops.paise} + 5` })
      .where(eq(shops.id, "s1"))
      .returning();
    expect(updated[0]?.paise).toBe(12_350);
    expect((await db.delete(shops)).rowsAffected).toBe(1);
  });

  it("batches all or nothing", async () => {
    const db = connect();
    const other = { ...shop, id: "s2", isOpen: false };
    await db.batch([db.insert(shops).values(shop), db.insert(shops).values(other)]);
    const failed = db.batch([db.delete(shops), db.insert(shops).values(shop), db.insert(shops).values(shop)]);
    expect(await errorOf(failed)).toBeInstanceOf(Error);
    expect(await db.$count(shops)).toBe(2);
    await db.delete(shops);
  });

  it("commits and rolls back transactions", async () => {
    const db = connect();
    await db.transaction(async (tx) => {
      await tx.insert(shops).values(shop);
      expect(await tx.$count(shops)).toBe(1);
    });
    const failed = db.transaction(async (tx) => {
      await tx.delete(shops);
      throw new Error("changed my mind");
    });
    expect(await errorOf(failed)).toMatchObject({ message: "changed my mind" });
    expect(await db.$count(shops)).toBe(1);
  });
});
