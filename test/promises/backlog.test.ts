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
