import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { takeUpHooks } from "../../src/http/hooks/take-up.ts";
import { listHookDeliveries } from "../../src/ledger/hook-deliveries.ts";
import { hookAddress, SIGNING_KEY, sendFromPayments, takeHooks } from "../world/automation.ts";
import type { Weather } from "../world/ledger.ts";
import { Shop } from "../world/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await Shop.open();
  await takeHooks(shop.world, shop.seed.organization_id);
});
afterEach(() => shop.close());

const organizationId = () => OrganizationId.parse(shop.seed.organization_id);
const deliveries = () => listHookDeliveries(shop.world.ledger.calm, organizationId(), { limit: 100 });

test("P6: with payment webhooks, from approval to a paid invoice takes two Zoho calls: under 300 ms at 50 ms each", async () => {
  sendFromPayments(shop.world, shop.seed);
  const waits: number[] = [];
  for (let i = 0; i < 100; i++) {
    const invoice = shop.books.createInvoice({ total: 5_000 + i });
    await shop.collect(invoice.invoice_id, { method: i % 2 ? "upi" : "card" });
    // Evenly over the interval between two polls, but for the second after a poll: within it Zoho was just asked.
    await shop.pass(11_200 + i * 36);
    shop.pay();
    const approved = shop.now;
    await shop.world.clock.run(shop.now + 20_000, () => shop.books.invoice(invoice.invoice_id)?.status === "paid");
    waits.push(shop.now - approved);
    await shop.pass(1_000);
  }
  expect(waits).toHaveLength(100);
  expect(Math.max(...waits)).toBeLessThan(300);
});

test("P6: a webhook right after a poll waits out that second, no longer", async () => {
  sendFromPayments(shop.world, shop.seed);
  const invoice = shop.books.createInvoice({ total: 5_000 });
  await shop.collect(invoice.invoice_id);
  await shop.world.clock.run(shop.now + 20_000, () => shop.calls("payments.retrieve").length === 1);
  await shop.pass(100);
  shop.pay();
  const approved = shop.now;
  await shop.world.clock.run(shop.now + 20_000, () => shop.books.invoice(invoice.invoice_id)?.status === "paid");
  expect(shop.now - approved).toBeLessThan(1_300);
});

