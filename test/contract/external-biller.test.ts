import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { createApp } from "../../src/http/app.ts";
import { type ApiClient, apiClient } from "../../src/http/client.ts";
import { addApiKey } from "../../src/ledger/api-keys.ts";
import { findOrganization, putOrganization } from "../../src/ledger/organizations.ts";
import { apiKeyHash } from "../../src/security/api-key.ts";
import { sendFromPayments, takeHooks } from "../world/automation.ts";
import { holdCrypto } from "../world/held.ts";
import { Shop } from "../world/shop.ts";
import { externalBiller } from "./external-biller.ts";

const KEY = "key-of-the-billing-program";
const ADDRESS = "https://billing.example.com/collections";

let shop: Shop;
let api: ApiClient;
let organization: string;

beforeEach(async () => {
  holdCrypto();
  shop = await Shop.open();
  organization = shop.seed.organization_id;
  const id = OrganizationId.parse(organization);
  const { calm } = shop.world.ledger;
  const known = await findOrganization(calm, id);
  if (!known) throw new Error("no organization");
  await putOrganization(calm, { ...known, product: "external" });
  const hash = await apiKeyHash(KEY);
  await addApiKey(calm, { id: "key_1", organizationId: id, label: "billing program", hash, createdAt: shop.now });
  const app = createApp(() => shop.world.dependencies());
  const send = async (input: RequestInfo | URL, init?: RequestInit) => app.request(new Request(input, init));
  api = apiClient("https://connector.test", KEY, send);
});
afterEach(() => {
  vi.useRealTimers();
  shop.close();
});

/** The program's clock is ours. */
function atShopTime(): void {
  vi.useFakeTimers({ toFake: ["Date"], now: shop.now });
}

test("an external biller collects, is told, and acknowledges by its 2xx", async () => {
  const made = await shop.wait(api.api.v1.endpoints.$post({ json: { url: ADDRESS } }));
  expect(made.status).toBe(201);
  const endpoint = await made.json();
  if (!("secret" in endpoint)) throw new Error("no secret");
  const biller = externalBiller(api, organization, endpoint.secret);
  shop.world.receiver = async (url, headers, body) => {
    atShopTime();
    const response = await biller.receive(new Request(url, { method: "POST", headers, body }));
    return { kind: "answer", status: response.status, text: await response.text(), retryAfterMs: null };
  };

  const started = await shop.wait(biller.collect("B-1001", "249.50", shop.counter().id));
  expect(started).toMatchObject({ status: "in_progress", invoice_number: "B-1001", amount: "249.50" });
  const [session] = shop.world.zoho.payments(shop.seed.payments_account_id).sessions();
  expect(session).toMatchObject({ description: "Bill B-1001", amount: 24_950 });
  expect(session?.meta_data).toMatchObject({ till: "7" });
  shop.pay();
  await shop.pass(15_000);

  expect(biller.bills.get("B-1001")).toMatchObject({ state: "collection.recorded", receipt: "RCPT-B-1001" });
  if (!("id" in started)) throw new Error("not started");
  const read = await shop.wait(api.api.v1.collections[":id"].$get({ param: { id: started.id } }));
  expect(await read.json()).toMatchObject({
    status: "recorded",
    customer_payment_number: "RCPT-B-1001",
    history: [{}, {}, {}, { status: "succeeded" }, { status: "recorded", reason: "acknowledged" }],
  });
  expect(shop.world.zoho.calls.list().filter(({ service }) => service === "books")).toEqual([]);
});

test("it may acknowledge by a call instead, once the money is taken and not before", async () => {
  const biller = externalBiller(api, organization, "whsec_AAAA");
  const started = await shop.wait(biller.collect("B-1002", "80", shop.counter().id));
  if (!("id" in started)) throw new Error("not started");
  const param = { id: started.id };
  const acknowledge = (reference: string) =>
    shop.wait(api.api.v1.collections[":id"].acknowledge.$post({ param, json: { reference } }));
  const early = await acknowledge("early");
  expect([early.status, await early.json()]).toMatchObject([409, { error: { code: "action_not_possible" } }]);
  shop.pay();
  await shop.pass(10_000);
  const read = async () => (await shop.wait(api.api.v1.collections[":id"].$get({ param }))).json();
  expect(await read()).toMatchObject({ status: "succeeded", attention: null });
  expect(await (await acknowledge("R-1")).json()).toMatchObject({ status: "recorded", customer_payment_id: "R-1" });
  // Again, later, by someone else: what is recorded stays.
  expect(await (await acknowledge("R-2")).json()).toMatchObject({ status: "recorded", customer_payment_id: "R-1" });
});

