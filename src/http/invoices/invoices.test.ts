import { beforeEach, describe, expect, test } from "vitest";
import { findOrganization, putOrganization } from "../../ledger/organizations.ts";
import { ask, collect, problem } from "../testing/ask.ts";
import { ORGANIZATION, OTHER, OTHER_KEY, openShop, type Shop, START } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.books.add("1");
});

async function billedIn(product: "invoice" | "external"): Promise<void> {
  const known = await findOrganization(shop.ledger, ORGANIZATION);
  if (known) await putOrganization(shop.ledger, { ...known, product });
}

const read = async (id = "1"): Promise<Record<string, unknown>> => {
  const response = await ask(shop, "GET", `/api/v1/invoices/${id}`);
  expect(response.status).toBe(200);
  return (await response.json()) as Record<string, unknown>;
};

describe("an invoice as it can be collected", () => {
  test("tells the balance and the counters", async () => {
    expect(await read()).toMatchObject({
      invoice_number: "INV-1",
      balance: "2450.00",
      refusal: null,
      open: null,
      unresolved: null,
      last: null,
      counters: [
        { id: "counter-a", name: "Counter A", terminal_id: "TRM001", waiting: 0, here: false },
        { id: "counter-b", name: "Counter B", terminal_id: "TRM002", waiting: 0, here: false },
      ],
    });
  });

  test("tells why it cannot be collected, in the page's words", async () => {
    shop.books.add("2", { status: "draft" });
    expect((await read("2")).refusal).toEqual({
      code: "invoice_not_payable",
      title: "This invoice is a draft",
      message: "Mark it as sent in Zoho Books, then press Collect via POS again.",
    });
  });

  test("P4: tells the collection that holds it", async () => {
    const { id } = (await (await collect(shop)).json()) as { id: string };
    expect(await read()).toMatchObject({ open: { id }, last: { id }, unresolved: null });
    expect((await read()).counters).toMatchObject([{ waiting: 0 }, { waiting: 1 }]);
  });

  test("P10: is the key's organization's only", async () => {
    const response = await ask(shop, "GET", "/api/v1/invoices/2");
    expect(response.status).toBe(404);
    expect(await problem(response)).toMatchObject({ code: "unknown_invoice" });
    const { id } = (await (await collect(shop)).json()) as { id: string };
    const other = await ask(shop, "GET", `/api/v1/collections/${id}`, undefined, {
      Authorization: `Bearer ${OTHER_KEY}`,
    });
    expect(other.status).toBe(404);
  });

  test("P10: a key of one organization says so when another is meant", async () => {
    const response = await ask(shop, "GET", `/api/v1/invoices/1?organization_id=${OTHER}`);
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({ code: "forbidden_organization" });
  });

  test("P9: of an organization that bills outside Zoho there is none, and Zoho is not asked", async () => {
    await billedIn("external");
    const response = await ask(shop, "GET", "/api/v1/invoices/1");
    expect([response.status, await problem(response)]).toMatchObject([422, { code: "billed_elsewhere" }]);
    expect(shop.books.requests).toEqual([]);
  });

  test("what it is not is said in the name of the product that has the invoices", async () => {
    await billedIn("invoice");
    shop.books.add("2", { status: "draft" });
    const missing = await problem(await ask(shop, "GET", "/api/v1/invoices/77"));
    const draft = await problem(await collect(shop, { invoice_id: "2" }));
    shop.connection.connected = false;
    const refused = await problem(await ask(shop, "GET", "/api/v1/invoices/1"));
    for (const { message } of [missing, draft, refused]) {
      expect(message).toContain("Zoho Invoice");
      expect(message).not.toContain("Zoho Books");
    }
  });

  test("comes with the counters of its branch first", async () => {
    await ask(shop, "PATCH", "/api/v1/counters/counter-b", { location_id: "77" });
    shop.books.add("3", { location_id: "77" });
    expect((await read("3")).counters).toMatchObject([
      { id: "counter-b", here: true },
      { id: "counter-a", here: false },
    ]);
  });

  test("names no branch when all counters are there", async () => {
    for (const id of ["counter-a", "counter-b"]) {
      await ask(shop, "PATCH", `/api/v1/counters/${id}`, { location_id: "77" });
    }
    shop.books.add("3", { location_id: "77" });
    expect((await read("3")).counters).toMatchObject([{ here: false }, { here: false }]);
  });
});

describe("the organization of a key", () => {
  test("is told, with its product and our clock", async () => {
    const response = await ask(shop, "GET", `/api/v1/organization?organization_id=${ORGANIZATION}`);
    expect(await response.json()).toEqual({
      id: ORGANIZATION,
      name: "Rahul Supermarket",
      product: "books",
      time_zone: "Asia/Kolkata",
      now: new Date(START).toISOString(),
    });
  });

  test("P10: is not told to another's key", async () => {
    const response = await ask(shop, "GET", `/api/v1/organization?organization_id=${OTHER}`);
    expect(response.status).toBe(403);
  });
});

describe("for other sites", () => {
  test("P10: no other origin may read the API, nor frame a page", async () => {
    const headers = { Origin: "https://evil.example", "Access-Control-Request-Method": "POST" };
    for (const method of ["OPTIONS", "GET"]) {
      const response = await ask(shop, method, "/api/v1/invoices/1", undefined, headers);
      expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
      expect(response.headers.get("x-frame-options")).toBe("DENY");
      expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    }
  });
});
