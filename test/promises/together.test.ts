import { expect, test } from "vitest";
import { startCollection } from "../../src/http/collections/start.ts";
import { Shop } from "../world/shop.ts";

test("P7: a double click, and the same request again later, make one collection", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const request = shop.request(invoice.invoice_id);
  const deps = shop.world.dependencies();
  const both = await shop.wait(Promise.all([startCollection(deps, request), startCollection(deps, request)]));
  const ids = both.map((one) => (one.kind === "started" ? one.view.id : one.refusal.reason));
  expect(ids[0]).toBe(ids[1]);
  shop.pay();
  await shop.pass(10_000);
  expect(await shop.start(request)).toMatchObject({ kind: "started", repeated: true, view: { id: ids[0] } });
  expect(await shop.start({ ...request, method: "upi" })).toMatchObject({
    kind: "refused",
    refusal: { reason: "idempotency_key_reused" },
  });
  expect(shop.calls("payments.create")).toHaveLength(1);
  shop.close();
});

test("P4: two tabs at two counters for one invoice make one collection, and name it to the other", async () => {
  const shop = await Shop.open({ terminals: 2 });
  const invoice = shop.books.createInvoice({ total: 900 });
  const deps = shop.world.dependencies();
  const requests = [0, 1].map((counter) => shop.request(invoice.invoice_id, { counter }));
  const answers = await shop.wait(Promise.all(requests.map((request) => startCollection(deps, request))));
  const started = answers.filter((answer) => answer.kind === "started");
  const refused = answers.filter((answer) => answer.kind === "refused");
  expect([started.length, refused.length]).toEqual([1, 1]);
  expect(refused[0]).toMatchObject({ refusal: { reason: "invoice_held", by: { id: started[0]?.view.id } } });
  expect(shop.calls("payments.create")).toHaveLength(1);
  shop.close();
});

test("P4: a collection that has just ended frees its invoice at once, however far behind the ledger is", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  shop.device().fetchPayments();
  shop.device().cancel();
  await shop.world.clock.run(shop.now + 10_000, () => shop.calls("payments.retrieve").at(-1)?.status === 200);
  await shop.world.clock.run(shop.now + 1);
  expect((await shop.read(view.id)).status).toBe("failed");
  expect((await shop.collect(invoice.invoice_id)).status).toBe("in_progress");
  shop.close();
});

test("P6: sixty terminals of one organization stay within Zoho's limits, their polls stretched evenly", async () => {
  const shop = await Shop.open({ terminals: 60, settings: { payments_per_minute: 600, books_per_minute: 100 } });
  const views = [];
  for (let counter = 0; counter < 60; counter++) {
    const invoice = shop.books.createInvoice({ total: 900 });
    views.push(await shop.collect(invoice.invoice_id, { counter }));
    await shop.pass(1_200);
  }
  await shop.pass(30_000);
  const minute = shop.now;
  await shop.pass(60_000);
  const polls = shop.calls("payments.retrieve").filter((call) => call.at >= minute);
  expect(polls.length).toBeGreaterThan(480);
  expect(polls.length).toBeLessThanOrEqual(545);
  for (let counter = 0; counter < 60; counter++) shop.pay(counter);
  await shop.pass(120_000);
  for (const [counter, view] of views.entries()) expect((await shop.read(view.id, counter)).status).toBe("recorded");
  expect(shop.world.zoho.calls.list().filter((call) => call.status === 429)).toHaveLength(0);
  shop.close();
}, 30_000);
