import { beforeEach, describe, expect, it } from "vitest";
import { DEMO_PAYMENTS_ACCOUNT } from "../seed/demo.ts";
import { type Answer, type Bench, bench, START } from "../testing.ts";

const SESSIONS = `/payments/api/v1/terminal/paymentsessions`;
const ACCOUNT = `account_id=${DEMO_PAYMENTS_ACCOUNT}`;

const wish = {
  amount: 100.5,
  currency: "INR",
  type: "pos_payment",
  terminal_id: "TRM002",
  invoice_number: "INV-000137",
  description: "Payment for INV-000137",
  meta_data: [{ key: "collection_id", value: "c1" }],
  payment_method_details: { type: "card" },
};

let shop: Bench;
let token: string;

beforeEach(async () => {
  shop = bench();
  token = await shop.paymentsToken();
});

const create = (json: unknown = wish): Promise<Answer> => shop.send("POST", `${SESSIONS}?${ACCOUNT}`, { token, json });
const read = (id: string): Promise<Answer> => shop.send("GET", `${SESSIONS}/${id}?${ACCOUNT}`, { token });
const list = (query = ""): Promise<Answer> =>
  shop.send("GET", `/payments/api/v1/payments?${ACCOUNT}${query}`, { token });
const idOf = ({ body }: Answer): string =>
  (body as { payments_session: { payments_session_id: string } }).payments_session.payments_session_id;

describe("a payment session", () => {
  it("is created as the billing guide shows", async () => {
    const created = await create();
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      code: 0,
      message: "success",
      payments_session: {
        payments_session_id: expect.stringMatching(/^\d{16}$/),
        currency: "INR",
        amount: "100.50",
        terminal_id: "TRM002",
        created_time: START / 1000,
        payment_session_type: "pos_payment",
        session_status: "in_progress",
        invoice_number: "INV-000137",
        description: "Payment for INV-000137",
        meta_data: [{ key: "collection_id", value: "c1" }],
      },
    });
  });

  it("succeeds on the terminal and says with which payment", async () => {
    const id = idOf(await create());
    expect(shop.simulator.device("TRM002").fetchPayments()).toEqual({ ok: true, session_id: id });
    expect((await read(id)).body).not.toHaveProperty("payments_session.payments");
    shop.pass(20_000);
    const paid = shop.simulator.device("TRM002").pay("card");
    const answer = await read(id);
    expect(answer.body).toMatchObject({
      payments_session: {
        session_status: "succeeded",
        amount: "100.50",
        invoice_number: "INV-000137",
        payments: [
          {
            payment_id: paid.ok ? paid.payment_id : "",
            status: "succeeded",
            date: START / 1000 + 20,
            date_formatted: "Nov 22, 2025, 10:00 am",
            payment_method: { type: "card", type_formatted: "Card" },
          },
        ],
      },
    });
  });

  it("fails with the code of the bank", async () => {
    const id = idOf(await create());
    shop.simulator.device("TRM002").decline("insufficient_funds");
    expect((await read(id)).body).toMatchObject({
      payments_session: {
        session_status: "failed",
        payments: [{ status: "failed", failure_code: "insufficient_funds" }],
      },
    });
  });

  it("leaves room for another try when declines do not end it", async () => {
    shop.simulator.settings.decline_ends_session = false;
    const id = idOf(await create());
    shop.simulator.device("TRM002").decline();
    expect((await read(id)).body).toMatchObject({
      payments_session: { session_status: "in_progress", payments: [{ status: "failed" }] },
    });
    shop.simulator.device("TRM002").pay();
    expect((await read(id)).body).toMatchObject({
      payments_session: { session_status: "succeeded", payments: [{ status: "failed" }, { status: "succeeded" }] },
    });
  });

  it("is the only one of its terminal until it is final", async () => {
    const id = idOf(await create());
    const second = await create();
    expect(second.status).toBe(400);
    expect(second.body).toMatchObject({ code: "session_already_active" });
    expect((await create({ ...wish, terminal_id: "TRM001" })).status).toBe(201);
    shop.simulator.device("TRM002").cancel();
    expect((await read(id)).body).toMatchObject({ payments_session: { session_status: "failed" } });
    expect((await create()).status).toBe(201);
  });

  it("expires after three minutes in each of the ways Zoho may choose", async () => {
    const id = idOf(await create());
    shop.pass(179_999);
    expect((await read(id)).body).toMatchObject({ payments_session: { session_status: "in_progress" } });
    shop.pass(1);
    expect((await read(id)).body).toMatchObject({
      payments_session: {
        session_status: "failed",
        payments: [{ failure_code: "session_expired", date: START / 1000 + 180 }],
      },
    });

    shop.simulator.settings.expiry = "in_progress_forever";
    const second = idOf(await create());
    shop.pass(600_000);
    expect((await read(second)).body).toMatchObject({ payments_session: { session_status: "in_progress" } });
    expect(shop.simulator.device("TRM002").pay()).toEqual({ ok: false, reason: "expired" });

    shop.simulator.settings.expiry = "invalid_payment_session";
    const third = idOf(await create());
    shop.pass(180_000);
    expect(await read(third)).toMatchObject({ status: 400, body: { code: "invalid_payment_session" } });
  });

  it("lets a customer who is already paying succeed within the grace, and not after", async () => {
    const id = idOf(await create());
    shop.pass(170_000);
    shop.simulator.device("TRM002").startPaying("upi");
    shop.pass(60_000);
    expect((await read(id)).body).toMatchObject({ payments_session: { session_status: "in_progress" } });
    expect((await create()).status).toBe(400);
    expect(shop.simulator.device("TRM002").pay("upi").ok).toBe(true);
    expect((await read(id)).body).toMatchObject({ payments_session: { session_status: "succeeded" } });

    await create();
    shop.simulator.device("TRM002").startPaying();
    shop.pass(240_000);
    expect(shop.simulator.device("TRM002").pay()).toEqual({ ok: false, reason: "expired" });
  });

  it.each([
    ["amount", { amount: 0 }],
    ["amount", { amount: 10.555 }],
    ["amount", { amount: "10.50" }],
    ["currency", { currency: "USD" }],
    ["type", { type: "ecommerce" }],
    ["terminal", { terminal_id: "TRM999" }],
    ["another account's terminal", { terminal_id: "TRM101" }],
    ["invoice_number", { invoice_number: "x".repeat(51) }],
    ["description", { description: "x".repeat(501) }],
    ["meta_data", { meta_data: Array.from({ length: 6 }, (_, index) => ({ key: `k${index}`, value: "v" })) }],
    ["meta_data key", { meta_data: [{ key: "k".repeat(21), value: "v" }] }],
    ["payment method", { payment_method_details: { type: "cheque" } }],
  ])("is refused for a bad %s", async (_, change) => {
    const answer = await create({ ...wish, ...change });
    expect(answer).toMatchObject({ status: 400, body: { code: expect.any(String), message: expect.any(String) } });
    expect(shop.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions()).toEqual([]);
  });
});

