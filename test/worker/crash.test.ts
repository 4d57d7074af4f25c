import {
  abortAllDurableObjects,
  createExecutionContext,
  createScheduledController,
  evictDurableObject,
  listDurableObjectIds,
  runDurableObjectAlarm,
  runInDurableObject,
  waitOnExecutionContext,
} from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import worker from "../../src/index.ts";
import type { Bindings } from "../../src/objects/env.ts";
import { collection, control, keepRealAlarmsAway, pass, shop } from "./shop.ts";

const POLL = 5_000;
const mine = shop(2);
/** Other files of tests talk to the same simulator meanwhile. */
const booksRecord = { route: "books.record", organization: mine.organizationId, times: 1 };
type Counter = ReturnType<typeof mine.counter>;

keepRealAlarmsAway();

/** Runs a counter's alarms, each when it is due, until the collection says what is awaited. */
async function until(status: string, id: string, counter: Counter) {
  for (let alarms = 0; alarms < 60; alarms++) {
    const now = await mine.read(id);
    if (now.status === status) return now;
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
  }
  throw new Error(`${id} never became ${status}: ${JSON.stringify(await mine.read(id))}`);
}

async function expectRecordedOnce(id: string, invoice: { now(): Promise<unknown> }) {
  const { payment_id, attention } = await mine.read(id);
  expect(attention).toBeNull();
  expect(await mine.received(payment_id)).toHaveLength(1);
  expect(await invoice.now()).toEqual({ status: "paid", balance: 0 });
}

describe("objects that go away", () => {
  it("P1, P5: crashed between every two steps, a collection is recorded once", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    await abortAllDurableObjects();
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
    await abortAllDurableObjects();
    expect((await mine.read(id)).status).toBe("in_progress");
    await counter.device({ action: "pay" });
    await abortAllDurableObjects();
    await control("POST", "/faults", { kind: "status", status: 500, ...booksRecord });
    await until("succeeded", id, counter);
    await abortAllDurableObjects();
    await until("recorded", id, counter);
    await abortAllDurableObjects();
    await expectRecordedOnce(id, invoice);
    expect(await counter.creates()).toBe(1);
  });

  it("P5: evicted while the customer pays, a collection goes on", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    await evictDurableObject(counter.object());
    await counter.device({ action: "pay" });
    await until("recorded", id, counter);
    await expectRecordedOnce(id, invoice);
  });

  it("P1, P5: a crash while the session is being created charges and records once", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const create = { route: "payments.create", terminal: counter.terminalId, times: 1 };
    await control("POST", "/faults", { kind: "hang", when: "after", ...create });
    const key = crypto.randomUUID();
    const answered = mine.collect(invoice, counter, key).catch(() => null);
    while ((await counter.creates()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await abortAllDurableObjects();
    await answered;

    const { id, status } = await collection(await mine.collect(invoice, counter, key));
    expect(status).toBe("sending");
    await counter.device({ action: "pay" });
    await until("recorded", id, counter);
    await expectRecordedOnce(id, invoice);
    expect(await counter.creates()).toBe(1);
  });

  it("P1: a crash after the post to Books, its answer unseen, records once", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    await counter.device({ action: "pay" });
    await control("POST", "/faults", { kind: "drop_after", ...booksRecord });
    await until("succeeded", id, counter);
    await abortAllDurableObjects();
    await until("recorded", id, counter);
    await expectRecordedOnce(id, invoice);
  });

  it("P5: the cron finds a collection whose alarm was lost", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    await counter.device({ action: "pay" });
    await runInDurableObject(counter.object(), (_, state) => state.storage.deleteAlarm());
    await abortAllDurableObjects();
    pass(180_000);
    const context = createExecutionContext();
    const { scheduled }: ExportedHandler<Bindings> = worker;
    await scheduled?.(createScheduledController(), env, context);
    await waitOnExecutionContext(context);
    // Nothing else may touch the object before: it would repair its alarm when it wakes.
    await vi.waitFor(async () => expect((await invoice.now()).status).toBe("paid"), { timeout: 5_000 });
    await expectRecordedOnce(id, invoice);
  });

  it("P5: an object that only an alarm woke knows whose terminal it is", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    await counter.device({ action: "pay" });
    await abortAllDurableObjects();
    pass(POLL);
    const [named, ids] = [counter.object().id, await listDurableObjectIds(env.TERMINAL)];
    const nameless = ids.find((one) => one.equals(named));
    expect(nameless).toBeDefined();
    if (nameless) await runDurableObjectAlarm(env.TERMINAL.get(nameless));
    expect((await mine.read(id)).status).toBe("recorded");
  });
});
