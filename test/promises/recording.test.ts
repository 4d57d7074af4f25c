import { expect, test } from "vitest";
import type { FaultRule } from "../../src/simulator/index.ts";
import { Shop } from "../world/shop.ts";

const SETTINGS = {
  paymentMode: "creditcard",
  depositAccountId: null,
  commentOnInvoice: true,
  timeZone: "Asia/Kolkata",
};

const UNANSWERED: [string, FaultRule][] = [
  ["lost after Books had it", { kind: "drop_after", route: "books.record", times: 1 }],
  ["lost before Books had it", { kind: "drop_before", route: "books.record", times: 1 }],
  ["a 500 though it was done", { kind: "status", status: 500, when: "after", route: "books.record", times: 1 }],
  ["cut in the middle", { kind: "truncated", route: "books.record", times: 1 }],
  ["never there", { kind: "hang", when: "after", route: "books.record", times: 1 }],
  ["late by 40 s", { kind: "delay", ms: 40_000, when: "before", route: "books.record", times: 1 }],
];
test.each(UNANSWERED)("P1: a recording whose answer is %s is made once", async (_name, rule) => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 4_500 });
  const view = await shop.collect(invoice.invoice_id);
  shop.fault(rule);
  const payment = shop.pay();
  await shop.pass(180_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", attention: null });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  expect(shop.books.invoice(invoice.invoice_id)?.status).toBe("paid");
  shop.close();
});

test("P1: money taken for a balance that was paid in cash meanwhile becomes the customer's credit, and says so", async () => {
  const shop = await Shop.open();
  const [whole, half] = [shop.books.createInvoice({ total: 10_000 }), shop.books.createInvoice({ total: 10_000 })];
  for (const [invoice, cash] of [
    [whole, 10_000],
    [half, 4_000],
  ] as const) {
    const view = await shop.collect(invoice.invoice_id);
    shop.books.payInCash(invoice.invoice_id, cash);
    const payment = shop.pay();
    await shop.pass(15_000);
    expect(await shop.read(view.id)).toMatchObject({ status: "recorded", attention: "excess_is_credit" });
    const [record, ...others] = shop.books.customerPayments({ reference_number: payment });
    expect(others).toHaveLength(0);
    expect(record).toMatchObject({ amount: 10_000, unused: cash });
    expect(shop.books.invoice(invoice.invoice_id)?.balance).toBe(0);
  }
  shop.close();
});

test("P1: what Books refuses stays paid with attention, and is recorded when someone asks again", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 4_500 });
  const view = await shop.collect(invoice.invoice_id);
  shop.books.lockUntil("2026-12-31");
  const payment = shop.pay();
  await shop.pass(10_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "succeeded", attention: "recording_refused" });
  expect((await shop.ledger(view.id)).collection.attention?.reason).toBe("recording_refused");
  await shop.pass(3_600_000);
  expect(shop.calls("books.record")).toHaveLength(1);

  shop.books.lockUntil(null);
  const answer = await shop.wish(view.id, { by: "accountant", action: "retry_recording", settings: SETTINGS });
  expect(answer.kind).toBe("done");
  await shop.pass(5_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", attention: null });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  expect(shop.books.comments(invoice.invoice_id).some((one) => one.description.includes(payment))).toBe(true);
  shop.close();
});

test("P1: a payment that someone recorded by hand meanwhile is found, not recorded again", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 4_500 });
  const view = await shop.collect(invoice.invoice_id);
  shop.books.lockUntil("2026-12-31");
  const payment = shop.pay();
  await shop.pass(10_000);
  shop.books.lockUntil(null);
  const byHand = shop.books.payInCash(invoice.invoice_id);
  if (!byHand) throw new Error("not paid by hand");
  expect(
    await shop.wish(view.id, {
      by: "accountant",
      action: "resolve",
      outcome: "not_paid",
      reason: "no",
      reference: null,
    }),
  ).toMatchObject({ kind: "objection" });
  const word = {
    action: "resolve",
    outcome: "paid",
    reason: "recorded by hand",
    reference: byHand.payment_id,
  } as const;
  expect(await shop.wish(view.id, { by: "accountant", ...word })).toMatchObject({
    kind: "done",
    view: { status: "recorded" },
  });
  await shop.pass(3_600_000);
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(0);
  expect((await shop.read(view.id)).history.at(-1)).toMatchObject({ reason: "resolved_paid", by: "accountant" });
  shop.close();
});

test("P2: another amount than was asked for is never recorded, and is shown", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 4_500 });
  const view = await shop.collect(invoice.invoice_id);
  shop.device().retypeAmount(4_400);
  shop.pay();
  await shop.pass(3_600_000);
  const now = await shop.read(view.id);
  expect(now).toMatchObject({ status: "succeeded", attention: "payment_differs" });
  expect(now.attention_message).toContain("44.00 instead of 45.00");
  expect(shop.calls("books.record")).toHaveLength(0);
  shop.close();
});

test("P2: a wrong amount in one answer alone is not believed when the next says otherwise", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 4_500 });
  const view = await shop.collect(invoice.invoice_id);
  shop.pay();
  shop.fault({ kind: "wrong_amount", route: "payments.retrieve", times: 1 });
  await shop.pass(6_000);
  expect((await shop.read(view.id)).attention).toBe("payment_differs");
  await shop.pass(180_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", attention: null });
  shop.close();
});

test("P5: Books' limits are waited out: a minute's, and a day's with a word about it", async () => {
  const shop = await Shop.open();
  const [first, second] = [shop.books.createInvoice({ total: 900 }), shop.books.createInvoice({ total: 800 })];
  const minute = await shop.collect(first.invoice_id);
  shop.fault({
    kind: "status",
    status: 429,
    route: "books.record",
    times: 1,
    body: { code: 44, message: "too many a minute" },
  });
  shop.pay();
  await shop.pass(8_000);
  expect((await shop.read(minute.id)).status).toBe("succeeded");
  await shop.pass(60_000);
  expect((await shop.read(minute.id)).status).toBe("recorded");

  const day = await shop.collect(second.invoice_id);
  shop.fault({
    kind: "status",
    status: 429,
    route: "books.record",
    times: 1,
    body: { code: 45, message: "too many a day" },
  });
  shop.pay();
  await shop.pass(30_000);
  expect(await shop.read(day.id)).toMatchObject({ status: "succeeded", attention: "books_daily_limit" });
  await shop.pass(2 * 3_600_000);
  expect(await shop.read(day.id)).toMatchObject({ status: "recorded", attention: null });
  shop.close();
});

test("P5: access that Books takes away is tried again, and heals with the connection", async () => {
  const shop = await Shop.open();
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  const refusal = { code: 57, message: "You are not authorized to perform this operation" };
  const from = shop.now;
  shop.fault({ kind: "status", status: 401, service: "books", from, until: from + 3_600_000, body: refusal });
  const payment = shop.pay();
  await shop.pass(60_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "succeeded", attention: "books_access_refused" });
  await shop.pass(2 * 3_600_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded", attention: null });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  shop.close();
});
