import { beforeEach, describe, expect, it } from "vitest";
import { BOOKS_CLIENT } from "../seed/build.ts";
import { DEMO_ADMIN, DEMO_BOOKS_ORGANIZATION, DEMO_INVOICE_ORGANIZATION } from "../seed/demo.ts";
import { type Answer, type Bench, bench } from "../testing.ts";
import type { InvoiceView } from "./actions.ts";

const ORGANIZATION = `organization_id=${DEMO_BOOKS_ORGANIZATION}`;
const INVOICE_137 = "1460000000000411370";

let shop: Bench;
let token: string;

beforeEach(async () => {
  shop = bench();
  token = await shop.booksToken();
});

const get = (path: string, query = ""): Promise<Answer> =>
  shop.send("GET", `/api/books/v3${path}?${ORGANIZATION}${query}`, { token });
const record = (json: unknown): Promise<Answer> =>
  shop.send("POST", `/api/books/v3/customerpayments?${ORGANIZATION}`, { token, json });
const invoice = (id = INVOICE_137): InvoiceView => {
  const found = shop.simulator.books(DEMO_BOOKS_ORGANIZATION).invoice(id);
  if (found === undefined) throw new Error(`no invoice ${id}`);
  return found;
};
const wish = (amount: number, applied = amount, id = INVOICE_137): Record<string, unknown> => ({
  customer_id: shop.simulator.books(DEMO_BOOKS_ORGANIZATION).invoice(id)?.customer_id ?? "1460000000000031001",
  payment_mode: "creditcard",
  amount,
  date: "2025-11-22",
  reference_number: "9173000000012345",
  invoices: [{ invoice_id: id, amount_applied: applied }],
});

describe("invoices", () => {
  it("are read whole, with money as numbers and ids as text", async () => {
    expect(await get(`/invoices/${INVOICE_137}`)).toMatchObject({
      status: 200,
      body: {
        code: 0,
        invoice: {
          invoice_id: INVOICE_137,
          invoice_number: "INV-000137",
          customer_name: "Priya Sharma",
          status: "sent",
          total: 20_089,
          balance: 20_089,
          currency_code: "INR",
        },
      },
    });
    expect(await get("/invoices/1")).toMatchObject({ status: 404, body: { code: 1002 } });
  });

  it("cover every status of the demo", async () => {
    const { body } = await get("/invoices");
    const rows = (body as { invoices: { status: string; currency_code: string; total: number }[] }).invoices;
    expect(new Set(rows.map(({ status }) => status))).toEqual(
      new Set(["sent", "overdue", "partially_paid", "paid", "draft", "void"]),
    );
    expect(rows.map(({ total }) => total)).toEqual(expect.arrayContaining([1, 245_999.5]));
    expect(rows.filter(({ currency_code }) => currency_code === "USD")).toHaveLength(1);
  });

  it("are found by exact number, status, customer and text, in pages", async () => {
    expect((await get("/invoices", "&invoice_number=INV-000137")).body).toMatchObject({
      invoices: [{ invoice_id: INVOICE_137 }],
    });
    expect((await get("/invoices", "&invoice_number=INV-00013")).body).toMatchObject({ invoices: [] });
    expect((await get("/invoices", "&status=void")).body).toMatchObject({
      invoices: [{ invoice_number: "INV-000136" }],
    });
    expect((await get("/invoices", "&search_text=oakridge")).body).toMatchObject({
      invoices: [{ currency_code: "USD" }],
    });
    expect((await get("/invoices", "&per_page=12&page=2")).body).toMatchObject({
      invoices: [{}],
      page_context: { has_more_page: false },
    });
  });

  it("have comments, newest first", async () => {
    const path = `/invoices/${INVOICE_137}/comments`;
    const said = await shop.send("POST", `/api/books/v3${path}?${ORGANIZATION}`, {
      token,
      json: { description: "Collected at Counter B" },
    });
    expect(said).toMatchObject({ status: 201, body: { message: "Comments added." } });
    expect((await get(path)).body).toMatchObject({
      comments: [
        { description: "Collected at Counter B", commented_by: "Charles D'Souza" },
        { comment_type: "system" },
      ],
    });
  });
});