describe("the list of payments", () => {
  it("finds payments by text, status and date, with their meta data", async () => {
    await create();
    shop.simulator.device("TRM002").decline();
    shop.pass(1000);
    await create();
    shop.simulator.device("TRM002").pay("upi");
    shop.simulator.device("TRM001").chargeStandalone(50_00);

    const found = await list("&search_text=inv-000137&status=succeeded");
    expect(found.body).toMatchObject({
      payments: [
        {
          payment_type: "pos",
          amount: "100.50",
          status: "succeeded",
          meta_data: [{ key: "collection_id", value: "c1" }],
          payment_method: { type: "upi" },
          payments_session_id: expect.any(String),
        },
      ],
      page_context: { page: 1, per_page: 25, has_more_page: false },
    });
    expect((await list()).body).toMatchObject({ payments: [{ amount: "50.00" }, {}, { status: "failed" }] });
    expect((await list("&per_page=2&page=2")).body).toMatchObject({
      payments: [{ status: "failed" }],
      page_context: { has_more_page: false },
    });
    expect((await list("&from_date=2025-11-23")).body).toMatchObject({ payments: [] });
    expect((await list("&from_date=2025-11-22&to_date=2025-11-22&per_page=1")).body).toMatchObject({
      page_context: { has_more_page: true },
    });
    expect((await list("&from_date=yesterday")).status).toBe(400);
  });

  it("may show a payment late", async () => {
    shop.simulator.settings.payments_index_lag_ms = 30_000;
    const id = shop.simulator.device("TRM001").chargeStandalone(1_00);
    expect((await list()).body).toMatchObject({ payments: [] });
    expect((await shop.send("GET", `/payments/api/v1/payments/${id}?${ACCOUNT}`, { token })).body).toMatchObject({
      payment: { payment_id: id },
    });
    shop.pass(30_000);
    expect((await list()).body).toMatchObject({ payments: [{ payment_id: id }] });
  });

  it("shows money given back on the device", async () => {
    const terminal = shop.simulator.device("TRM001");
    const id = terminal.chargeStandalone(100_00);
    terminal.refund(id, 40_00);
    expect((await list()).body).toMatchObject({
      payments: [{ status: "partially_refunded", amount_refunded: "40.00" }],
    });
    terminal.refund(id);
    expect((await list("&status=refunded")).body).toMatchObject({
      payments: [{ status: "refunded", amount_refunded: "100.00" }],
    });
  });
});

describe("access to Payments", () => {
  it("refuses a dead token in either of Zoho's ways", async () => {
    shop.pass(3_600_000);
    expect(await create()).toMatchObject({ status: 401, body: { code: "error" } });
    shop.simulator.settings.payments_unauthorised = "body_404";
    expect(await create()).toMatchObject({ status: 404, body: { code: "error", message: "Not Authorised" } });
  });

  it("refuses another account, a token of Books, and a scope not given", async () => {
    expect((await shop.send("GET", "/payments/api/v1/payments?account_id=60029876544", { token })).status).toBe(401);
    expect(
      (await shop.send("GET", `/payments/api/v1/payments?${ACCOUNT}`, { token: await shop.booksToken() })).status,
    ).toBe(401);
    const refresh = shop.simulator.accounts.grant({
      client_id: "1000.PAYMENTSDEMO0000000000000000000",
      user_id: "60033000001",
      scopes: ["ZohoPay.payments.READ"],
      soid: `zohopay.${DEMO_PAYMENTS_ACCOUNT}`,
    });
    const { body } = await shop.send("POST", "/accounts/oauth/v2/token", {
      form: {
        grant_type: "refresh_token",
        refresh_token: refresh,
        client_id: "1000.PAYMENTSDEMO0000000000000000000",
        client_secret: "payments-demo-client-secret",
      },
    });
    token = (body as { access_token: string }).access_token;
    expect((await list()).status).toBe(200);
    expect((await create()).status).toBe(403);
  });

  it("answers 429 after 600 requests in a minute", async () => {
    for (let index = 0; index < 600; index++) expect((await list()).status).toBe(200);
    expect(await list()).toMatchObject({ status: 429, body: { code: "error" } });
    shop.pass(60_000);
    expect((await list()).status).toBe(200);
  });
});
