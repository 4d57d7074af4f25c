import { describe, expect, it } from "vitest";
import { connectorSeed, seedFor } from "./seed/build.ts";
import { DEMO_BOOKS_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT, demoSeed } from "./seed/demo.ts";
import { bench } from "./testing.ts";

const SESSIONS = `/payments/api/v1/terminal/paymentsessions?account_id=${DEMO_PAYMENTS_ACCOUNT}`;
const wish = { amount: 10, currency: "INR", type: "pos_payment", terminal_id: "TRM001" };

describe("a simulator", () => {
  it("carries on from its snapshot as if nothing had happened", async () => {
    const before = bench();
    const token = await before.paymentsToken();
    await before.send("POST", SESSIONS, { token, json: wish });
    before.simulator.device("TRM001").fetchPayments();
    before.simulator.books(DEMO_BOOKS_ORGANIZATION).createInvoice({ total: 5_00, customer: "New customer" });
    before.simulator.faults.add({ kind: "html", route: "books.invoice" });
    const saved: unknown = JSON.parse(JSON.stringify(before.simulator.snapshot()));

    const after = bench();
    after.simulator.restore(saved as ReturnType<typeof after.simulator.snapshot>);
    expect(after.simulator.snapshot()).toEqual(before.simulator.snapshot());
    expect(await after.send("POST", SESSIONS, { token, json: wish })).toMatchObject({
      status: 400,
      body: { code: "session_already_active" },
    });
    expect(after.simulator.device("TRM001").view()).toMatchObject({ screen: "ready" });
    const paid = after.simulator.device("TRM001").pay();
    expect(paid.ok).toBe(true);
    expect(before.simulator.payments(DEMO_PAYMENTS_ACCOUNT).payments()).toEqual([]);
  });

  it("tells of changes until asked to stop", async () => {
    const shop = bench();
    let changes = 0;
    const stop = shop.simulator.onChange(() => {
      changes += 1;
    });
    shop.simulator.books(DEMO_BOOKS_ORGANIZATION).createInvoice({ total: 5_00 });
    expect(changes).toBeGreaterThan(0);
    stop();
    const then = changes;
    shop.simulator.books(DEMO_BOOKS_ORGANIZATION).createInvoice({ total: 5_00 });
    expect(changes).toBe(then);
  });

  it("repeats itself with the same seed, clock and randomness", async () => {
    const story = async () => {
      const shop = bench();
      await shop.send("POST", SESSIONS, { token: await shop.paymentsToken(), json: wish });
      shop.simulator.device("TRM001").pay();
      return shop.simulator.snapshot();
    };
    expect(await story()).toEqual(await story());
  });

  it("keeps the last calls only", async () => {
    const shop = bench({ callLimit: 3 });
    for (let index = 0; index < 10; index++) await shop.send("GET", `/api/books/v3/invoices/${index}`);
    expect(shop.simulator.calls.list().map(({ subject }) => subject)).toEqual(["7", "8", "9"]);
    expect(shop.simulator.calls.total).toBe(10);
    expect(shop.simulator.calls.list({ subject: "8" })).toMatchObject([
      { service: "books", route: "books.invoice", status: 401 },
    ]);
  });

  it("tells the connector what it needs", () => {
    expect(connectorSeed(demoSeed())).toMatchObject({
      clients: { books: { id: expect.any(String), secret: expect.any(String) }, payments: { id: expect.any(String) } },
      organizations: [
        {
          organization_id: DEMO_BOOKS_ORGANIZATION,
          product: "books",
          counters: [{ terminal_id: "TRM001" }, { terminal_id: "TRM002" }, { terminal_id: "TRM003" }],
        },
        { product: "invoice", counters: [{ terminal_id: "TRM101" }] },
        { product: "external", name: "Blue Door Café", counters: [{ terminal_id: "TRM201" }] },
      ],
    });
  });

  it("grows to many organizations, each with tokens that work", async () => {
    const seed = seedFor({
      organizations: 50,
      terminals: 4,
      product: (nth) => (nth % 10 === 9 ? "external" : "books"),
    });
    const shop = bench({ seed });
    for (const organization of connectorSeed(seed).organizations) {
      const { body } = await shop.send("POST", "/accounts/oauth/v2/token", {
        form: {
          grant_type: "refresh_token",
          client_id: connectorSeed(seed).clients.payments.id,
          client_secret: connectorSeed(seed).clients.payments.secret,
          refresh_token: organization.refresh_tokens.payments,
        },
      });
      const created = await shop.send(
        "POST",
        `/payments/api/v1/terminal/paymentsessions?account_id=${organization.payments_account_id}`,
        {
          token: (body as { access_token: string }).access_token,
          json: { ...wish, terminal_id: organization.counters[3]?.terminal_id },
        },
      );
      expect(created.status).toBe(201);
    }
  });
});
