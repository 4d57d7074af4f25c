import { afterEach, beforeEach, expect, test } from "vitest";
import { paise } from "../../src/collection/money.ts";
import { Shop } from "../world/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
});
afterEach(() => shop.close());

test("P1 P6: a paid collection costs one create, a poll per 5 s and two Books calls", async () => {
  const warm = shop.books.createInvoice({ total: 100 });
  await shop.collect(warm.invoice_id);
  shop.pay();
  await shop.pass(10_000);
  shop.world.zoho.calls.clear();

  const invoice = shop.books.createInvoice({ total: 10_050 });
  const view = await shop.collect(invoice.invoice_id);
  expect(view.status).toBe("in_progress");
  await shop.pass(22_000);
  const payment = shop.pay();
  await shop.pass(6_000);

  const routes = shop.world.zoho.calls.list().map((call) => call.route);
  expect(routes.filter((route) => route === "payments.create")).toHaveLength(1);
  expect(routes.filter((route) => route === "payments.retrieve")).toHaveLength(5);
  expect(routes.filter((route) => route.startsWith("books."))).toEqual(["books.invoice", "books.record"]);
  const times = shop.calls("payments.retrieve").map((call) => call.at);
  expect(times.slice(1).map((at, index) => at - (times[index] ?? 0))).toEqual([5_000, 5_000, 5_000, 5_000]);

  const records = shop.books.customerPayments({ reference_number: payment });
  expect(records).toMatchObject([{ amount: 10_050, payment_mode: "creditcard", date: "2026-11-22" }]);
  expect(shop.books.invoice(invoice.invoice_id)?.status).toBe("paid");
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", payment_id: payment, attention: null });
  const { collection, history } = await shop.ledger(view.id);
  expect(collection.status).toBe("recorded");
  expect(history.map((line) => line.status)).toEqual(["queued", "sending", "in_progress", "succeeded", "recorded"]);
});

test("P6: from approval to a paid invoice takes at most one poll interval and the calls, over 100 collections", async () => {
  const waits: number[] = [];
  for (let i = 0; i < 100; i++) {
    const invoice = shop.books.createInvoice({ total: 5_000 + i });
    await shop.collect(invoice.invoice_id, { method: i % 2 ? "upi" : "card" });
    // Approvals spread evenly over the interval between two polls.
    await shop.pass(10_000 + i * 50);
    shop.pay();
    const approved = shop.now;
    await shop.world.clock.run(shop.now + 20_000, () => shop.books.invoice(invoice.invoice_id)?.status === "paid");
    waits.push(shop.now - approved);
    await shop.pass(1_000);
  }
  waits.sort((a, b) => a - b);
  expect(waits).toHaveLength(100);
  expect(waits[50]).toBeLessThanOrEqual(2_700);
  expect(waits[99]).toBeLessThanOrEqual(5_300);
});

test("P6: from the click to the session takes two Zoho round trips and little more", async () => {
  const warm = shop.books.createInvoice({ total: 100 });
  await shop.collect(warm.invoice_id);
  shop.pay();
  await shop.pass(10_000);

  const invoice = shop.books.createInvoice({ total: 100 });
  const clicked = shop.now;
  const view = await shop.collect(invoice.invoice_id);
  expect(view.status).toBe("in_progress");
  expect(shop.now - clicked).toBeLessThanOrEqual(2 * 50 + 50);
});

test("a partial payment leaves the rest of the balance", async () => {
  const invoice = shop.books.createInvoice({ total: 100_000 });
  const view = await shop.collect(invoice.invoice_id, { amount: paise(40_000) });
  shop.pay();
  await shop.pass(10_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", amount: "400.00" });
  expect(shop.books.invoice(invoice.invoice_id)).toMatchObject({ status: "partially_paid", balance: 60_000 });
});

test("P4: a busy terminal queues, shows the place in line, and goes on by itself", async () => {
  const invoices = [1, 2, 3].map((n) => shop.books.createInvoice({ total: n * 1_000 }));
  const views = [];
  for (const invoice of invoices) views.push(await shop.collect(invoice.invoice_id));
  expect(views.map((view) => [view.status, view.queue_position])).toEqual([
    ["in_progress", null],
    ["queued", 1],
    ["queued", 2],
  ]);
  for (const _ of invoices) {
    shop.pay();
    await shop.pass(7_000);
  }
  for (const invoice of invoices) expect(shop.books.invoice(invoice.invoice_id)?.status).toBe("paid");
});
