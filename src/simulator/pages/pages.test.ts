import { beforeEach, describe, expect, it } from "vitest";
import { DEMO_BOOKS_ORGANIZATION, DEMO_INVOICE_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT } from "../seed/demo.ts";
import { type Bench, bench } from "../testing.ts";

let shop: Bench;

beforeEach(() => {
  shop = bench({ collectUrl: "http://collect.test" });
});

async function read(path: string): Promise<string> {
  const { status, body } = await shop.send("GET", path);
  expect(status, path).toBe(200);
  return String(body);
}

const start = async (): Promise<void> => {
  await shop.send("POST", `/payments/api/v1/terminal/paymentsessions?account_id=${DEMO_PAYMENTS_ACCOUNT}`, {
    token: await shop.paymentsToken(),
    json: {
      amount: 245_999.5,
      currency: "INR",
      type: "pos_payment",
      terminal_id: "TRM001",
      invoice_number: "INV-000132",
      payment_method_details: { type: "upi" },
    },
  });
};

describe("the home page", () => {
  it("leads to pages that exist", async () => {
    const links = [...(await read("/")).matchAll(/href="(\/[^"]*)"/g)].map(([, path]) => path ?? "");
    expect(links).toEqual(
      expect.arrayContaining(["/control", "/terminal/TRM003", `/books/${DEMO_INVOICE_ORGANIZATION}/invoices`]),
    );
    for (const path of new Set(links)) await read(path);
  });
});

describe("a terminal's page", () => {
  it("shows nothing before the cashier fetches, then the amount, then the receipt", async () => {
    expect(await read("/terminal/TRM001")).toContain("TRM001");
    await start();
    expect(await read("/terminal/TRM001?part=live")).not.toContain("₹2,45,999.50");
    const device = shop.simulator.device("TRM001");
    device.fetchPayments();
    const fetched = await read("/terminal/TRM001?part=live");
    expect(fetched).toContain("₹2,45,999.50");
    expect(fetched).toContain("INV-000132");
    expect(fetched.indexOf(">UPI<")).toBeLessThan(fetched.indexOf(">Card<"));
    device.startPaying("upi");
    expect(await read("/terminal/TRM001?part=live")).toContain("Scan with any UPI app");
    const paid = device.pay();
    const receipt = await read("/terminal/TRM001?part=live");
    expect(receipt).toContain("Payment successful");
    expect(receipt).toContain("Batch No.");
    expect(receipt).toContain(paid.ok ? paid.payment_id : "no payment");
  });

  it("says why a payment did not happen", async () => {
    await start();
    const device = shop.simulator.device("TRM001");
    device.fetchPayments();
    device.decline("incorrect_pin");
    expect(await read("/terminal/TRM001")).toContain("Incorrect PIN");
    await start();
    device.fetchPayments();
    shop.pass(180_000);
    expect(await read("/terminal/TRM001")).toContain("Session expired");
  });
});

describe("the pages of Books", () => {
  it("open the connector for the invoice", async () => {
    expect(await read(`/books/${DEMO_BOOKS_ORGANIZATION}/invoices/1460000000000411370`)).toContain(
      `href="http://collect.test/collect?organization_id=${DEMO_BOOKS_ORGANIZATION}&amp;invoice_id=1460000000000411370"`,
    );
  });

  it("show a payment with its reference once it is recorded", async () => {
    const path = `/books/${DEMO_BOOKS_ORGANIZATION}/invoices/1460000000000411410`;
    expect(await read(path)).not.toContain("Payments received");
    await shop.send("POST", `/api/books/v3/customerpayments?organization_id=${DEMO_BOOKS_ORGANIZATION}`, {
      token: await shop.booksToken(),
      json: {
        customer_id: "1460000000000031001",
        payment_mode: "creditcard",
        amount: 1,
        date: "2025-11-22",
        reference_number: "9173000000099999",
        invoices: [{ invoice_id: "1460000000000411410", amount_applied: 1 }],
      },
    });
    const page = await read(`${path}?part=live`);
    expect(page).toContain("9173000000099999");
    expect(page).toContain('ribbon paid"');
  });

  it("show what people write as text", async () => {
    shop.simulator
      .books(DEMO_BOOKS_ORGANIZATION)
      .createInvoice({ total: 100, customer: "<img src=x onerror=alert(1)>" });
    const page = await read(`/books/${DEMO_BOOKS_ORGANIZATION}/invoices`);
    expect(page).not.toContain("<img");
    expect(page).toContain("&lt;img");
  });

  it("answer 404 in words for what does not exist", async () => {
    for (const path of [
      "/terminal/TRM999",
      "/books/1/invoices",
      `/books/${DEMO_BOOKS_ORGANIZATION}/invoices/1`,
      "/nowhere",
    ]) {
      expect((await shop.send("GET", path)).status, path).toBe(404);
    }
  });
});

describe("assets", () => {
  it("are served by name, and nothing else is", async () => {
    expect((await shop.send("GET", "/assets/live.js")).headers.get("content-type")).toContain("javascript");
    expect((await shop.send("GET", "/assets/base.css")).status).toBe(200);
    for (const path of ["/assets/..%2flayout.ts", "/assets/layout.ts"])
      expect((await shop.send("GET", path)).status).toBe(404);
  });
});
