import { eq } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { afterEach, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { listEndpoints } from "../../src/ledger/endpoints.ts";
import { findOrganization, putOrganization } from "../../src/ledger/organizations.ts";
import { endpoints } from "../../src/ledger/schema.ts";
import { recentSetup } from "../../src/ledger/setup-events.ts";
import type { Posted } from "../../src/notifier/notifier.ts";
import { ENDPOINT_SECRET, tellEndpoint } from "../world/automation.ts";
import { Random } from "../world/random.ts";
import { Shop, type ShopOptions } from "../world/shop.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Heard {
  at: number;
  host: string;
  id: string;
  type: string;
  collection: string;
  status: string;
}

let shop: Shop;
afterEach(() => shop.close());

const ok: Posted = { kind: "answer", status: 200, text: "", retryAfterMs: null };
const down: Posted = { kind: "none", detail: "no connection" };
const answer = (status: number): Posted => ({ kind: "answer", status, text: "", retryAfterMs: null });

/** A shop whose events go to a receiver that answers as `behave` says, and notes what it took. */
async function open(options: ShopOptions, behave: (host: string, tries: number) => Posted | Promise<Posted>) {
  shop = await Shop.open(options);
  const taken: Heard[] = [];
  const tries = { count: 0 };
  shop.world.receiver = async (url, headers, body) => {
    tries.count += 1;
    await shop.world.clock.sleep(20);
    const { host } = new URL(url);
    const given = await behave(host, tries.count);
    const id = headers["webhook-id"] ?? "";
    const signedAt = new Date(Number(headers["webhook-timestamp"]) * 1_000);
    expect(headers["webhook-signature"]).toBe(new Webhook(ENDPOINT_SECRET).sign(id, signedAt, body));
    if (given.kind === "answer" && given.status < 300) {
      const { type, data } = JSON.parse(body);
      taken.push({ at: shop.now, host, id, type, collection: data.id, status: data.status });
    }
    return given;
  };
  await tellEndpoint(shop.world, shop.seed.organization_id, { id: "erp" });
  return { taken, tries };
}

const typesOf = (taken: Heard[], collection: string, host = "erp.example.com"): string[] =>
  taken.filter((one) => one.collection === collection && one.host === host).map(({ type }) => type.slice(11));

const PAID = ["queued", "in_progress", "succeeded", "recorded"];

test("a paid collection is told in order, each step once, signed", async () => {
  const { taken } = await open({}, () => ok);
  const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  const waiting = await shop.collect(shop.books.createInvoice({ total: 800 }).invoice_id);
  await shop.pass(2_000);
  expect(typesOf(taken, waiting.id)).toEqual(["queued"]);
  shop.pay();
  await shop.pass(10_000);
  expect(typesOf(taken, view.id)).toEqual(PAID);
  expect(taken.every(({ type, status }) => type === `collection.${status}`)).toBe(true);
});

test("P5: a receiver that is away for a day is told everything when it is back, in order", async () => {
  const back = { at: Number.POSITIVE_INFINITY };
  const { taken, tries } = await open({ terminals: 3 }, () => (shop.now < back.at ? down : ok));
  back.at = shop.now + DAY;
  const views = [];
  for (let i = 0; i < 45; i++) {
    const counter = i % 3;
    views.push(await shop.collect(shop.books.createInvoice({ total: 900 + i }).invoice_id, { counter }));
    shop.pay(counter);
    await shop.pass(30 * 60_000);
  }
  expect(taken).toEqual([]);
  await shop.world.clock.run(back.at);
  const before = tries.count;
  await shop.pass(HOUR + 10 * 60_000);
  for (const view of views) expect(typesOf(taken, view.id)).toEqual(PAID);
  expect(taken).toHaveLength(45 * 4);
  // Once it is back nothing waits for its own gap: what is due an hour later comes with the first success.
  expect(Math.max(...taken.map(({ at }) => at)) - Math.min(...taken.map(({ at }) => at))).toBeLessThan(60_000);
  expect(tries.count - before).toBeLessThan(45 * 4 + 60);
  // And while it was away it was not stormed.
  expect(before).toBeLessThan(45 * 40);
});

test("P7: whatever fails, however often it is retried, no receiver meets a collection's events out of order", async () => {
  const random = new Random(7);
  const { taken } = await open({ terminals: 3 }, async () => {
    await shop.world.clock.sleep(random.between(0, 9_000));
    return random.chance(0.4) ? answer(random.pick([500, 404, 302, 429])) : ok;
  });
  await tellEndpoint(shop.world, shop.seed.organization_id, { id: "crm", events: ["collection.recorded"] });
  const views = [];
  for (let i = 0; i < 12; i++) {
    views.push(await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id, { counter: i % 3 }));
    shop.pay(i % 3);
    await shop.pass(20_000);
  }
  await shop.pass(12 * HOUR);
  for (const view of views) {
    expect(typesOf(taken, view.id)).toEqual(PAID);
    expect(typesOf(taken, view.id, "crm.example.com")).toEqual(["recorded"]);
  }
});

