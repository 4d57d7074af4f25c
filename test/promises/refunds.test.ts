import { afterEach, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { wish } from "../../src/http/collections/wish.ts";
import { takeUpHooks } from "../../src/http/hooks/take-up.ts";
import { sweep } from "../../src/sweep.ts";
import { sendFromPayments, takeHooks } from "../world/automation.ts";
import { Shop, type ShopOptions } from "../world/shop.ts";

const HOUR = 3_600_000;
let shop: Shop;
afterEach(() => shop.close());

async function open(options: ShopOptions = {}): Promise<void> {
  shop = await Shop.open(options);
  await takeHooks(shop.world, shop.seed.organization_id);
  sendFromPayments(shop.world, shop.seed);
}

/** A payment of ₹50 that is recorded for two minutes. */
async function paid() {
  const invoice = shop.books.createInvoice({ total: 5_000 });
  const { id } = await shop.collect(invoice.invoice_id);
  const payment = shop.pay();
  await shop.pass(120_000);
  const { customer_payment_id: record } = await shop.read(id);
  if (!record) throw new Error("it was not recorded");
  return { id, payment, record, invoice: invoice.invoice_id };
}

const looks = () => shop.calls("books.invoice_payments").length;
const reasons = async (id: string) => (await shop.read(id)).history.map(({ reason }) => reason);

test("P2: a refund calls a human only after Books was asked, once, and still shows it as paid", async () => {
  await open();
  const { id, payment, record } = await paid();
  const before = shop.world.zoho.calls.total;
  shop.device().refund(payment, 2_000);
  await shop.pass(5_000);
  expect(await shop.read(id)).toMatchObject({ attention: "refunded_still_paid", refunded_amount: "20.00" });
  expect(await reasons(id)).toEqual(expect.arrayContaining(["refunded", "refunded_still_paid"]));
  expect(shop.world.zoho.calls.total - before).toBe(1);
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);

  // Put right in Books: a look, when somebody asks for one, sees it.
  shop.books.deleteCustomerPayment(record);
  expect(await shop.wish(id, { action: "check", by: "accountant" })).toMatchObject({
    kind: "done",
    view: { status: "recorded", attention: null, refunded_amount: "20.00" },
  });
  await shop.pass(48 * HOUR);
  expect(looks()).toBe(2);
});

test.each([
  ["deleted the payment", (it: Awaited<ReturnType<typeof paid>>) => shop.books.deleteCustomerPayment(it.record)],
  ["voided the invoice", (it: Awaited<ReturnType<typeof paid>>) => shop.books.voidInvoice(it.invoice)],
  ["deleted the invoice", (it: Awaited<ReturnType<typeof paid>>) => shop.books.deleteInvoice(it.invoice)],
])("P2: an accountant who %s before the refund is heard is not called", async (_what, putRight) => {
  await open();
  const it = await paid();
  putRight(it);
  shop.device().refund(it.payment);
  await shop.pass(10_000);
  expect(await shop.read(it.id)).toMatchObject({ attention: null, refunded_amount: "50.00" });
  expect((await reasons(it.id)).slice(-2)).toEqual(["refunded", "refund_in_books"]);
  expect((await shop.ledger(it.id)).collection).toMatchObject({ task: null, refundHeardAt: null, attention: null });
});

test.each([undefined, 2_000])(
  "P1: a payment is recorded though it was given back before we heard of it",
  async (amount) => {
    await open({ settings: { session_shows_refunds: true } });
    const invoice = shop.books.createInvoice({ total: 5_000 });
    const { id } = await shop.collect(invoice.invoice_id);
    const payment = shop.pay();
    shop.device().refund(payment, amount);
    await shop.pass(120_000);
    expect(await shop.read(id)).toMatchObject({ status: "recorded", amount: "50.00" });
    expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  },
);

test("P5: while Books is away it is asked on, seldom; a human is told after an hour, and the answer comes by itself", async () => {
  await open();
  const { id, payment } = await paid();
  shop.fault({ kind: "status", status: 503, service: "books", until: shop.now + 60 * HOUR });
  shop.device().refund(payment);
  await shop.pass(50 * 60_000);
  expect((await shop.read(id)).attention).toBeNull();
  await shop.pass(2 * HOUR);
  expect((await shop.read(id)).attention).toBe("refund_unchecked");
  await shop.pass(60 * HOUR);
  expect((await shop.read(id)).attention).toBe("refunded_still_paid");
  expect(looks()).toBeLessThan(90);
  expect((await reasons(id)).filter((reason) => reason.startsWith("refund"))).toEqual([
    "refunded",
    "refund_unchecked",
    "refunded_still_paid",
  ]);
});

