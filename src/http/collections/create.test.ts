import { LibsqlError } from "@libsql/client";
import { beforeEach, describe, expect, test } from "vitest";
import { ask, collect, problem } from "../testing/ask.ts";
import { awayLedger, OTHER, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.books.add("1");
});

describe("a good request", () => {
  test("is answered 201 with the collection, bare, in its outside form", async () => {
    const response = await collect(shop, { amount: "1000.50" });
    expect(response.status).toBe(201);
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toMatchObject({
      organization_id: "60001234567",
      invoice_id: "1",
      invoice_number: "INV-1",
      customer_name: "Asha Traders",
      counter_id: "counter-b",
      terminal_id: "TRM002",
      amount: "1000.50",
      currency: "INR",
      payment_method: "card",
      status: "in_progress",
      queue_position: null,
      created_at: "2026-11-20T09:30:00.000Z",
    });
    expect(response.headers.get("location")).toBe(`/api/v1/collections/${String(body.id)}`);
  });

  test("without an amount takes the balance, by number as well as by id", async () => {
    const response = await collect(shop, { invoice_id: undefined, invoice_number: "INV-1" });
    expect(await response.json()).toMatchObject({ amount: "2450.00", invoice_id: "1" });
  });

  test("at a busy terminal is queued, with its place", async () => {
    shop.books.add("2");
    await collect(shop);
    const response = await collect(shop, { invoice_id: "2" });
    expect(await response.json()).toMatchObject({ status: "queued", queue_position: 1 });
  });

  test("tolerates fields it does not know", async () => {
    expect((await collect(shop, { note: "for the till", pos_version: 3 })).status).toBe(201);
  });

  test("P7: the same key and body is the same collection, however often", async () => {
    const key = { "Idempotency-Key": "again" };
    const first = await collect(shop, {}, key);
    const second = await collect(shop, {}, key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    const ids = (await Promise.all([first.json(), second.json()])) as { id: string }[];
    expect(ids[0]?.id).toBe(ids[1]?.id);
  });

  test("P7: requests that come together with one key make one collection", async () => {
    const key = { "Idempotency-Key": "together" };
    const answers = await Promise.all(Array.from({ length: 5 }, () => collect(shop, {}, key)));
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect(new Set(ids).size).toBe(1);
  });
});

describe("bad input has its own clear answer", () => {
  const cases: [string, Record<string, unknown>, number, string, string][] = [
    ["no organization", { organization_id: undefined }, 400, "invalid_field", "organization_id"],
    ["organization not digits", { organization_id: "shop" }, 400, "invalid_field", "organization_id"],
    ["no invoice", { invoice_id: undefined }, 400, "invalid_field", "invoice_id"],
    ["invoice twice", { invoice_number: "INV-1" }, 400, "invalid_field", "invoice_id"],
    ["invoice id as a number", { invoice_id: 1 }, 400, "invalid_field", "invoice_id"],
    ["no counter", { counter_id: undefined }, 400, "invalid_field", "counter_id"],
    ["counter with odd letters", { counter_id: "a b" }, 400, "invalid_field", "counter_id"],
    ["no method", { payment_method: undefined }, 400, "invalid_field", "payment_method"],
    ["another method", { payment_method: "cash" }, 400, "invalid_field", "payment_method"],
    ["amount zero", { amount: "0.00" }, 400, "amount_zero", "amount"],
    ["amount negative", { amount: "-5" }, 400, "amount_negative", "amount"],
    ["amount negative number", { amount: -0.5 }, 400, "amount_negative", "amount"],
    ["amount with three decimals", { amount: "10.505" }, 400, "amount_too_precise", "amount"],
    ["amount in words", { amount: "ten" }, 400, "amount_malformed", "amount"],
    ["amount empty", { amount: "" }, 400, "amount_malformed", "amount"],
    ["amount of another type", { amount: { rupees: 1 } }, 400, "invalid_field", "amount"],
    ["amount beyond every number", { amount: "9".repeat(40) }, 400, "amount_malformed", "amount"],
    ["amount over the balance", { amount: "2450.01" }, 422, "amount_over_balance", "amount"],
    ["unknown invoice", { invoice_id: "404" }, 404, "unknown_invoice", "invoice_id"],
    [
      "unknown invoice number",
      { invoice_id: undefined, invoice_number: "N" },
      404,
      "unknown_invoice",
      "invoice_number",
    ],
    ["unknown counter", { counter_id: "counter-z" }, 404, "unknown_counter", "counter_id"],
    ["counter of another organization", { counter_id: "counter-x" }, 404, "unknown_counter", "counter_id"],
    ["another organization", { organization_id: OTHER }, 403, "forbidden_organization", "organization_id"],
    ["misspelt amount", { ammount: "5" }, 400, "misspelt_field", "amount"],
    ["camel case", { counter_id: undefined, counterId: "counter-b" }, 400, "misspelt_field", "counter_id"],
  ];
  test.each(cases)("%s", async (_, body, status, code, field) => {
    const response = await collect(shop, body);
    expect(response.status).toBe(status);
    const error = await problem(response);
    expect(error).toMatchObject({ code, field });
    expect(String(error.message).length).toBeGreaterThan(15);
    expect(shop.terminals.held.size).toBe(0);
  });

  test.each(["draft", "void", "paid"])("an invoice that is %s", async (status) => {
    shop.books.add("9", { status, balance: status === "paid" ? 0 : 10 });
    const response = await collect(shop, { invoice_id: "9" });
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({ code: "invoice_not_payable", invoice_status: status });
  });

  test("an invoice in another currency", async () => {
    shop.books.add("9", { currency_code: "USD" });
    const response = await collect(shop, { invoice_id: "9" });
    expect(response.status).toBe(422);
    expect(await problem(response)).toMatchObject({ code: "invoice_not_inr", currency: "USD" });
  });

  test("an invoice with nothing left to pay", async () => {
    shop.books.add("9", { balance: 0 });
    expect(await problem(await collect(shop, { invoice_id: "9" }))).toMatchObject({ code: "invoice_without_balance" });
  });

  test("a number that two invoices have", async () => {
    shop.books.add("9", { invoice_number: "INV-1" });
    const response = await collect(shop, { invoice_id: undefined, invoice_number: "INV-1" });
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ code: "several_invoices", field: "invoice_number" });
  });

  test("the balance is told with an amount over it", async () => {
    expect(await problem(await collect(shop, { amount: "3000" }))).toMatchObject({ balance: "2450.00" });
  });

  test("P4: a busy invoice, with the collection that holds it", async () => {
    const { id } = (await (await collect(shop)).json()) as { id: string };
    const response = await collect(shop, { counter_id: "counter-a" });
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ code: "invoice_busy", collection_id: id });
  });

  test("no idempotency key", async () => {
    const response = await ask(shop, "POST", "/api/v1/collections", {
      organization_id: "60001234567",
      invoice_id: "1",
      counter_id: "counter-b",
      payment_method: "card",
    });
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({ code: "idempotency_key_missing", field: "Idempotency-Key" });
  });

  test("an empty, a long and a strange idempotency key", async () => {
    for (const key of [" ", "k".repeat(201), "with space"]) {
      const response = await collect(shop, {}, { "Idempotency-Key": key });
      expect(response.status).toBe(400);
      expect(await problem(response)).toMatchObject({ field: "Idempotency-Key" });
    }
  });

  test("P7: a key used before for another body", async () => {
    await collect(shop, {}, { "Idempotency-Key": "k" });
    const response = await collect(shop, { amount: "5" }, { "Idempotency-Key": "k" });
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ code: "idempotency_key_reused" });
  });

  test("malformed JSON, and JSON that is no object", async () => {
    for (const body of ["{", "", "[1]", "null", '"x"']) {
      const response = await ask(shop, "POST", "/api/v1/collections", body, { "Idempotency-Key": "k" });
      expect(response.status).toBe(400);
      expect(await problem(response)).toMatchObject({ code: "malformed_json" });
    }
  });

  test("another content type", async () => {
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"]) {
      const response = await collect(shop, {}, { "Content-Type": type });
      expect(response.status).toBe(415);
      expect(await problem(response)).toMatchObject({ code: "unsupported_media_type" });
    }
  });

  test("a body over 64 KiB", async () => {
    const response = await collect(shop, { note: "x".repeat(64 * 1024) });
    expect(response.status).toBe(413);
    expect(await problem(response)).toMatchObject({ code: "body_too_large" });
  });

  test("several things wrong are all told", async () => {
    const error = await problem(await collect(shop, { counter_id: undefined, payment_method: "cash" }));
    expect(error.problems).toHaveLength(2);
  });
});