test("P7: a payment webhook delivered again and again hastens once, by its event id as text", async () => {
  sendFromPayments(shop.world, shop.seed, { duplicate: 1, delay_ms: [10, 200] });
  const invoice = shop.books.createInvoice({ total: 5_000 });
  const view = await shop.collect(invoice.invoice_id);
  shop.pay();
  await shop.pass(5_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded" });
  expect(await deliveries()).toMatchObject([{ subject: "payment.succeeded", outcome: "told", collectionId: view.id }]);
  expect((await deliveries())[0]?.eventId).toMatch(/^\d{16}$/);
  expect(Number((await deliveries())[0]?.eventId)).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
  expect(shop.books.customerPayments({ invoice_id: invoice.invoice_id })).toHaveLength(1);
});

test("P2: a webhook that says succeeded moves nothing while Zoho, when asked, does not", async () => {
  sendFromPayments(shop.world, shop.seed);
  const invoice = shop.books.createInvoice({ total: 5_000 });
  const view = await shop.collect(invoice.invoice_id);
  shop.fault({ kind: "unknown_status", route: "payments.retrieve" });
  shop.pay();
  await shop.pass(20_000);
  expect(await deliveries()).toMatchObject([{ outcome: "told" }]);
  expect(await shop.read(view.id)).toMatchObject({ status: "in_progress", payment_id: null });
  shop.world.zoho.faults.clear();
  await shop.pass(6_000);
  expect(await shop.read(view.id)).toMatchObject({ status: "recorded" });
});

test("a refund marks the collection, once, and calls a human when Books shows the invoice as paid", async () => {
  sendFromPayments(shop.world, shop.seed, { duplicate: 1 });
  const invoice = shop.books.createInvoice({ total: 5_000 });
  const view = await shop.collect(invoice.invoice_id);
  const payment = shop.pay();
  await shop.pass(10_000);
  // Long after the terminal has let it go.
  await shop.pass(9 * 24 * 3_600_000);
  shop.device().refund(payment, 2_000);
  await shop.pass(5_000);
  const refunded = { status: "recorded", refunded_amount: "20.00", attention: "refunded_still_paid" };
  expect(await shop.read(view.id)).toMatchObject(refunded);
  expect((await shop.ledger(view.id)).collection).toMatchObject({ refunded: 2_000 });
  shop.device().refund(payment);
  await shop.pass(5_000);
  expect(await shop.read(view.id)).toMatchObject({ refunded_amount: "50.00" });
});

test("a payment of nobody's collection is answered and forgotten; an away terminal is told when Zoho comes again", async () => {
  sendFromPayments(shop.world, shop.seed);
  shop.device().chargeStandalone(9_900);
  await shop.pass(1_000);
  expect(await deliveries()).toMatchObject([{ outcome: "ignored" }]);

  const invoice = shop.books.createInvoice({ total: 5_000 });
  await shop.collect(invoice.invoice_id);
  const { answer } = shop.world;
  let away = 0;
  shop.world.answer = async (request) => {
    away += 1;
    return away > 1 ? answer.call(shop.world, request) : new Response(null, { status: 503 });
  };
  shop.pay();
  await shop.pass(70_000);
  expect((await deliveries()).map(({ outcome }) => outcome)).toEqual(["told", "ignored"]);
  expect(shop.world.zoho.webhooks.sent().at(-1)).toMatchObject({ status: 200 });
});

describe("P5: a refund heard before the ledger knows its payment", () => {
  let away = false;
  /** Round trips to the ledger that are still answered; after them it is away. */
  let answered = Number.POSITIVE_INFINITY;
  beforeEach(async () => {
    shop.close();
    away = false;
    answered = Number.POSITIVE_INFINITY;
    const weather = (): Weather => async (work) => {
      answered -= 1;
      if (away || answered < 0) throw new TypeError("fetch failed");
      return work();
    };
    shop = await Shop.open({ weather });
    await takeHooks(shop.world, shop.seed.organization_id);
  });
  const cron = () => shop.wait(takeUpHooks(shop.world.dependencies()));

  test("is kept, and told once the ledger has caught up, though it is delivered twice", async () => {
    const invoice = shop.books.createInvoice({ total: 5_000 });
    const view = await shop.collect(invoice.invoice_id);
    away = true;
    const payment = shop.pay();
    // The terminal tries to tell a minute apart by now.
    await shop.pass(10 * 60_000);
    away = false;
    sendFromPayments(shop.world, shop.seed, { duplicate: 1 });
    shop.device().refund(payment, 2_000);
    await shop.pass(1_000);
    expect((await shop.ledger(view.id)).collection.status).toBe("in_progress");
    expect(shop.world.zoho.webhooks.sent().map(({ status }) => status)).toEqual([202, 202]);
    expect(await deliveries()).toMatchObject([{ subject: "refund.succeeded", outcome: "waiting" }]);
    await shop.pass(60_000);
    expect(await cron()).toBe(1);
    expect(await deliveries()).toMatchObject([{ outcome: "told", collectionId: view.id, retryAt: null }]);
    expect(await shop.read(view.id)).toMatchObject({ refunded_amount: "20.00" });
    await shop.pass(600_000);
    expect(await cron()).toBe(0);
  });

  test("is looked for with growing gaps for two days, then said to be nobody's", async () => {
    sendFromPayments(shop.world, shop.seed);
    const payment = shop.device().chargeStandalone(9_900);
    await shop.pass(1_000);
    shop.device().refund(payment);
    await shop.pass(1_000);
    const heard = shop.now;
    const refund = async () => (await deliveries()).find(({ subject }) => subject === "refund.succeeded");
    const looked: number[] = [];
    for (let tries = 1, quarter = 0; quarter < 3 * 24 * 4; quarter++) {
      await shop.pass(15 * 60_000);
      await cron();
      const now = await refund();
      if (now && now.tries > tries) looked.push(shop.now - heard);
      tries = now?.tries ?? 0;
    }
    expect(await refund()).toMatchObject({ outcome: "ignored", retryAt: null });
    expect((await refund())?.message).toContain("two days");
    expect(looked.at(-1)).toBeGreaterThan(48 * 3_600_000);
    expect(looked.length).toBeLessThan(25);
    const gaps = looked.map((at, index) => at - (looked[index - 1] ?? 0));
    expect(gaps[0]).toBeLessThan(gaps[4] ?? 0);
    expect(gaps[4]).toBeLessThan(gaps.at(-1) ?? 0);
  });

  test("is carried out later when the Worker or the ledger goes away right after it was kept", async () => {
    const invoice = shop.books.createInvoice({ total: 5_000 });
    const view = await shop.collect(invoice.invoice_id);
    const payment = shop.pay();
    await shop.pass(20_000);
    sendFromPayments(shop.world, shop.seed);
    // Who sends, whose account, known before?, kept: then nothing more.
    answered = 4;
    shop.device().refund(payment);
    await shop.pass(2_000);
    answered = Number.POSITIVE_INFINITY;
    expect(shop.world.zoho.webhooks.sent().map(({ status }) => status)).toEqual([202]);
    expect(await shop.read(view.id)).toMatchObject({ refunded_amount: null });
    await shop.pass(60_000);
    await cron();
    expect(await shop.read(view.id)).toMatchObject({ refunded_amount: "50.00" });
    expect(await deliveries()).toMatchObject([{ outcome: "told" }]);
  });
});

test("a payment event that names a collection nobody knows is looked for while it could be polled, no longer", async () => {
  const told = (collectionId: string) => {
    const payment = { payment_id: "1", meta_data: [{ key: "collection_id", value: collectionId }] };
    const account_id = shop.seed.payments_account_id;
    return JSON.stringify({ event_id: "7", event_type: "payment.succeeded", account_id, event_object: { payment } });
  };
  const body = told("col_00000000000000000000zzzzz");
  const signature = `t=${shop.now},v=${createHmac("sha256", SIGNING_KEY).update(`${shop.now}.${body}`).digest("hex")}`;
  const headers = { "x-zoho-webhook-signature": signature };
  const request = new Request(hookAddress("payments", shop.seed.organization_id), { method: "POST", headers, body });
  expect((await shop.wait(shop.world.answer(request))).status).toBe(202);
  for (let minute = 0; minute < 6; minute++) {
    await shop.pass(60_000);
    await shop.wait(takeUpHooks(shop.world.dependencies()));
  }
  expect(await deliveries()).toMatchObject([{ outcome: "ignored", tries: 4, retryAt: null }]);
});
