import { expect, test } from "vitest";
import type { SimulatorSettings } from "../../src/simulator/index.ts";
import { Shop } from "../world/shop.ts";

const HOUR = 3_600_000;

test("P3: a create whose answer is lost holds the terminal, is found by our id, and ends recorded", async () => {
  const shop = await Shop.open();
  const [first, second] = [shop.books.createInvoice({ total: 900 }), shop.books.createInvoice({ total: 800 })];
  shop.fault({ kind: "drop_after", route: "payments.create", times: 1 });
  const view = await shop.collect(first.invoice_id);
  expect(view).toMatchObject({ status: "sending", payments_session_id: null });
  expect(view.history.at(-1)).toMatchObject({ reason: "create_unanswered" });
  expect(await shop.collect(second.invoice_id)).toMatchObject({ status: "queued", queue_position: 1 });

  await shop.pass(20_000);
  expect((await shop.read(view.id)).status).toBe("sending");
  const payment = shop.pay();
  await shop.pass(40_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", payment_id: payment });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  expect(shop.calls("payments.create")).toHaveLength(2);
  shop.close();
});

test("P3: a create that never arrived and had no answer ends unresolved, frees the terminal, and is never failed", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  shop.fault({ kind: "drop_before", route: "payments.create", times: 1 });
  const view = await shop.collect(invoice.invoice_id);
  await shop.pass(6 * 60_000);
  expect((await shop.read(view.id)).status).toBe("unresolved");

  const refused = await shop.start(shop.request(invoice.invoice_id));
  expect(refused).toMatchObject({ kind: "refused", refusal: { reason: "invoice_unresolved", by: { id: view.id } } });
  const again = await shop.collect(invoice.invoice_id, { acknowledgeUnresolved: true });
  expect(again.status).toBe("in_progress");
  await shop.pass(50 * HOUR);
  expect(await shop.read(view.id)).toMatchObject({ status: "unresolved", attention: "checks_ended" });
  shop.close();
});

test("P3: server errors, refusals and unknown words on a poll are no final status", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  shop.fault({ kind: "status", status: 500, route: "payments.retrieve", times: 1 });
  shop.fault({
    kind: "status",
    status: 404,
    route: "payments.retrieve",
    times: 1,
    body: { code: "resource_does_not_exist", message: "?" },
  });
  shop.fault({ kind: "unknown_status", route: "payments.retrieve", times: 1 });
  shop.fault({ kind: "html", route: "payments.retrieve", times: 1 });
  shop.fault({ kind: "truncated", route: "payments.retrieve", times: 1 });
  shop.fault({ kind: "hang", route: "payments.retrieve", times: 1 });
  await shop.pass(50_000);
  expect((await shop.read(view.id)).status).toBe("in_progress");
  shop.pay();
  await shop.pass(10_000);
  expect((await shop.read(view.id)).status).toBe("recorded");
  shop.close();
});

const EXPIRIES: [SimulatorSettings["expiry"], string][] = [
  ["failed", "failed"],
  ["in_progress_forever", "unresolved"],
  ["invalid_payment_session", "unresolved"],
];
test.each(EXPIRIES)("P3: nobody pays and Zoho then says %s: the collection is %s", async (expiry, status) => {
  const shop = await Shop.open({ settings: { expiry } });
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  await shop.pass(4 * 60_000 + 59_000);
  expect((await shop.read(view.id)).status).toBe(expiry === "failed" ? "failed" : "in_progress");
  await shop.pass(10_000);
  expect((await shop.read(view.id)).status).toBe(status);
  expect((await shop.ledger(view.id)).collection.status).toBe(status);
  shop.close();
});

test("P1: a payment begun at 2:58 that succeeds after 3:00 is recorded", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  await shop.pass(177_000);
  shop.device().fetchPayments();
  shop.device().startPaying();
  await shop.pass(40_000);
  expect((await shop.read(view.id)).status).toBe("in_progress");
  shop.pay();
  await shop.pass(6_000);
  expect((await shop.read(view.id)).status).toBe("recorded");
  shop.close();
});

test("P1 P5: a payment taken while Zoho is away for hours is recorded when it is back", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  const from = shop.now;
  shop.fault({ kind: "status", status: 503, service: "payments", from, until: from + 5 * HOUR });
  const payment = shop.pay();
  await shop.pass(HOUR);
  expect((await shop.read(view.id)).status).toBe("unresolved");
  // Whichever question comes first after that, of the session or for the payment, the answer is acted upon.
  await shop.pass(5.3 * HOUR);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", payment_id: payment, attention: null });
  shop.close();
});

test("P8: Zoho away is one line of history for as long as it lasts, and another when it is away again", async () => {
  const shop = await Shop.open();
  const { id } = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  const away = { kind: "status", status: 503, service: "payments" } as const;
  shop.fault({ ...away, from: shop.now, until: shop.now + 40_000 });
  shop.fault({ ...away, from: shop.now + 60_000, until: shop.now + 90_000 });
  const asked = shop.calls("payments.retrieve").length;
  await shop.pass(100_000);
  const lines = (await shop.read(id)).history.filter(({ reason }) => reason === "poll_unanswered");
  expect(lines).toHaveLength(2);
  expect(shop.calls("payments.retrieve").length - asked).toBe(20);
  shop.close();
});

test("P3: a wish to cancel does not end what the terminal may still do", async () => {
  const shop = await Shop.open();
  const [paid, left] = [shop.books.createInvoice({ total: 900 }), shop.books.createInvoice({ total: 800 })];
  const first = await shop.collect(paid.invoice_id);
  const second = await shop.collect(left.invoice_id);

  expect(await shop.wish(second.id, { by: "cashier", action: "cancel" })).toMatchObject({
    kind: "done",
    view: { status: "cancelled" },
  });
  expect(await shop.wish(first.id, { by: "cashier", action: "cancel" })).toMatchObject({
    kind: "done",
    view: { status: "in_progress", cancel_requested: true },
  });
  shop.pay();
  await shop.pass(6_000);
  expect((await shop.read(first.id)).status).toBe("recorded");
  expect(shop.calls("payments.create")).toHaveLength(1);
  shop.close();
});

test("a decline says Zoho's failure code, and the next try is a collection of its own", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  shop.device().fetchPayments();
  shop.device().decline("insufficient_funds");
  await shop.pass(6_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "failed", failure_code: "insufficient_funds" });
  const again = await shop.collect(invoice.invoice_id);
  shop.pay();
  await shop.pass(6_000);
  expect((await shop.read(again.id)).status).toBe("recorded");
  shop.close();
});
