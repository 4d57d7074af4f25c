import { expect, test } from "vitest";
import { VirtualClock } from "../../test/world/clock.ts";
import { sqliteSql } from "../../test/world/sqlite.ts";
import { CollectionId } from "../collection/ids.ts";
import { newborn } from "../collection/testing.ts";
import type { Told } from "../ledger/collections.ts";
import { type Listener, TerminalStore } from "./store.ts";
import { Teller } from "./teller.ts";

const NOBODY = new Map();

/** A terminal with so many collections nobody knows of, and who listens as told. */
function telling(collections: number, ear: (whom: Listener, told: Told[]) => Promise<void>) {
  const clock = new VirtualClock(0);
  const store = new TerminalStore(sqliteSql());
  const heard: Record<Listener, string[]> = { ledger: [], notifier: [] };
  const teller = (whom: Listener) => {
    const take = async (told: Told[]): Promise<void> => {
      await ear(whom, told);
      heard[whom].push(
        ...told.flatMap(({ collection, history }) => history.map(({ seq }) => `${collection.id} ${seq}`)),
      );
    };
    return new Teller(whom, store, take, { clock, log: () => {} });
  };
  for (let i = 0; i < collections; i++)
    store.add(newborn(0, { id: CollectionId.parse(`col_${String(i).padStart(20, "0")}`) }), []);
  return { clock, store, heard, ledger: teller("ledger"), notifier: teller("notifier") };
}

test("P5: the notifier is told what the ledger knows, each line once, and neither is asked without end", async () => {
  const { heard, ledger, notifier } = telling(60, async () => {});
  expect(notifier.dueAt(NOBODY)).toBeNull();
  expect(await ledger.tell(NOBODY)).toBe(true);
  expect(ledger.dueAt(NOBODY)).toBeNull();
  expect(notifier.dueAt(NOBODY)).toBe(0);
  expect(await notifier.tell(NOBODY)).toBe(true);
  expect(notifier.dueAt(NOBODY)).toBeNull();
  expect(heard.ledger).toHaveLength(60);
  expect(heard.notifier).toEqual(heard.ledger);
});

test("P5: while the ledger is away it is left alone for a while, whatever the notifier has left to hear", async () => {
  let asked = 0;
  const away = async (): Promise<void> => {
    asked += 1;
    throw new Error("away");
  };
  const { ledger, notifier, store } = telling(1, away);
  expect(await ledger.tell(NOBODY)).toBe(false);
  expect(ledger.dueAt(NOBODY)).toBe(500);
  expect(notifier.dueAt(NOBODY)).toBeNull();
  expect(asked).toBe(1);
  expect(store.isBehind("ledger", NOBODY)).toBe(true);
});

test("P5: a notifier that never answers is taken for away after 15 s, and keeps nothing from the ledger", async () => {
  const { clock, heard, ledger, notifier } = telling(1, (whom) =>
    whom === "ledger" ? Promise.resolve() : new Promise(() => {}),
  );
  await ledger.tell(NOBODY);
  const told = notifier.tell(NOBODY);
  expect(await ledger.tell(NOBODY)).toBe(true);
  await clock.run(15_000);
  expect(await told).toBe(false);
  expect(notifier.dueAt(NOBODY)).toBe(15_500);
  expect(heard).toMatchObject({ ledger: [expect.any(String)], notifier: [] });
});
