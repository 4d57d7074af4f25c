import { createHmac } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  BOOKS_SECRET,
  hookAddress,
  SIGNING_KEY,
  sendFromBooks,
  sendFromPayments,
  takeHooks,
} from "../world/automation.ts";
import { Shop } from "../world/shop.ts";

const TRIES = 10_000;
const hmac = (key: string, text: string): string => createHmac("sha256", key).update(text).digest("hex");

/** A genuine delivery of both kinds, as it was on the wire. */
async function overheard(shop: Shop): Promise<{ books: Heard; payments: Heard }> {
  const heard: Heard[] = [];
  const { answer } = shop.world;
  shop.world.answer = async (request) => {
    const body = await request.clone().text();
    const signature = request.headers.get("x-zoho-webhook-signature") ?? "";
    heard.push({ url: request.url, type: request.headers.get("content-type") ?? "", signature, body });
    return new Response(null, { status: 200 });
  };
  const counter = shop.counter().id;
  sendFromBooks(shop.world, shop.seed.organization_id, { on: "created", query: `?counter_id=${counter}` });
  sendFromPayments(shop.world, shop.seed);
  const invoice = shop.books.createInvoice({ total: 4_200 });
  await shop.collect(shop.books.createInvoice({ total: 100 }).invoice_id);
  shop.device().fetchPayments();
  await shop.pass(1_000);
  shop.device().chargeStandalone(100);
  await shop.pass(1_000);
  shop.world.zoho.webhooks.clear();
  shop.world.answer = answer;
  const books = heard.find(({ url, body }) => url.includes("/hooks/books/") && body.includes(invoice.invoice_id));
  const payments = heard.find(({ url }) => url.includes("/hooks/payments/"));
  if (!books || !payments) throw new Error("nothing was overheard");
  return { books, payments };
}

interface Heard {
  url: string;
  type: string;
  signature: string;
  body: string;
}

test(`P9: ${TRIES} forged or malformed deliveries change nothing, and each gets a clear error`, async () => {
  const shop = await Shop.open();
  await takeHooks(shop.world, shop.seed.organization_id);
  const { books, payments } = await overheard(shop);
  const { calm } = shop.world.ledger;
  const state = async (): Promise<unknown> => ({
    collections: await calm.all(sql`select id, revision from collections order by id`),
    events: await calm.all(sql`select count(*) as n from collection_events`),
    deliveries: await calm.all(sql`select count(*) as n from hook_deliveries`),
    calls: shop.world.zoho.calls.total,
  });
  const before = await state();

  const at = fc.nat();
  const anywhere = <T>(text: string, index: number, make: (index: number) => T): T => make(index % (text.length + 1));
  const forged = fc.oneof(
    // One letter of the body is another, the signature is not.
    fc
      .record({ of: fc.constantFrom(books, payments), at, letter: fc.constantFrom(...'0123456789abcXYZ{}",: ') })
      .map(({ of, at, letter }) => ({
        ...of,
        body: anywhere(of.body, at, (i) => of.body.slice(0, i) + letter + of.body.slice(i + 1)),
      }))
      .filter(({ body }) => body !== books.body && body !== payments.body),
    // Cut short.
    fc
      .record({ of: fc.constantFrom(books, payments), at })
      .map(({ of, at }) => ({ ...of, body: of.body.slice(0, at % of.body.length) })),
    // No signature, a signature of some other key, or noise in its place.
    fc
      .record({
        of: fc.constantFrom(books, payments),
        signature: fc.oneof(
          fc.constant(""),
          fc.string(),
          fc.stringMatching(/^t=\d{13},v=[0-9a-f]{64}$/),
          fc.stringMatching(/^[0-9a-f]{64}$/),
        ),
      })
      .map(({ of, signature }) => ({ ...of, signature: signature.replace(/[^\x20-\x7e]/g, "").trim() })),
    // Signed with the other webhook's secret.
    fc.constant({ ...books, signature: hmac(SIGNING_KEY, books.body) }),
    fc.constant({ ...payments, signature: `t=${shop.now},v=${hmac(BOOKS_SECRET, `${shop.now}.${payments.body}`)}` }),
    // Well signed, and no delivery: noise, arrays, no invoice, another organization, another account.
    fc
      .oneof(
        fc.json(),
        fc.string(),
        fc.constantFrom(
          '{"invoice":{}}',
          '{"invoice_id":""}',
          '{"organization_id":"1","invoice_id":"7"}',
          "[]",
          "null",
        ),
      )
      .filter((body) => !/"invoice_id"\s*:\s*("[^"]+"|\d+)/.test(body) || body.includes('"organization_id":"1"'))
      .map((body) => ({
        url: hookAddress("books", shop.seed.organization_id),
        type: "application/json",
        signature: hmac(BOOKS_SECRET, body),
        body,
      })),
    fc
      .oneof(fc.json(), fc.string(), fc.constant(payments.body.replace(/"account_id":\d+/, '"account_id":1')))
      .map((body) => ({ ...payments, signature: `t=${shop.now},v=${hmac(SIGNING_KEY, `${shop.now}.${body}`)}`, body })),
    // Well signed, long ago or in times to come.
    fc
      .integer({ min: 11 * 60_000, max: 1_000_000_000 })
      .chain((age) => fc.constantFrom(shop.now - age, shop.now + age))
      .map((t) => ({ ...payments, signature: `t=${t},v=${hmac(SIGNING_KEY, `${t}.${payments.body}`)}` })),
    // For an organization that is none, or not here.
    fc
      .constantFrom("1", "abc", "99999999999999999999", "..%2f")
      .map((organization) => ({ ...books, url: hookAddress("books", organization) })),
  );

  let asked = 0;
  await fc.assert(
    fc.asyncProperty(forged, async ({ url, type, signature, body }) => {
      asked += 1;
      const headers = { "content-type": type, ...(signature ? { "x-zoho-webhook-signature": signature } : {}) };
      const response = await shop.world.answer(new Request(url, { method: "POST", headers, body }));
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      expect(["signature_mismatch", "signature_late", "malformed_hook", "forbidden_organization"]).toContain(
        error.code,
      );
      expect(error.message.length).toBeGreaterThan(20);
    }),
    { numRuns: TRIES, seed: 20261122 },
  );
  expect(asked).toBeGreaterThanOrEqual(TRIES);
  expect(await state()).toEqual(before);

  // What was overheard is genuine: untouched it is taken, so the refusals above were for what was changed.
  const untouched = await shop.wait(
    shop.world.answer(
      new Request(books.url, {
        method: "POST",
        headers: { "content-type": books.type, "x-zoho-webhook-signature": books.signature },
        body: books.body,
      }),
    ),
  );
  expect(untouched.status).toBe(200);
  expect(await untouched.json()).toMatchObject({ outcome: "started" });
  shop.close();
}, 120_000);
