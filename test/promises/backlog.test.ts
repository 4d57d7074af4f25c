import { expect, test } from "vitest";
import { Shop } from "../world/shop.ts";

test("P5 P6: what an outage of Books piled up drains by itself, the oldest first, within Books' limits", async () => {
  const shop = await Shop.open({ terminals: 40, settings: { books_per_minute: 100 } });
  const views = [];
  for (let counter = 0; counter < 40; counter++) {
    const invoice = shop.books.createInvoice({ total: 900 + counter });
    views.push(await shop.collect(invoice.invoice_id, { counter }));
    await shop.pass(1_000);
  }
  const from = shop.now;
  shop.fault({ kind: "status", status: 503, service: "books", from, until: from + 3_600_000 });
  for (let counter = 0; counter < 40; counter++) {
    shop.pay(counter);
    await shop.pass(500);
  }
  await shop.pass(3_600_000 - (shop.now - from));
  const back = shop.now;
  await shop.pass(20 * 60_000);
  for (const [counter, view] of views.entries()) {
    expect(await shop.read(view.id, counter)).toMatchObject({ status: "recorded", attention: null });
  }
  const calls = shop.world.zoho.calls.list({ service: "books" }).filter((call) => call.at >= back);
  expect(calls.filter((call) => call.status === 429)).toHaveLength(0);
  expect(Math.max(...calls.map((call) => call.at_once))).toBeLessThanOrEqual(10);
  for (const { at } of calls) {
    expect(calls.filter((other) => other.at >= at && other.at < at + 60_000).length).toBeLessThanOrEqual(100);
  }
  shop.close();
}, 30_000);

// The simulation's seed 20261135 of its time: one such payment read its invoice 7,508 times, until Books' day was over.
test("P5 P6: payments whose balance must be read first are recorded one after another, however scarce Books' calls", async () => {
  const shop = await Shop.open({ terminals: 40 });
  const views = [];
  for (let counter = 0; counter < 40; counter++) {
    const invoice = shop.books.createInvoice({ total: 900 + counter });
    views.push(await shop.collect(invoice.invoice_id, { counter }));
    shop.books.payInCash(invoice.invoice_id, 300);
  }
  for (let counter = 0; counter < 40; counter++) shop.pay(counter);
  await shop.pass(6 * 60_000);
  for (const [counter, view] of views.entries()) {
    const { status, attention } = await shop.read(view.id, counter);
    expect({ status, attention }).toEqual({ status: "recorded", attention: "excess_is_credit" });
  }
  // Each is read to start, refused, looked for with three calls, and recorded; a few retries are forgiven.
  const calls = shop.world.zoho.calls.list({ service: "books" });
  expect(calls.length).toBeLessThanOrEqual(40 * 6 + 20);
  expect(calls.filter((call) => call.status === 429)).toHaveLength(0);
  shop.close();
}, 30_000);
