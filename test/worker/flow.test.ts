import { runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { collection, keepRealAlarmsAway, pass, shop } from "./shop.ts";

const POLL = 5_000;
const mine = shop(0);

keepRealAlarmsAway();

describe("a collection in workerd", () => {
  it("P1, P6: is paid at the device, polled and recorded once, with one create and two Books calls", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice("1250.50")];
    const before = (await mine.booksCalls()).length;
    const response = await mine.collect(invoice, counter);
    expect(response.status).toBe(201);
    const started = await collection(response);
    expect(started).toMatchObject({ status: "in_progress", amount: "1250.50", terminal_id: counter.terminalId });
    await counter.device({ action: "pay" });

    await runDurableObjectAlarm(counter.object());
    expect((await mine.read(started.id)).status).toBe("in_progress");
    pass(POLL);
    await runDurableObjectAlarm(counter.object());

    const paid = await mine.read(started.id);
    expect(paid).toMatchObject({ status: "recorded", attention: null, customer_payment_id: expect.any(String) });
    expect(paid.history.map(({ status }) => status)).toEqual(
      expect.arrayContaining(["queued", "sending", "in_progress", "succeeded", "recorded"]),
    );
    expect(await mine.received(paid.payment_id)).toEqual([
      { reference_number: paid.payment_id, amount: 125_050, unused: 0 },
    ]);
    expect(await invoice.now()).toEqual({ status: "paid", balance: 0 });
    expect(await counter.creates()).toBe(1);
    expect((await mine.booksCalls()).slice(before).map(({ route }) => route)).toEqual([
      "books.invoice",
      "books.record",
    ]);
  });

  it("P7: a double click makes one collection and one session", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const key = crypto.randomUUID();
    const clicks = await Promise.all([1, 2, 3].map(() => mine.collect(invoice, counter, key)));
    expect(clicks.map(({ status }) => status)).toEqual([201, 201, 201]);
    const ids = new Set((await Promise.all(clicks.map(collection))).map(({ id }) => id));
    expect(ids.size).toBe(1);
    expect(await counter.creates()).toBe(1);
    const other = await mine.collect(invoice, counter, key, { payment_method: "upi" });
    expect(other.status).toBe(409);
  });

  it("P4: two counters at once get one collection for one invoice", async () => {
    const [one, other, invoice] = [mine.counter(), mine.counter(), await mine.invoice()];
    const answers = await Promise.all([mine.collect(invoice, one), mine.collect(invoice, other)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({ error: { code: "invoice_busy" } });
    expect((await one.creates()) + (await other.creates())).toBe(1);
  });

  it("P4: a busy counter queues the next one and sends it when the first is over", async () => {
    const [counter, one, other] = [mine.counter(), await mine.invoice(), await mine.invoice()];
    const first = await collection(await mine.collect(one, counter));
    const second = await collection(await mine.collect(other, counter));
    expect(second).toMatchObject({ status: "queued", queue_position: 1 });
    expect(await counter.creates()).toBe(1);

    await counter.device({ action: "decline", failure_code: "card_declined" });
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
    expect(await mine.read(first.id)).toMatchObject({ status: "failed", failure_code: "card_declined" });
    expect(await mine.read(second.id)).toMatchObject({ status: "in_progress", queue_position: null });
    expect(await counter.creates()).toBe(2);
  });

  it("P10: another organization's key sees nothing of it", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    expect((await shop(1).api("GET", `/collections/${id}`)).status).toBe(404);
    expect((await shop(1).api("POST", `/collections/${id}/cancel`)).status).toBe(404);
    expect((await mine.read(id)).cancel_requested).toBe(false);
  });
});