test("what nobody acknowledges for a day calls a human, and is still taken after that", async () => {
  const biller = externalBiller(api, organization, "whsec_AAAA");
  const started = await shop.wait(biller.collect("B-1003", "80", shop.counter().id));
  if (!("id" in started)) throw new Error("not started");
  shop.pay();
  await shop.pass(25 * 3_600_000);
  const param = { id: started.id };
  const read = async () => (await shop.wait(api.api.v1.collections[":id"].$get({ param }))).json();
  expect(await read()).toMatchObject({ status: "succeeded", attention: "not_acknowledged" });
  // Long after its terminal has let it go.
  await shop.pass(9 * 24 * 3_600_000);
  await shop.wait(api.api.v1.collections[":id"].acknowledge.$post({ param, json: {} }));
  expect(await read()).toMatchObject({ status: "recorded", attention: null });
});

test("P2: a refund is told without a claim about the bill, before and after it was acknowledged, until it is settled", async () => {
  await takeHooks(shop.world, organization);
  sendFromPayments(shop.world, shop.seed);
  const biller = externalBiller(api, organization, "whsec_AAAA");
  const started = await shop.wait(biller.collect("B-1005", "80", shop.counter().id));
  if (!("id" in started)) throw new Error("not started");
  const param = { id: started.id };
  const one = api.api.v1.collections[":id"];
  const read = async () => (await shop.wait(one.$get({ param }))).json();
  const settle = () =>
    shop.wait(one.resolve.$post({ param, json: { outcome: "refund_settled", reason: "entered at the till" } }));
  const payment = shop.pay();
  await shop.pass(10_000);
  shop.device().refund(payment, 1_000);
  await shop.pass(10_000);
  expect(await read()).toMatchObject({ status: "succeeded", refunded_amount: "10.00", attention: null });
  expect((await settle()).status).toBe(409);
  await shop.wait(one.acknowledge.$post({ param, json: { reference: "R-5" } }));
  const words = "was given back; the billing software is to be told";
  const called = (amount: string) => ({ attention: "refund_to_tell", attention_message: `₹${amount} ${words}` });
  expect(await read()).toMatchObject({ status: "recorded", ...called("10.00") });

  const closed = { status: "recorded", attention: null, customer_payment_id: "R-5" };
  expect(await (await settle()).json()).toMatchObject(closed);
  expect(await read()).toMatchObject(closed);
  shop.device().refund(payment, 2_000);
  await shop.pass(10_000);
  expect(await read()).toMatchObject({ status: "recorded", ...called("30.00") });
  expect(shop.world.zoho.calls.list().filter(({ service }) => service === "books")).toEqual([]);
});

test("P7: the same bill twice is one collection; without a number or an amount there is none", async () => {
  const biller = externalBiller(api, organization, "whsec_AAAA");
  const first = await shop.wait(biller.collect("B-1004", "80", shop.counter().id));
  const again = await shop.wait(biller.collect("B-1004", "80", shop.counter().id));
  expect("id" in first && "id" in again && first.id === again.id).toBe(true);
  const other = await shop.wait(biller.collect("B-1004", "90", shop.counter().id));
  expect(other).toMatchObject({ error: { code: "idempotency_key_reused" } });

  const json = { organization_id: organization, counter_id: shop.counter().id, payment_method: "card" as const };
  const header = (key: string) => ({ "Idempotency-Key": key });
  const { collections } = api.api.v1;
  const byId = await shop.wait(
    collections.$post({ header: header("a"), json: { ...json, invoice_id: "1", amount: "5" } }),
  );
  expect([byId.status, await byId.json()]).toMatchObject([
    422,
    { error: { code: "billed_elsewhere", field: "invoice_number" } },
  ]);
  const noAmount = await shop.wait(
    collections.$post({ header: header("b"), json: { ...json, invoice_number: "B-9" } }),
  );
  expect(await noAmount.json()).toMatchObject({ error: { code: "billed_elsewhere", field: "amount" } });
  const ourKey = [{ key: "collection_id", value: "x" }];
  const taken = await shop.wait(
    collections.$post({
      header: header("c"),
      json: { ...json, invoice_number: "B-9", amount: "5", meta_data: ourKey },
    }),
  );
  expect([taken.status, await taken.json()]).toMatchObject([400, { error: { field: "meta_data" } }]);
});
