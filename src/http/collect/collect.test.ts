import { beforeEach, describe, expect, test } from "vitest";
import { collect } from "../testing/ask.ts";
import { Browser, collectAddress, fieldsOf } from "../testing/browse.ts";
import { awayLedger, DEMO, ORGANIZATION, OTHER, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
let browser: Browser;
beforeEach(async () => {
  shop = await openShop(DEMO);
  browser = new Browser(shop);
  shop.books.add("1");
});

const open = async (invoice = "1"): Promise<string> => (await browser.get(collectAddress(invoice))).text();

describe("the page behind the button", () => {
  test("shows the invoice, the balance to collect, and the counters", async () => {
    const response = await browser.get(collectAddress("1"));
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const html = await response.text();
    for (const words of ["INV-1", "Asha Traders", "₹2,450.00", "Counter A", "Counter B", "Send to terminal"]) {
      expect(html).toContain(words);
    }
    expect(html).not.toContain("Counter X");
    expect(fieldsOf(html)).toMatchObject({ amount: "2450.00", payment_method: "card", invoice_id: "1" });
    expect(fieldsOf(html)).not.toHaveProperty("counter_id");
  });

  test("a button whose placeholder Zoho does not fill in says how it is put right", async () => {
    const address = `/collect?organization_id=${ORGANIZATION}&invoice_id=%24%7BINVOICE.INVOICE_ID%7D`;
    const response = await browser.get(address);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("insert the placeholder Invoice ID with the picker");
    expect(shop.books.requests).toEqual([]);
  });

  test("opens by the invoice's number too", async () => {
    const response = await browser.get(`/collect?organization_id=${ORGANIZATION}&invoice_number=INV-1`);
    expect(await response.text()).toContain("₹2,450.00");
  });

  test("sends the collection and goes to its page", async () => {
    const form = { ...fieldsOf(await open()), counter_id: "counter-b", amount: "1,000.50", payment_method: "upi" };
    const response = await browser.post("/collect", form);
    expect(response.status).toBe(303);
    const page = await (await browser.get(response.headers.get("location") ?? "")).text();
    expect(page).toContain("Tap Fetch Payments on Counter B");
    expect(page).toContain("₹1,000.50");
  });

  test("P7: the same form sent twice makes one collection", async () => {
    const form = { ...fieldsOf(await open()), counter_id: "counter-b" };
    const [one, two] = await Promise.all([browser.post("/collect", form), browser.post("/collect", form)]);
    expect(one.headers.get("location")).toBe(two.headers.get("location"));
    expect(shop.terminals.held.size).toBe(1);
  });

  test("remembers the counter and the method of this browser", async () => {
    shop.books.add("2");
    const form = { ...fieldsOf(await open()), counter_id: "counter-a", payment_method: "upi" };
    await browser.post("/collect", form);
    expect(fieldsOf(await open("2"))).toMatchObject({ counter_id: "counter-a", payment_method: "upi" });
  });

  test("tells which counters are busy", async () => {
    shop.books.add("2");
    await collect(shop, { counter_id: "counter-b" });
    await shop.terminals.tell(shop.ledger);
    const html = await open("2");
    expect(html).toMatch(/TRM001<\/span> <span class="load">Free/);
    expect(html).toMatch(/TRM002<\/span> <span class="load busy">Busy/);
  });

  test("P4: leads to the collection that holds the invoice", async () => {
    const { id } = (await (await collect(shop)).json()) as { id: string };
    const response = await browser.get(collectAddress("1"));
    expect([response.status, response.headers.get("location")]).toEqual([303, `/collections/${id}?already=1`]);
    const page = await (await browser.get(`/collections/${id}?already=1`)).text();
    expect(page).toContain("being collected already");
  });
});

describe("what is wrong is said beside its field, and the rest is kept", () => {
  const cases: [Record<string, string>, string][] = [
    [{ amount: "" }, "Enter the amount"],
    [{ amount: "0" }, "more than zero"],
    [{ amount: "-1" }, "not negative"],
    [{ amount: "1.005" }, "more than two decimals"],
    [{ amount: "2450.01" }, "The balance is ₹2,450.00"],
    [{ counter_id: "" }, "Choose the counter"],
    [{ counter_id: "counter-x" }, "no longer in use"],
  ];
  test.each(cases)("%o", async (wrong, words) => {
    const untouched = fieldsOf(await open());
    const form = { ...untouched, counter_id: "counter-a", payment_method: "upi", ...wrong };
    const response = await browser.post("/collect", form);
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain(words);
    const { amount, idempotency_key } = { ...untouched, ...wrong };
    expect(fieldsOf(html)).toMatchObject({ amount, idempotency_key, payment_method: "upi" });
    expect(shop.terminals.held.size).toBe(0);
  });

  test("a form sent before with other values gets a new key", async () => {
    const untouched = fieldsOf(await open());
    const form = { ...untouched, counter_id: "counter-b", amount: "5" };
    const sent = await browser.post("/collect", form);
    const id = sent.headers.get("location")?.split("/").at(-1) ?? "";
    await browser.post(`/collections/${id}/cancel`, {});
    const html = await (await browser.post("/collect", { ...form, amount: "6" })).text();
    expect(html).toContain("sent before with other values");
    expect(fieldsOf(html).idempotency_key).not.toBe(untouched.idempotency_key);
  });
});

describe("an invoice without a final answer", () => {
  beforeEach(async () => {
    const { id } = (await (await collect(shop, { amount: "700" })).json()) as { id: string };
    for (const [key, held] of shop.terminals.held) {
      if (key !== id) continue;
      const collection = { ...held.collection, status: "unresolved" as const, holdsInvoice: false, revision: 99 };
      shop.terminals.place(collection, held.history);
    }
    await shop.terminals.tell(shop.ledger);
  });

  test("is charged again only after the risk was named and taken", async () => {
    const html = await open();
    expect(html).toContain("₹700.00 may already have been taken");
    expect(html).toContain("Charging again may charge the customer twice");
    const form = { ...fieldsOf(html), counter_id: "counter-a" };
    const unticked = await browser.post("/collect", form);
    expect(unticked.status).toBe(422);
    expect(await unticked.text()).toContain("Tick this");
    const ticked = await browser.post("/collect", { ...form, acknowledge_unresolved: "true" });
    expect(ticked.status).toBe(303);
  });
});

describe("an invoice that cannot be collected says what to do", () => {
  test.each([
    ["draft", { status: "draft" }, "Mark it as sent"],
    ["void", { status: "void" }, "void"],
    ["paid", { status: "paid", balance: 0 }, "Nothing left to pay"],
    ["no balance", { balance: 0 }, "Nothing left to pay"],
    ["dollars", { currency_code: "USD" }, "rupees only"],
  ])("%s", async (_, invoice, words) => {
    shop.books.add("9", invoice);
    const response = await browser.get(collectAddress("9"));
    expect(response.status).toBe(409);
    const html = await response.text();
    expect(html).toContain(words);
    expect(html).not.toContain("Send to terminal");
  });

  test("unknown", async () => {
    const response = await browser.get(collectAddress("404"));
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("No such invoice")]);
  });

  test("nameless", async () => {
    const response = await browser.get(`/collect?organization_id=${ORGANIZATION}`);
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("invoice_id")]);
  });

  test("no counter is set up", async () => {
    for (const id of ["counter-a", "counter-b"]) {
      const headers = { Authorization: "Bearer test-key-of-the-shop" };
      await shop.app.request(`/api/v1/counters/${id}`, { method: "DELETE", headers });
    }
    expect(await open()).toContain("No counter is set up");
  });

  test("Books or the ledger is away", async () => {
    shop.books.mode = "down";
    const books = await browser.get(collectAddress("1"));
    expect([books.status, await books.text()]).toEqual([503, expect.stringContaining("Books does not answer")]);
    shop.state.ledger = awayLedger();
    const ledger = await browser.get(collectAddress("1"));
    expect(ledger.status).toBe(503);
    expect(ledger.headers.get("content-type")).toContain("text/html");
    expect(Number(ledger.headers.get("retry-after"))).toBeGreaterThan(0);
  });
});

