import { beforeEach, expect, test } from "vitest";
import { PaymentsAccountId } from "../../collection/ids.ts";
import { changePaymentsAccount } from "../../ledger/organizations.ts";
import { ask, collect, problem } from "../testing/ask.ts";
import { OTHER, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const names = async (query = "", headers = {}): Promise<string[]> => {
  const response = await ask(shop, "GET", `/api/v1/counters${query}`, undefined, headers);
  return ((await response.json()) as { counters: { name: string }[] }).counters.map(({ name }) => name);
};

test("P10: lists the counters of the caller's own organization", async () => {
  expect(await names()).toEqual(["Counter A", "Counter B"]);
  expect(await names("", { Authorization: `Bearer ${OTHER_KEY}` })).toEqual(["Counter X"]);
  expect((await ask(shop, "GET", `/api/v1/counters?organization_id=${OTHER}`)).status).toBe(403);
});

test("adds a counter, with an id of ours when none is given", async () => {
  const response = await ask(shop, "POST", "/api/v1/counters", { name: " Counter C ", terminal_id: "TRM003" });
  expect(response.status).toBe(201);
  const { id, ...counter } = (await response.json()) as { id: string };
  expect(id).toMatch(/^ctr_[A-Za-z0-9_-]{12}$/);
  expect(counter).toMatchObject({ name: "Counter C", terminal_id: "TRM003", location_id: null, retired_at: null });
});

test.each([
  [{ id: "counter-a", name: "New", terminal_id: "TRM9" }, "id"],
  [{ name: "Counter A", terminal_id: "TRM9" }, "name"],
  [{ name: "New", terminal_id: "TRM001" }, "terminal_id"],
])("P4: refuses what another counter has: %o", async (body, field) => {
  const response = await ask(shop, "POST", "/api/v1/counters", body);
  expect(response.status).toBe(409);
  expect(await problem(response)).toMatchObject({ code: "counter_taken", field });
  expect(await names()).toEqual(["Counter A", "Counter B"]);
});

test.each([
  [{ terminal_id: "T" }, "name"],
  [{ name: "", terminal_id: "T" }, "name"],
  [{ name: "x".repeat(61), terminal_id: "T" }, "name"],
  [{ name: "New" }, "terminal_id"],
  [{ name: "New", terminal_id: 3 }, "terminal_id"],
  [{ name: "New", terminalId: "T" }, "terminal_id"],
])("names what is wrong: %o", async (body, field) => {
  const response = await ask(shop, "POST", "/api/v1/counters", body);
  expect(response.status).toBe(400);
  expect(await problem(response)).toMatchObject({ field });
});

test("changes a counter, but never onto another's name or terminal", async () => {
  const change = (id: string, body: object) => ask(shop, "PATCH", `/api/v1/counters/${id}`, body);
  const renamed = await change("counter-a", { name: "Front desk" });
  expect(await renamed.json()).toMatchObject({ id: "counter-a", name: "Front desk", terminal_id: "TRM001" });
  expect(await problem(await change("counter-a", { terminal_id: "TRM002" }))).toMatchObject({ field: "terminal_id" });
  expect(await problem(await change("counter-a", { name: "Counter B" }))).toMatchObject({ field: "name" });
  expect((await change("counter-x", { name: "Mine" })).status).toBe(404);
  expect(await names()).toEqual(["Counter B", "Front desk"]);
});

test("retires a counter: nothing new starts there, its terminal is free for another", async () => {
  shop.books.add("1");
  const retired = await ask(shop, "DELETE", "/api/v1/counters/counter-b");
  expect(await retired.json()).toMatchObject({ id: "counter-b", retired_at: "2026-11-20T09:30:00.000Z" });
  expect(await names()).toEqual(["Counter A"]);
  expect(await names("?retired=true")).toEqual(["Counter A", "Counter B"]);
  expect(await problem(await collect(shop))).toMatchObject({ code: "unknown_counter" });
  expect((await ask(shop, "POST", "/api/v1/counters", { name: "Counter B", terminal_id: "TRM002" })).status).toBe(201);
  expect((await ask(shop, "DELETE", "/api/v1/counters/counter-b")).status).toBe(200);
  expect((await ask(shop, "PATCH", "/api/v1/counters/counter-b", { name: "Back" })).status).toBe(409);
  expect((await ask(shop, "DELETE", "/api/v1/counters/counter-x")).status).toBe(404);
});

test("P4: a terminal that another organization of the same Payments account has is refused, until it is retired there", async () => {
  const theirs = { Authorization: `Bearer ${OTHER_KEY}` };
  const wish = { name: "Counter C", terminal_id: "TRM901" };
  const refused = await ask(shop, "POST", "/api/v1/counters", wish);
  expect(refused.status).toBe(409);
  const { message } = await problem(refused);
  expect(message).toContain("Another organization");
  expect((await ask(shop, "PATCH", "/api/v1/counters/counter-a", { terminal_id: "TRM901" })).status).toBe(409);
  expect((await ask(shop, "DELETE", "/api/v1/counters/counter-x", undefined, theirs)).status).toBe(200);
  expect((await ask(shop, "POST", "/api/v1/counters", wish)).status).toBe(201);
});

test("P4: a terminal of the same name under another Payments account is another terminal", async () => {
  await changePaymentsAccount(shop.ledger, OTHER, PaymentsAccountId.parse("999"));
  const added = await ask(shop, "POST", "/api/v1/counters", { name: "Counter C", terminal_id: "TRM901" });
  expect(added.status).toBe(201);
});
