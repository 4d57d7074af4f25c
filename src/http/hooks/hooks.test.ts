import { createHmac } from "node:crypto";
import { beforeEach, expect, test } from "vitest";
import { recentSetup } from "../../ledger/setup-events.ts";
import { ask, problem } from "../testing/ask.ts";
import { ORGANIZATION, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const hooks = async () => (await (await ask(shop, "GET", "/api/v1/hooks")).json()) as Record<string, object>;
const secret = async () => {
  const response = await ask(shop, "POST", "/api/v1/hooks/books/secret");
  return { status: response.status, ...((await response.json()) as { secret: string; address: string }) };
};
const deliver = (key: string, body: string, query = "") =>
  shop.app.request(`/hooks/books/${ORGANIZATION}${query}`, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Zoho-Webhook-Signature": createHmac("sha256", key)
        .update([...new URLSearchParams(query)].flat().join("") + body)
        .digest("hex"),
    },
  });

test("a secret for Books has the form Books takes, is shown once, and replaces the one before", async () => {
  const first = await secret();
  expect(first.status).toBe(201);
  expect(first.secret).toMatch(/^[A-Za-z0-9]{40}$/);
  expect(first.address).toBe(`http://localhost/hooks/books/${ORGANIZATION}`);
  shop.books.add("1");
  expect((await deliver(first.secret, '{"invoice_id":"1"}', "?counter_id=counter-a")).status).toBe(200);
  const second = await secret();
  const late = await deliver(first.secret, '{"invoice_id":"1"}', "?counter_id=counter-a");
  expect([late.status, await problem(late)]).toMatchObject([401, { code: "signature_mismatch" }]);
  expect(await hooks()).toMatchObject({ books: { set_up_at: expect.any(String), mismatch_at: expect.any(String) } });
  expect(JSON.stringify(await hooks())).not.toContain(second.secret);
  expect(JSON.stringify(await shop.ledger.query.hooks.findMany())).not.toContain(second.secret);
});

test("its settings decide where invoices go; deliveries are listed a page at a time", async () => {
  const early = await ask(shop, "PATCH", "/api/v1/hooks/books", { default_counter_id: "counter-b" });
  expect([early.status, await problem(early)]).toMatchObject([404, { code: "unknown_hook" }]);
  const { secret: key } = await secret();
  await ask(shop, "PATCH", "/api/v1/hooks/books", { default_counter_id: "counter-b", payment_method: "upi" });
  expect(await hooks()).toMatchObject({
    books: { settings: { default_counter_id: "counter-b", counter_field: "cf_counter", payment_method: "upi" } },
  });
  for (const id of ["1", "2", "3"]) {
    shop.books.add(id);
    shop.clock.now += 1_000;
    const answer = await (await deliver(key, `{"invoice_id":"${id}"}`)).json();
    expect(answer).toMatchObject({ outcome: "started", collection_id: expect.stringMatching(/^col_/) });
  }
  const page = async (cursor = "") =>
    (await (await ask(shop, "GET", `/api/v1/hooks/deliveries?limit=2${cursor}`)).json()) as {
      deliveries: { subject: string }[];
      next_cursor: string | null;
    };
  const first = await page();
  expect(first.deliveries.map(({ subject }) => subject)).toEqual(["invoice 3", "invoice 2"]);
  const second = await page(`&cursor=${first.next_cursor}`);
  expect([second.deliveries.map(({ subject }) => subject), second.next_cursor]).toEqual([["invoice 1"], null]);
  expect((await ask(shop, "GET", "/api/v1/hooks/deliveries?cursor=nonsense")).status).toBe(400);
});

