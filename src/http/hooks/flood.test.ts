import { createHmac } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { ask, problem } from "../testing/ask.ts";
import { KEY, ORGANIZATION, OTHER, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

/** A minute's requests of one sender, as wrangler.toml has it for the real one. */
const LIMIT = 20;
let shop: Shop;
/** Round trips to the ledger. */
let trips = 0;

beforeEach(async () => {
  shop = await openShop();
  const counts = new Map<string, number>();
  shop.state.mayGoOn = async (kind, who) => {
    if (kind !== "hook") return true;
    const key = `${who} ${Math.floor(shop.clock.now / 60_000)}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    return (counts.get(key) ?? 0) <= LIMIT;
  };
  const client = shop.ledger.$client;
  const [execute, batch] = [client.execute.bind(client), client.batch.bind(client)];
  const count = <A extends unknown[], T>(call: (...args: A) => T) =>
    ((...args: A) => {
      trips += 1;
      return call(...args);
    }) as never;
  client.execute = count(execute as never);
  client.batch = count(batch as never);
});

const ZOHO = "192.0.2.1";
const makeSecret = async (key: string): Promise<string> => {
  const headers = { Authorization: `Bearer ${key}` };
  const response = await ask(shop, "POST", "/api/v1/hooks/books/secret", undefined, headers);
  return ((await response.json()) as { secret: string }).secret;
};
const post = (organization: string, address: string, signature: string, body = "{}", source = "books") =>
  shop.app.request(`/hooks/${source}/${organization}`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "cf-connecting-ip": address,
      "x-zoho-webhook-signature": signature,
    },
  });
const deliver = async (organization: string, key: string, invoice: string): Promise<number> => {
  const body = `{"invoice_id":"${invoice}"}`;
  const signature = createHmac("sha256", key).update(body).digest("hex");
  return (await post(organization, ZOHO, signature, body)).status;
};

test("P9: a flood of forgeries is bounded, writes nothing, and shuts out neither Zoho nor another organization", async () => {
  const [mine, theirs] = [await makeSecret(KEY), await makeSecret(OTHER_KEY)];
  shop.books.add("1");
  await ask(shop, "PATCH", "/api/v1/hooks/books", { default_counter_id: "counter-a" });
  await post(ORGANIZATION, "198.51.100.1", "f".repeat(64));
  trips = 0;
  const statuses: number[] = [];
  for (const address of ["198.51.100.1", "198.51.100.2"]) {
    for (let i = 0; i < 200; i++) statuses.push((await post(ORGANIZATION, address, "f".repeat(64))).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(2 * LIMIT - 1);
  expect(statuses.filter((status) => status === 429)).toHaveLength(400 - 2 * LIMIT + 1);
  // One look for the webhook each that was let through; the mismatch is on record since the first.
  expect(trips).toBe(2 * LIMIT - 1);

  expect(await deliver(ORGANIZATION, mine, "1")).toBe(200);
  expect(await deliver(OTHER, theirs, "1")).toBe(200);
  shop.clock.now += 60_000;
  expect((await post(ORGANIZATION, "198.51.100.1", "f".repeat(64))).status).toBe(401);
});

test("P9: what is too much is told when to come again, and one organization's burst is not another's", async () => {
  const [mine, theirs] = [await makeSecret(KEY), await makeSecret(OTHER_KEY)];
  for (let i = 0; i < LIMIT; i++) expect(await deliver(ORGANIZATION, mine, `9${i}`)).toBe(200);
  const refused = await post(ORGANIZATION, ZOHO, "");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "60"]);
  expect(await problem(refused)).toMatchObject({ code: "rate_limited" });
  expect(await deliver(OTHER, theirs, "1")).toBe(200);
  // The other webhook of the same organization counts by itself.
  expect((await post(ORGANIZATION, ZOHO, "", "{}", "payments")).status).toBe(200);
});

test("P9: all addresses of an IPv6 network count as one, and addresses of no organization too", async () => {
  await makeSecret(KEY);
  const statuses: number[] = [];
  for (let i = 0; i < LIMIT + 5; i++) {
    statuses.push((await post(ORGANIZATION, `2001:db8::1:${i.toString(16)}:2`, "")).status);
  }
  expect(statuses.slice(-6)).toEqual([401, 429, 429, 429, 429, 429]);
  expect((await post(ORGANIZATION, "2001:DB8:0:0:9::1", "")).status).toBe(429);
  expect((await post(ORGANIZATION, "2001:db8:0:1::1", "")).status).toBe(401);
  for (let i = 0; i < LIMIT; i++) await post(`no-${i}`, "203.0.113.9", "");
  expect((await post("another", "203.0.113.9", "")).status).toBe(429);
});