describe("an outage", () => {
  test("of the ledger is 503, to be repeated", async () => {
    shop.state.ledger = awayLedger();
    const response = await collect(shop);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problem(response)).toMatchObject({ code: "ledger_unavailable" });
  });

  test("of the ledger is not what a mistake of ours is called: that is 500, and logged", async () => {
    const client = shop.ledger.$client;
    const batch = client.batch.bind(client);
    client.batch = () => Promise.reject(new LibsqlError('near "slect": syntax error', "SQLITE_ERROR"));
    const response = await collect(shop, {}, { "Idempotency-Key": "after-a-mistake" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([500, null]);
    expect(await problem(response)).toMatchObject({ code: "internal_error" });
    expect(shop.logged).toContainEqual(expect.objectContaining({ event: "unexpected_error" }));
    client.batch = batch;
    expect((await collect(shop, {}, { "Idempotency-Key": "after-a-mistake" })).status).toBe(201);
  });

  test.each(["down", "busy"] as const)("of Books that is %s is 503, to be repeated", async (mode) => {
    shop.books.mode = mode;
    const response = await collect(shop);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await problem(response)).toMatchObject({ code: "books_unavailable" });
  });

  test("of our access to Books asks for an administrator", async () => {
    shop.connection.connected = false;
    const response = await collect(shop);
    expect(response.status).toBe(502);
    expect(await problem(response)).toMatchObject({ code: "books_access_refused" });
  });

  test("of the terminal's object leaves a collection that goes on by itself", async () => {
    shop.terminals.away = true;
    const response = await collect(shop);
    expect(response.status).toBe(201);
    expect(await response.json()).toMatchObject({ status: "queued" });
  });
});

test("P10: another organization's key starts nothing here", async () => {
  const response = await collect(shop, {}, { Authorization: `Bearer ${OTHER_KEY}` });
  expect(response.status).toBe(403);
  expect(shop.terminals.held.size).toBe(0);
});