test("P8: each change is in the set-up's log with who made it, never a secret", async () => {
  const change = (body: object) => ask(shop, "PATCH", "/api/v1/hooks/books", body);
  await change({ payment_method: "upi" });
  const { secret: made } = await secret();
  await change({ default_counter_id: "counter-b", payment_method: "upi" });
  await change({ payment_method: "upi" });
  await ask(shop, "PUT", "/api/v1/hooks/payments", { signing_key: "key-of-zoho" });
  for (const source of ["books", "payments", "books"]) await ask(shop, "DELETE", `/api/v1/hooks/${source}`);
  const changes = await recentSetup(shop.ledger, ORGANIZATION, 20);
  expect(changes.toReversed().map(({ what, detail }) => [what, detail])).toEqual([
    ["books_hook_secret_made", ""],
    ["books_hook_changed", "counter from cf_counter, else counter-b; upi"],
    ["payments_hook_key_given", ""],
    ["books_hook_removed", ""],
    ["payments_hook_removed", ""],
  ]);
  expect(new Set(changes.map(({ by }) => by))).toEqual(new Set(["API key till"]));
  for (const told of [made, "key-of-zoho"]) expect(JSON.stringify(changes)).not.toContain(told);
});

test("P9: what is refused says so in the answer and in the list", async () => {
  const { secret: key } = await secret();
  shop.books.add("1", { status: "draft" });
  shop.books.add("2", { currency_code: "USD" });
  for (const [id, code] of [
    ["1", "invoice_not_payable"],
    ["2", "invoice_not_inr"],
    ["404", "unknown_invoice"],
  ]) {
    const response = await deliver(key, `{"invoice_id":"${id}"}`, "?counter_id=counter-a");
    expect([response.status, await response.json()]).toMatchObject([200, { outcome: "refused", error: { code } }]);
  }
  const other = await deliver(key, '{"organization_id":"60007654321","invoice_id":"1"}');
  expect([other.status, await problem(other)]).toMatchObject([403, { code: "forbidden_organization" }]);
  const listed = (await (await ask(shop, "GET", "/api/v1/hooks/deliveries")).json()) as {
    deliveries: { code: string }[];
  };
  expect(listed.deliveries.map(({ code }) => code).toSorted()).toEqual([
    "invoice_not_inr",
    "invoice_not_payable",
    "unknown_invoice",
  ]);
});

test("before Zoho Payments' key is known its ping is answered, and nothing is believed", async () => {
  const ping = await shop.app.request(`/hooks/payments/${ORGANIZATION}`, { method: "POST", body: "{}" });
  expect([ping.status, await ping.json()]).toMatchObject([200, { outcome: "ignored" }]);
  expect((await shop.app.request(`/hooks/payments/${ORGANIZATION}`)).status).toBe(200);
  await ask(shop, "PUT", "/api/v1/hooks/payments", { signing_key: "key-of-zoho" });
  const unsigned = await shop.app.request(`/hooks/payments/${ORGANIZATION}`, { method: "POST", body: "{}" });
  expect(unsigned.status).toBe(401);
  expect(await hooks()).toMatchObject({ payments: { set_up_at: expect.any(String) } });
  await ask(shop, "DELETE", "/api/v1/hooks/payments");
  expect(await hooks()).toMatchObject({ payments: { set_up_at: null } });
});

test("P10: another organization's webhooks and deliveries are not to be seen", async () => {
  const { secret: key } = await secret();
  shop.books.add("1");
  await deliver(key, '{"invoice_id":"1"}', "?counter_id=counter-a");
  const stranger = { Authorization: `Bearer ${OTHER_KEY}` };
  expect(await (await ask(shop, "GET", "/api/v1/hooks/deliveries", undefined, stranger)).json()).toMatchObject({
    deliveries: [],
  });
  expect(await (await ask(shop, "GET", "/api/v1/hooks", undefined, stranger)).json()).toMatchObject({
    books: { set_up_at: null },
  });
});

test("a whole invoice with hundreds of lines is taken, a body beyond a megabyte is not", async () => {
  const { secret: key } = await secret();
  shop.books.add("1");
  const lines = (count: number) => JSON.stringify({ invoice: { invoice_id: "1", lines: "x".repeat(count) } });
  expect((await deliver(key, lines(300_000), "?counter_id=counter-a")).status).toBe(200);
  expect((await deliver(key, lines(1_100_000), "?counter_id=counter-a")).status).toBe(413);
});
