import { afterEach, describe, expect, test } from "vitest";
import { CounterId, OrganizationId } from "../../src/collection/ids.ts";
import { takeUpHooks } from "../../src/http/hooks/take-up.ts";
import { listCollections } from "../../src/ledger/collections.ts";
import { changeCounter } from "../../src/ledger/counters.ts";
import { type HookDelivery, listHookDeliveries } from "../../src/ledger/hook-deliveries.ts";
import { HookSettings } from "../../src/ledger/hooks.ts";
import { sendFromBooks, takeHooks } from "../world/automation.ts";
import { Shop } from "../world/shop.ts";

let shop: Shop;
afterEach(() => shop.close());

const organizationId = () => OrganizationId.parse(shop.seed.organization_id);
const collections = () => listCollections(shop.world.ledger.calm, organizationId(), { limit: 100 });
const deliveries = (): Promise<HookDelivery[]> =>
  listHookDeliveries(shop.world.ledger.calm, organizationId(), { limit: 100 });

async function open(settings: Partial<HookSettings> = {}): Promise<void> {
  shop = await Shop.open({ terminals: 3 });
  await takeHooks(shop.world, shop.seed.organization_id, HookSettings.parse(settings));
}

/** Customers come and pay at every counter until nothing is left to collect. */
async function payEverything(): Promise<void> {
  for (let round = 0; round < 40; round++) {
    for (let counter = 0; counter < 3; counter++) {
      const device = shop.device(counter);
      if (device.fetchPayments().ok) device.pay();
    }
    await shop.pass(7_000);
  }
}

test("P7: a workflow rule puts ten invoices on three counters, each once, under duplicated and reordered deliveries", async () => {
  await open();
  const weather = { duplicate: 0.7, forged: 0.3, delay_ms: [0, 20_000] as [number, number] };
  // Two rules fire for the same invoices, one by each edit too.
  sendFromBooks(shop.world, shop.seed.organization_id, { on: "created", weather });
  sendFromBooks(shop.world, shop.seed.organization_id, { on: "both", body: "json_string", weather });
  const invoices = Array.from({ length: 10 }, (_, index) =>
    shop.books.createInvoice({
      total: 1_000 * (index + 1),
      custom_fields: { cf_counter: shop.counter(index % 3)[index % 2 ? "id" : "name"] },
    }),
  );
  await shop.pass(30_000);
  await payEverything();

  const made = await collections();
  expect(made).toHaveLength(10);
  for (const [index, invoice] of invoices.entries()) {
    const mine = made.filter(({ invoiceId }) => invoiceId === invoice.invoice_id);
    expect(mine).toMatchObject([{ status: "recorded", amount: invoice.total, counterId: shop.counter(index % 3).id }]);
    expect(shop.books.invoice(invoice.invoice_id)?.status).toBe("paid");
    expect(shop.books.customerPayments({ invoice_id: invoice.invoice_id })).toHaveLength(1);
  }
  expect(shop.calls("payments.create")).toHaveLength(10);
  const sent = shop.world.zoho.webhooks.sent();
  expect(sent.length).toBeGreaterThan(30);
  expect(sent.filter(({ forged }) => forged).map(({ status }) => status)).not.toContain(200);
  expect(sent.filter(({ forged }) => forged).length).toBeGreaterThan(2);
  expect(sent.filter(({ forged, status }) => !forged && status >= 300)).toEqual([]);
});

test("P7: an edit that changes nothing for us, and a replay after the payment, start nothing", async () => {
  await open({ default_counter_id: null });
  // Two rules that do not agree on the counter: the first one wins.
  const [first, second] = shop.seed.counters;
  sendFromBooks(shop.world, shop.seed.organization_id, { body: "raw", query: `?counter_id=${second?.id}` });
  sendFromBooks(shop.world, shop.seed.organization_id, { query: `?counter_id=${first?.id}&payment_method=upi` });
  const invoice = shop.books.createInvoice({ total: 5_000 });
  await shop.pass(1_000);
  shop.books.editTotal(invoice.invoice_id, 5_000);
  await shop.pass(1_000);
  const made = await collections();
  expect(made).toHaveLength(1);
  shop.pay(shop.seed.counters.findIndex(({ id }) => id === made[0]?.counterId));
  await shop.pass(10_000);
  shop.books.editTotal(invoice.invoice_id, 5_000);
  await shop.pass(1_000);
  expect(await collections()).toHaveLength(1);
  expect((await deliveries()).map(({ outcome }) => outcome)).toContain("ignored");
});