test("P5: a notifier that dies at any of its awaits tells everything at least once, in order", async () => {
  const random = new Random(11);
  const storm = { over: false };
  const crash = (object: string) => !storm.over && object.startsWith("notifier") && random.chance(0.15);
  const { taken } = await open({ fate: { crash } }, () => ok);
  const views = [];
  for (let i = 0; i < 20; i++) {
    views.push(await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id));
    shop.pay();
    await shop.pass(30_000);
  }
  storm.over = true;
  await shop.pass(2 * HOUR);
  const organization = OrganizationId.parse(shop.seed.organization_id);
  expect(shop.world.notifier(organization).crashes).toBeGreaterThan(10);
  for (const view of views) {
    const mine = taken.filter(({ collection }) => collection === view.id);
    // At least once: the same event may come again right after itself, under the same id.
    const once = mine.filter(({ id }, index) => id !== mine[index - 1]?.id);
    expect(once.map(({ type }) => type.slice(11))).toEqual(PAID);
    expect(new Set(mine.map(({ id }) => id)).size).toBe(4);
  }
});

test("a receiver that hangs holds up no other", async () => {
  const { taken } = await open({}, async (host) => {
    if (host !== "hanging.example.com") return ok;
    await shop.world.clock.sleep(10_000);
    return { kind: "none", detail: "no answer within 10 s" };
  });
  for (const id of ["hanging", "crm"]) await tellEndpoint(shop.world, shop.seed.organization_id, { id });
  for (let i = 0; i < 30; i++) {
    const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
    shop.pay();
    await shop.pass(7_000);
    expect(typesOf(taken, view.id)).toEqual(PAID);
    expect(typesOf(taken, view.id, "crm.example.com")).toEqual(PAID);
  }
});

test("a delivery is retried for 24 hours with growing gaps, an endpoint that takes nothing for days is disabled", async () => {
  const times: number[] = [];
  await open({}, () => {
    times.push(shop.now);
    return answer(500);
  });
  const organization = OrganizationId.parse(shop.seed.organization_id);
  const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  await shop.pass(2 * DAY);
  const notifier = () => shop.world.notifier(organization);
  const log = await shop.wait(notifier().call((one) => one.deliveries({ limit: 100 })));
  const first = log.at(-1);
  expect(first).toMatchObject({ collectionId: view.id, eventType: "collection.queued", state: "failed", dueAt: null });
  expect(first?.attempts.map(({ status }) => status)).toEqual(first?.attempts.map(() => 500));
  const firstTries = first?.attempts.map(({ at }) => at) ?? [];
  const gaps = firstTries.slice(1).map((at, index) => at - (firstTries[index] ?? 0));
  expect(gaps[0]).toBeLessThan(10_000);
  expect(gaps.at(-1)).toBeGreaterThan(50 * 60_000);
  expect((firstTries.at(-1) ?? 0) - (firstTries[0] ?? 0)).toBeGreaterThanOrEqual(DAY);
  // Its next event follows only then: never before the one it comes after.
  const second = log.find(({ eventType }) => eventType !== "collection.queued");
  expect(second?.attempts[0]?.at).toBeGreaterThanOrEqual(firstTries.at(-1) ?? 0);

  await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  await shop.pass(2 * DAY);
  const [endpoint] = await listEndpoints(shop.world.ledger.calm, organization);
  expect(endpoint).toMatchObject({ disabledReason: "it accepted nothing for three days" });
  const count = times.length;
  await shop.collect(shop.books.createInvoice({ total: 700 }).invoice_id);
  await shop.pass(DAY);
  expect(times).toHaveLength(count);
});

test("an endpoint that is gone is disabled at once, a test is sent once, and an event can be sent again", async () => {
  const gone = { yet: false };
  const { taken } = await open({}, () => (gone.yet ? answer(410) : ok));
  const organization = OrganizationId.parse(shop.seed.organization_id);
  const notifier = shop.world.notifier(organization);
  expect(await shop.wait(notifier.call((one) => one.test("erp")))).toMatchObject({
    eventType: "test",
    state: "delivered",
  });
  expect(await shop.wait(notifier.call((one) => one.test("nobody")))).toBeNull();
  const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  shop.pay();
  await shop.pass(10_000);
  const [last] = await shop.wait(notifier.call((one) => one.deliveries({ limit: 1 })));
  expect(last).toMatchObject({ eventType: "collection.recorded", state: "delivered" });
  const again = await shop.wait(notifier.call((one) => one.sendAgain("erp", last?.id ?? "")));
  expect(again).toMatchObject({ state: "delivered", eventId: last?.eventId });
  expect(await shop.wait(notifier.call((one) => one.sendAgain("other", last?.id ?? "")))).toBeNull();
  expect(typesOf(taken, view.id)).toEqual([...PAID, "recorded"]);

  gone.yet = true;
  await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  await shop.pass(5_000);
  const [endpoint] = await listEndpoints(shop.world.ledger.calm, organization);
  expect(endpoint).toMatchObject({ disabledReason: "it answered 410 Gone" });
  expect(await recentSetup(shop.world.ledger.calm, organization, 5)).toMatchObject([
    { what: "endpoint_disabled", by: "Collect via POS", detail: expect.stringContaining("it answered 410 Gone") },
  ]);
});