describe("P9, P10: who may come", () => {
  test("a form from another site sends nothing", async () => {
    const form = { ...fieldsOf(await open()), counter_id: "counter-b" };
    for (const headers of [{ "Sec-Fetch-Site": "cross-site" }, { Origin: "https://evil.example" }, {}]) {
      const response = await browser.post("/collect", form, headers as Record<string, string>);
      expect(response.status).toBe(403);
    }
    expect(shop.terminals.held.size).toBe(0);
  });

  test("outside the demo nobody without a session", async () => {
    const live = await openShop();
    const response = await new Browser(live).get(collectAddress("1"));
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toBeNull();
    expect(await response.text()).toContain("Sign in with Zoho");
  });

  test("the demo lets in for the organization asked for, and for no unknown one", async () => {
    expect((await browser.get(collectAddress("1"))).headers.get("set-cookie")).toContain("HttpOnly");
    const other = await browser.get(`/collect?organization_id=${OTHER}&invoice_id=1`);
    expect(await other.text()).toContain("Another Shop");
    expect((await browser.get("/collect?organization_id=111&invoice_id=1")).status).toBe(404);
  });

  test("over https the session's cookie is for this host alone", async () => {
    const safe = await openShop({ ...DEMO, PUBLIC_URL: "https://pos.example" });
    safe.books.add("1");
    const { headers } = await safe.app.request(`https://pos.example${collectAddress("1")}`);
    expect(headers.get("set-cookie")).toMatch(/^__Host-staff=.*Secure/);
  });
});

test("P9: what Books says is shown, never run", async () => {
  shop.books.add("9", {
    customer_name: '<script>alert("x")</script>',
    invoice_number: '"><img src=x onerror=alert(1)>',
  });
  const html = await open("9");
  expect(html).not.toContain("<script>alert");
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;script&gt;");
});