describe("the counter of a delivery", () => {
  test.each([
    ["the address", { query: "?counter_id=%1", custom_fields: { cf_counter: "%2" }, location: 2, fallback: 2 }, 1],
    ["the invoice's field", { custom_fields: { cf_counter: "%1" }, location: 2, fallback: 2 }, 1],
    ["the invoice's location", { location: 1, fallback: 2 }, 1],
    ["the organization's default", { fallback: 1 }, 1],
  ])("comes from %s first", async (_name, from, expected) => {
    const { query, custom_fields, location, fallback } = { query: "", custom_fields: null, location: null, ...from };
    const named = (text: string): string => text.replace(/%(\d)/, (_, index) => shop.counter(Number(index)).id);
    shop = await Shop.open({ terminals: 3 });
    const settings = { default_counter_id: CounterId.parse(shop.counter(fallback).id) };
    await takeHooks(shop.world, shop.seed.organization_id, HookSettings.parse(settings));
    sendFromBooks(shop.world, shop.seed.organization_id, { on: "created", query: named(query) });
    if (location !== null) {
      const counter = { organizationId: organizationId(), id: CounterId.parse(shop.counter(location).id) };
      await changeCounter(shop.world.ledger.calm, counter, { locationId: headOffice() });
    }
    shop.books.createInvoice({
      total: 700,
      ...(custom_fields ? { custom_fields: { cf_counter: named(custom_fields.cf_counter) } } : {}),
    });
    await shop.pass(2_000);
    expect(await collections()).toMatchObject([{ counterId: shop.counter(expected).id, startedBy: "Books workflow" }]);
  });

  test("that nothing names is said in the answer and in the list", async () => {
    await open();
    sendFromBooks(shop.world, shop.seed.organization_id, { on: "created" });
    shop.books.createInvoice({ total: 700 });
    shop.books.createInvoice({ total: 700, custom_fields: { cf_counter: "Counter of nowhere" } });
    await shop.pass(2_000);
    expect(await collections()).toEqual([]);
    const codes = (await deliveries()).map(({ outcome, code }) => [outcome, code]);
    expect(codes.toSorted()).toEqual([
      ["refused", "counter_not_named"],
      ["refused", "unknown_counter"],
    ]);
  });
});

test("P5: a delivery that comes while Books is away is kept, and carried out when it is back", async () => {
  await open();
  const [first] = shop.seed.counters;
  sendFromBooks(shop.world, shop.seed.organization_id, { on: "created", query: `?counter_id=${first?.id}` });
  shop.fault({ kind: "status", status: 503, service: "books", until: shop.now + 120_000 });
  shop.books.createInvoice({ total: 900 });
  await shop.pass(3_000);
  expect(shop.world.zoho.webhooks.sent().map(({ status }) => status)).toEqual([202]);
  expect(await deliveries()).toMatchObject([{ outcome: "waiting", code: "books_unavailable" }]);
  for (let minute = 0; minute < 5; minute++) {
    await shop.wait(takeUpHooks(shop.world.dependencies()));
    await shop.pass(60_000);
  }
  expect(await collections()).toMatchObject([{ status: "in_progress" }]);
  expect(await deliveries()).toMatchObject([{ outcome: "started" }]);
  expect(await shop.wait(takeUpHooks(shop.world.dependencies()))).toBe(0);
});

test("a delivery is answered within a second, however slow Books is", async () => {
  await open();
  const [first] = shop.seed.counters;
  sendFromBooks(shop.world, shop.seed.organization_id, { on: "created", query: `?counter_id=${first?.id}` });
  shop.fault({ kind: "delay", ms: 6_000, route: "books.invoice" });
  shop.books.createInvoice({ total: 900 });
  await shop.pass(1_000);
  expect(shop.world.zoho.webhooks.sent()).toMatchObject([{ status: 202 }]);
  await shop.pass(9_000);
  expect(await collections()).toMatchObject([{ status: "in_progress" }]);
});

const headOffice = (): string => {
  const [location] = shop.world.zoho.snapshot().books[0]?.profile.locations ?? [];
  return location?.location_id ?? "";
};
