import { beforeEach, expect, test } from "vitest";
import { recentSetup } from "../../ledger/setup-events.ts";
import { loadEndpoints } from "../../notifier/load-endpoints.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { ask, problem } from "../testing/ask.ts";
import { ORGANIZATION, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const add = (body: unknown = { url: "https://erp.example.com/hook" }) => ask(shop, "POST", "/api/v1/endpoints", body);
const list = async () =>
  (await (await ask(shop, "GET", "/api/v1/endpoints")).json()) as { endpoints: { id: string }[] };

test("an endpoint's secret is shown once, kept sealed, and opens for the notifier", async () => {
  const response = await add({
    url: "https://erp.example.com/hook",
    events: ["collection.recorded"],
    description: "ERP",
  });
  expect(response.status).toBe(201);
  const made = (await response.json()) as { id: string; secret: string };
  expect(made).toMatchObject({
    url: "https://erp.example.com/hook",
    events: ["collection.recorded"],
    disabled_at: null,
  });
  expect(atob(made.secret.replace("whsec_", ""))).toHaveLength(24);
  const { endpoints } = await list();
  expect(endpoints).toMatchObject([{ id: made.id, description: "ERP" }]);
  expect(JSON.stringify(endpoints)).not.toContain("secret");
  expect(JSON.stringify(await shop.ledger.query.endpoints.findMany())).not.toContain(made.secret.slice(6));
  const ring = await parseKeyRing(shop.deps().settings.ENCRYPTION_KEYS);
  expect(await loadEndpoints(shop.ledger, ring, ORGANIZATION)).toMatchObject([{ id: made.id, secret: made.secret }]);
});

test("P9: an address inside a private network is refused, at birth and when it is changed", async () => {
  for (const url of [
    "http://erp.example.com/",
    "https://127.1/",
    "https://169.254.169.254/",
    "https://intranet/",
    "nonsense",
  ]) {
    const response = await add({ url });
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({ code: "address_not_allowed", field: "url" });
  }
  const { id } = (await (await add()).json()) as { id: string };
  expect((await ask(shop, "PATCH", `/api/v1/endpoints/${id}`, { url: "https://[::1]/" })).status).toBe(422);
  expect(await list()).toMatchObject({ endpoints: [{ url: "https://erp.example.com/hook" }] });
});

test("an endpoint is changed, switched off and on, and removed; again there is none", async () => {
  const { id } = (await (await add()).json()) as { id: string };
  const change = async (body: unknown) => (await ask(shop, "PATCH", `/api/v1/endpoints/${id}`, body)).json();
  expect(await change({ disabled: true })).toMatchObject({ disabled_reason: "switched off" });
  expect(await change({ disabled: false, events: ["collection.failed"] })).toMatchObject({
    disabled_at: null,
    events: ["collection.failed"],
  });
  expect(await change({ events: null, description: "till" })).toMatchObject({ events: null, description: "till" });
  expect(await change({})).toMatchObject({ description: "till" });
  expect((await ask(shop, "DELETE", `/api/v1/endpoints/${id}`)).status).toBe(200);
  expect((await list()).endpoints).toEqual([]);
  const again = await ask(shop, "DELETE", `/api/v1/endpoints/${id}`);
  expect([again.status, await problem(again)]).toMatchObject([404, { code: "unknown_endpoint" }]);
});

test("P8: each change is in the set-up's log with who made it, and no more of the address than its host", async () => {
  const url = "https://erp.example.com/hook/s3cret?token=t0ken";
  const { id, secret } = (await (await add({ url })).json()) as { id: string; secret: string };
  const change = (body: unknown) => ask(shop, "PATCH", `/api/v1/endpoints/${id}`, body);
  await change({ disabled: true });
  await change({ disabled: false, events: ["collection.failed"], description: "till" });
  await change({});
  await change({ url: "https://127.1/" });
  await ask(shop, "DELETE", `/api/v1/endpoints/${id}`);
  await ask(shop, "DELETE", `/api/v1/endpoints/${id}`);
  const changes = await recentSetup(shop.ledger, ORGANIZATION, 20);
  const endpoint = `erp.example.com (${id})`;
  expect(changes.toReversed().map(({ what, detail }) => [what, detail])).toEqual([
    ["endpoint_added", endpoint],
    ["endpoint_disabled", endpoint],
    ["endpoint_changed", `${endpoint}, description, events`],
    ["endpoint_enabled", endpoint],
    ["endpoint_removed", endpoint],
  ]);
  expect(new Set(changes.map(({ by }) => by))).toEqual(new Set(["API key till"]));
  for (const told of [secret, "s3cret", "t0ken"]) expect(JSON.stringify(changes)).not.toContain(told);
});

test("P10: another organization neither sees nor changes it", async () => {
  const { id } = (await (await add()).json()) as { id: string };
  const stranger = { Authorization: `Bearer ${OTHER_KEY}` };
  expect(await (await ask(shop, "GET", "/api/v1/endpoints", undefined, stranger)).json()).toEqual({ endpoints: [] });
  expect((await ask(shop, "PATCH", `/api/v1/endpoints/${id}`, { disabled: true }, stranger)).status).toBe(404);
  expect((await ask(shop, "DELETE", `/api/v1/endpoints/${id}`, undefined, stranger)).status).toBe(404);
});

test("ten are enough", async () => {
  for (let i = 0; i < 10; i++) expect((await add({ url: `https://a${i}.example.com/` })).status).toBe(201);
  expect(await problem(await add())).toMatchObject({ code: "too_many_endpoints" });
});

test("an unknown event and a misspelt field are refused", async () => {
  expect((await add({ url: "https://a.example.com/", events: ["collection.paid"] })).status).toBe(400);
  expect(await problem(await add({ url: "https://a.example.com/", event: ["collection.failed"] }))).toMatchObject({
    code: "misspelt_field",
  });
});

test("deliveries are listed, sent again and tested through the notifier", async () => {
  const { id } = (await (await add()).json()) as { id: string };
  const page = await ask(shop, "GET", `/api/v1/endpoints/${id}/deliveries?state=delivered&limit=1`);
  expect(await page.json()).toMatchObject({
    deliveries: [{ endpoint_id: id, attempts: [{ status: 200 }] }],
    next_cursor: "1",
  });
  expect((await ask(shop, "POST", `/api/v1/endpoints/${id}/test`)).status).toBe(200);
  const again = await ask(shop, "POST", `/api/v1/endpoints/${id}/deliveries/dlv_1/send-again`);
  expect(await again.json()).toMatchObject({ id: "dlv_2", state: "delivered" });
  const unknown = await ask(shop, "POST", `/api/v1/endpoints/${id}/deliveries/dlv_9/send-again`);
  expect(await problem(unknown)).toMatchObject({ code: "unknown_delivery" });
});