describe("recording a payment", () => {
  it("pays the invoice and is found again everywhere", async () => {
    const recorded = await record(wish(20_089));
    expect(recorded).toMatchObject({
      status: 201,
      body: {
        code: 0,
        message: "The payment has been created.",
        payment: { amount: 20_089, unused_amount: 0, invoices: [{ balance_amount: 0 }] },
      },
    });
    const id = (recorded.body as { payment: { payment_id: string } }).payment.payment_id;
    expect(invoice()).toMatchObject({ status: "paid", balance: 0 });
    expect((await get(`/invoices/${INVOICE_137}/payments`)).body).toMatchObject({
      payments: [{ payment_id: id, reference_number: "9173000000012345", amount: 20_089 }],
    });
    expect((await get("/customerpayments", "&reference_number=9173000000012345")).body).toMatchObject({
      customerpayments: [{ payment_id: id }],
    });
    expect((await get(`/customerpayments/${id}`)).body).toMatchObject({ payment: { payment_id: id } });
  });

  it("takes paise exactly, part by part", async () => {
    const id = "1460000000000411320";
    await record(wish(0.1, 0.1, id));
    await record(wish(245_999.4, 245_999.4, id));
    expect(invoice(id)).toMatchObject({ status: "paid", balance: 0 });
    expect((await record(wish(0.01, 0.01, id))).body).toMatchObject({ code: 24_016 });
  });

  it("leaves what no invoice took as the customer's credit", async () => {
    expect((await record(wish(25_000, 20_089))).body).toMatchObject({ payment: { unused_amount: 4911 } });
    const advance = await record({ ...wish(500), invoices: [] });
    expect(advance.body).toMatchObject({ payment: { unused_amount: 500, invoices: [] } });
  });

  it("is deleted with its effect", async () => {
    const { body } = await record(wish(20_089));
    const path = `/api/books/v3/customerpayments/${(body as { payment: { payment_id: string } }).payment.payment_id}?${ORGANIZATION}`;
    expect((await shop.send("DELETE", path, { token })).body).toMatchObject({
      message: "The payment has been deleted.",
    });
    expect(invoice()).toMatchObject({ status: "sent", balance: 2_008_900 });
    expect((await get("/customerpayments", "&reference_number=9173000000012345")).body).toMatchObject({
      customerpayments: [],
    });
    expect((await shop.send("DELETE", path, { token })).body).toMatchObject({ code: 1002 });
  });

  it.each([
    [24_016, "more than the balance", () => wish(20_089.01)],
    [3004, "an unknown customer", () => ({ ...wish(1), customer_id: "1" })],
    [3004, "another customer's invoice", () => ({ ...wish(1), customer_id: "1460000000000031002" })],
    [1002, "an unknown invoice", () => ({ ...wish(1), invoices: [{ invoice_id: "1", amount_applied: 1 }] })],
    [2, "an unknown mode", () => ({ ...wish(1), payment_mode: "other" })],
    [2, "a third decimal", () => wish(1.005)],
    [2, "a date that is none", () => ({ ...wish(1), date: "2025-02-30" })],
    [24_028, "a void invoice", () => wish(1, 1, "1460000000000411360")],
    [24_028, "a draft", () => wish(1, 1, "1460000000000411420")],
    [24_017, "more applied than received", () => wish(1, 2)],
  ])("is refused with %i for %s", async (code, _, body) => {
    const before = shop.simulator.books(DEMO_BOOKS_ORGANIZATION).customerPayments().length;
    expect((await record(body())).body).toMatchObject({ code });
    expect(shop.simulator.books(DEMO_BOOKS_ORGANIZATION).customerPayments()).toHaveLength(before);
  });

  it("is refused in a locked period", async () => {
    shop.simulator.books(DEMO_BOOKS_ORGANIZATION).lockUntil("2025-11-22");
    expect((await record(wish(1))).status).toBe(400);
    expect((await record({ ...wish(1), date: "2025-11-23" })).status).toBe(201);
  });

  it("may show up in lists late", async () => {
    Object.assign(shop.simulator.settings, { books_index_lag_ms: 5000, books_invoice_payments_lag_ms: 2000 });
    await record(wish(20_089));
    const byReference = () => get("/customerpayments", "&reference_number=9173000000012345");
    expect((await byReference()).body).toMatchObject({ customerpayments: [] });
    expect((await get(`/invoices/${INVOICE_137}/payments`)).body).toMatchObject({ payments: [] });
    shop.pass(2000);
    expect((await get(`/invoices/${INVOICE_137}/payments`)).body).toMatchObject({ payments: [{}] });
    expect((await byReference()).body).toMatchObject({ customerpayments: [] });
    shop.pass(3000);
    expect((await byReference()).body).toMatchObject({ customerpayments: [{}] });
  });
});