test("P1 P5: a refund heard while Books is away and nothing is recorded yet is compared once it is", async () => {
  await open();
  const invoice = shop.books.createInvoice({ total: 5_000 });
  const { id } = await shop.collect(invoice.invoice_id);
  shop.fault({ kind: "status", status: 503, service: "books", until: shop.now + HOUR });
  const payment = shop.pay();
  await shop.pass(60_000);
  shop.device().refund(payment);
  await shop.pass(60_000);
  expect(await shop.read(id)).toMatchObject({ status: "succeeded", refunded_amount: "50.00" });
  await shop.pass(2 * HOUR);
  expect(await shop.read(id)).toMatchObject({ status: "recorded", attention: "refunded_still_paid" });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
});

test("P5: whichever step the terminal dies at, with its alarm, the refund is counted once and Books is asked", async () => {
  let steps = Number.POSITIVE_INFINITY;
  let died = 0;
  const crash = (object: string): boolean => {
    if (!object.startsWith("terminal")) return false;
    steps -= 1;
    if (steps !== 0) return false;
    died += 1;
    return true;
  };
  await open({ fate: { crash, alarmLost: () => true } });
  for (let step = 1; step <= 24; step++) {
    steps = Number.POSITIVE_INFINITY;
    const { id, payment, record } = await paid();
    const gone = step % 2 === 0;
    if (gone) shop.books.deleteCustomerPayment(record);
    steps = step;
    shop.device().refund(payment, 2_000);
    for (let minute = 0; minute < 8; minute++) {
      await shop.pass(60_000);
      await shop.wait(Promise.all([sweep(shop.world.dependencies()), takeUpHooks(shop.world.dependencies())]));
    }
    const attention = gone ? null : "refunded_still_paid";
    expect([step, await shop.read(id)]).toMatchObject([step, { attention, refunded_amount: "20.00" }]);
    expect((await shop.ledger(id)).collection).toMatchObject({ refundHeardAt: null, task: null });
  }
  expect(died).toBeGreaterThan(8);
});

test("P2: after a credit note, which leaves the payment on the invoice, an accountant's word ends it until the next refund", async () => {
  await open();
  const { id, payment, record } = await paid();
  shop.device().refund(payment, 2_000);
  await shop.pass(10_000);
  await shop.wish(id, { action: "check", by: "Meera" });
  expect((await shop.read(id)).attention).toBe("refunded_still_paid");

  const word = { action: "resolve", outcome: "refund_settled", reason: "credit note", reference: "CN-7" } as const;
  expect(await shop.wish(id, { ...word, by: "Meera" })).toMatchObject({
    kind: "done",
    view: { status: "recorded", attention: null, refunded_amount: "20.00", customer_payment_id: record },
  });
  const asked = looks();
  await shop.pass(48 * HOUR);
  expect(looks()).toBe(asked);
  expect((await shop.ledger(id)).collection).toMatchObject({ status: "recorded", attention: null, task: null });
  expect((await shop.read(id)).history.at(-1)).toMatchObject({ reason: "refund_settled", by: "Meera" });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);

  shop.device().refund(payment, 1_000);
  await shop.pass(10_000);
  expect(await shop.read(id)).toMatchObject({ attention: "refunded_still_paid", refunded_amount: "30.00" });
});

test("a refund is settled weeks later, when its terminal has let the collection go", async () => {
  await open();
  const { id, payment } = await paid();
  shop.device().refund(payment);
  await shop.pass(21 * 24 * HOUR);
  await paid();
  await expect(shop.read(id)).rejects.toThrow("does not know");
  const organizationId = OrganizationId.parse(shop.seed.organization_id);
  const identity = { organizationId, by: "Meera", kind: "staff", role: "staff" } as const;
  const word = { action: "resolve", outcome: "refund_settled", reason: "credit note", reference: null } as const;
  const settled = await shop.wait(wish(shop.world.dependencies(), identity, id, word));
  expect(settled).toMatchObject({ kind: "done", view: { status: "recorded", attention: null } });
  await shop.pass(1_000);
  expect((await shop.ledger(id)).collection.attention).toBeNull();
});

test("a check asked for weeks later, when its terminal has let it go, still sees what was put right", async () => {
  await open();
  const { id, payment, record } = await paid();
  shop.device().refund(payment);
  await shop.pass(10_000);
  await shop.pass(21 * 24 * HOUR);
  await paid();
  const organizationId = OrganizationId.parse(shop.seed.organization_id);
  const identity = { organizationId, by: "Meera", kind: "staff", role: "staff" } as const;
  await expect(shop.read(id)).rejects.toThrow("does not know");
  shop.books.deleteCustomerPayment(record);
  const checked = await shop.wait(wish(shop.world.dependencies(), identity, id, { action: "check" }));
  expect(checked).toMatchObject({ kind: "done", view: { attention: null } });
  await shop.pass(1_000);
  expect((await shop.ledger(id)).collection.attention).toBeNull();
});