test("P5: events wait while the ledger is away, and the ledger does not wait for them", async () => {
  const outage = { until: 0 };
  const weather: ShopOptions["weather"] = (clock) => async (work) => {
    if (clock.now() < outage.until) throw new Error("the ledger is away");
    return work();
  };
  const { taken } = await open({ weather }, () => ok);
  const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  await shop.pass(60_000);
  outage.until = shop.now + HOUR;
  shop.pay();
  await shop.pass(30 * 60_000);
  expect((await shop.read(view.id)).status).toBe("recorded");
  expect(typesOf(taken, view.id)).toEqual(["queued", "in_progress"]);
  await shop.pass(40 * 60_000);
  expect(typesOf(taken, view.id)).toEqual(PAID);
});

test("the billing software's 2xx to succeeded acknowledges, with its own reference, across a crash of the terminal", async () => {
  const { taken } = await open({}, (_host, tries) =>
    tries < 3 ? ok : { kind: "answer", status: 200, text: '{"reference":"RCPT-9"}', retryAfterMs: null },
  );
  const { calm } = shop.world.ledger;
  const known = await findOrganization(calm, OrganizationId.parse(shop.seed.organization_id));
  if (!known) throw new Error("no organization");
  await putOrganization(calm, { ...known, product: "external" });
  const number = "POS-2026-0001";
  const request = { ...shop.request("1"), invoice: { number }, amount: 12_500 as never };
  const started = await shop.start(request);
  if (started.kind !== "started") throw new Error(started.refusal.reason);
  expect(started.view).toMatchObject({ invoice_number: number, amount: "125.00", status: "in_progress" });
  expect(await shop.start(request)).toMatchObject({ kind: "started", repeated: true, view: { id: started.view.id } });
  shop.pay();
  await shop.world.clock.run(shop.now + 20_000, () => taken.some(({ type }) => type === "collection.succeeded"));
  shop.terminal().crash();
  await shop.pass(60_000);
  expect(await shop.read(started.view.id)).toMatchObject({ status: "recorded", customer_payment_number: "RCPT-9" });
  expect(typesOf(taken, started.view.id)).toEqual(PAID);
  expect(shop.calls("books.invoice")).toEqual([]);
  expect(shop.calls("books.record")).toEqual([]);
});

test("P5 P8: a notifier that is away for long keeps nothing from the ledger, and is told all of it in order after", async () => {
  const away = { now: false };
  const crash = (object: string) => away.now && object.startsWith("notifier");
  const { taken } = await open({ fate: { crash } }, () => ok);
  away.now = true;
  const views = [];
  // More than are told at once.
  for (let i = 0; i < 40; i++) {
    const view = await shop.collect(shop.books.createInvoice({ total: 900 + i }).invoice_id);
    views.push(view);
    shop.pay();
    await shop.pass(10_000);
    expect((await shop.ledger(view.id)).collection.status).toBe("recorded");
  }
  expect(taken).toEqual([]);
  away.now = false;
  await shop.pass(5 * 60_000);
  for (const view of views) expect(typesOf(taken, view.id)).toEqual(PAID);
});

test("P5: what is for an endpoint whose secret does not open waits, and holds up neither ledger nor other endpoints", async () => {
  const { taken } = await open({}, () => ok);
  const organization = OrganizationId.parse(shop.seed.organization_id);
  await tellEndpoint(shop.world, shop.seed.organization_id, { id: "crm" });
  const { calm } = shop.world.ledger;
  const crm = (await listEndpoints(calm, organization)).find(({ id }) => id === "crm");
  const lose = (keyId = "lost") => calm.update(endpoints).set({ keyId }).where(eq(endpoints.id, "crm"));
  await lose();
  await shop.world.notifier(organization).call((notifier) => notifier.endpointsChanged());
  const view = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  shop.pay();
  await shop.pass(10 * 60_000);
  expect((await shop.ledger(view.id)).collection.status).toBe("recorded");
  expect(typesOf(taken, view.id)).toEqual(PAID);
  expect(typesOf(taken, view.id, "crm.example.com")).toEqual([]);
  await lose(crm?.keyId);
  await shop.pass(10 * 60_000);
  expect(typesOf(taken, view.id, "crm.example.com")).toEqual(PAID);
});