describe("what people do in Books meanwhile", () => {
  it("pays in cash, voids, edits and deletes", async () => {
    const books = shop.simulator.books(DEMO_BOOKS_ORGANIZATION);
    const { invoice_id } = books.createInvoice({ total: 1_000_50 });
    expect(books.payInCash(invoice_id, 400_00)).toMatchObject({ amount: 400_00 });
    expect(books.invoice(invoice_id)).toMatchObject({ status: "partially_paid", balance: 600_50 });
    expect(books.editTotal(invoice_id, 300_00)).toBe(false);
    expect(books.editTotal(invoice_id, 900_00)).toBe(true);
    expect((await get(`/invoices/${invoice_id}`)).body).toMatchObject({ invoice: { total: 900, balance: 500 } });
    expect(books.voidInvoice(invoice_id)).toBe(true);
    expect(books.customerPayments().at(-1)).toMatchObject({ unused: 400_00, invoices: [] });
    expect(books.deleteInvoice(invoice_id)).toBe(true);
    expect((await get(`/invoices/${invoice_id}`)).status).toBe(404);
  });
});

describe("access to Books and Invoice", () => {
  it("needs scope, organization and membership", async () => {
    const narrow = shop.simulator.accounts.grant({
      client_id: BOOKS_CLIENT.id,
      user_id: DEMO_ADMIN,
      scopes: ["ZohoBooks.invoices.READ"],
    });
    const { body } = await shop.send("POST", "/accounts/oauth/v2/token", {
      form: {
        grant_type: "refresh_token",
        client_id: BOOKS_CLIENT.id,
        client_secret: BOOKS_CLIENT.secret,
        refresh_token: narrow,
      },
    });
    const broad = token;
    token = (body as { access_token: string }).access_token;
    expect((await get("/invoices")).status).toBe(200);
    expect(await record(wish(1))).toMatchObject({ status: 401, body: { code: 57 } });
    token = broad;
    expect(await shop.send("GET", "/api/books/v3/invoices?organization_id=1", { token })).toMatchObject({
      status: 400,
      body: { code: 2 },
    });
    expect((await shop.send("GET", "/api/books/v3/organizations", { token })).body).toMatchObject({
      organizations: [{ organization_id: DEMO_BOOKS_ORGANIZATION, time_zone: "Asia/Kolkata" }],
    });
  });

  it("speaks Invoice's dialect: its header, its scopes, JSONString", async () => {
    const answer = await shop.send("POST", "/accounts/oauth/v2/token", {
      form: {
        grant_type: "refresh_token",
        client_id: BOOKS_CLIENT.id,
        client_secret: BOOKS_CLIENT.secret,
        refresh_token: `1000.refresh-books-${DEMO_INVOICE_ORGANIZATION}`,
      },
    });
    const mine = (answer.body as { access_token: string }).access_token;
    const headers = { "X-com-zoho-invoice-organizationid": DEMO_INVOICE_ORGANIZATION };
    const list = await shop.send("GET", "/api/invoice/v3/invoices?invoice_number=INV-00012", { token: mine, headers });
    expect(list.body).toMatchObject({ invoices: [{ total: 499 }] });
    const row = (list.body as { invoices: { invoice_id: string; customer_id: string }[] }).invoices[0];
    const payment = {
      customer_id: row?.customer_id,
      payment_mode: "cash",
      amount: 499,
      date: "2025-11-22",
      invoices: [{ invoice_id: row?.invoice_id, amount_applied: 499 }],
    };
    const path = "/api/invoice/v3/customerpayments";
    expect((await shop.send("POST", path, { token: mine, headers, json: payment })).status).toBe(400);
    expect(
      (await shop.send("POST", path, { token: mine, headers, form: { JSONString: JSON.stringify(payment) } })).status,
    ).toBe(201);
    expect((await shop.send("GET", path, { token, headers })).status).toBe(401);
  });

  it("limits calls by minute, day and number at once", async () => {
    for (let index = 0; index < 100; index++) expect((await get("/invoices")).status).toBe(200);
    const refused = await get("/invoices");
    expect(refused).toMatchObject({ status: 429, body: { code: 44 } });
    expect(refused.headers.get("x-rate-limit-remaining")).toBe("9900");
    shop.pass(60_000);
    shop.simulator.settings.books_per_day = 101;
    expect((await get("/invoices")).status).toBe(200);
    expect(await get("/invoices")).toMatchObject({ status: 429, body: { code: 45 } });
    shop.simulator.settings.books_per_day = 10_000;
    const slow: (() => void)[] = [];
    const busy = bench({ sleep: () => new Promise((resolve) => slow.push(resolve)) });
    token = await busy.booksToken();
    busy.simulator.faults.add({ kind: "delay", ms: 10, service: "books" });
    const calls = Array.from({ length: 11 }, () =>
      busy.send("GET", `/api/books/v3/invoices?${ORGANIZATION}`, { token }),
    );
    while (slow.length < 11) await new Promise((resolve) => setImmediate(resolve));
    for (const go of slow) go();
    const codes = (await Promise.all(calls)).map(({ body }) => (body as { code: number }).code);
    expect(codes.filter((code) => code === 1070)).toHaveLength(1);
  });
});
