import { beforeEach, describe, expect, test } from "vitest";
import { type AttentionReason, type Collection, Status } from "../../collection/collection.ts";
import { CollectionId, PaymentId } from "../../collection/ids.ts";
import { paise } from "../../collection/money.ts";
import { collect } from "../testing/ask.ts";
import { Browser } from "../testing/browse.ts";
import { DEMO, OTHER, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
let browser: Browser;
beforeEach(async () => {
  shop = await openShop(DEMO);
  browser = new Browser(shop);
  for (const id of ["1", "2", "3"]) shop.books.add(id);
  await browser.get("/collections");
});

async function started(patch: Partial<Collection> = {}, invoice = "1"): Promise<CollectionId> {
  const { id } = (await (await collect(shop, { invoice_id: invoice })).json()) as { id: string };
  const known = CollectionId.parse(id);
  const held = shop.terminals.held.get(known);
  if (!held) throw new Error("not held");
  shop.terminals.place({ ...held.collection, ...patch, revision: held.collection.revision + 1 }, held.history);
  await shop.terminals.tell(shop.ledger);
  return known;
}

const show = async (id: string, query = ""): Promise<string> =>
  (await browser.get(`/collections/${id}${query}`)).text();

describe("a collection's page", () => {
  test.each(Status.options)("says what %s means, whole and without scripts", async (status) => {
    const html = await show(await started({ status, failure: { code: "insufficient_funds", message: "no" } }));
    expect(html).toMatch(/<h1>[^<]{4,}<\/h1>/);
    expect(html).toContain("₹2,450.00");
    expect(html).not.toMatch(/<script(?![^>]*src=)|style="|onclick|javascript:/);
  });

  test("P3: no answer is never shown as failed", async () => {
    const html = await show(await started({ status: "unresolved" }));
    expect(html).toContain("Outcome unknown");
    expect(html).toContain("Do not charge again");
    expect(html).toContain("Check now");
    expect(html).not.toMatch(/Nothing was charged|Not paid|failed/);
  });

  test("is a whole page, or the same words as a fragment", async () => {
    const id = await started();
    const [page, part] = [await show(id), await show(id, "?fragment")];
    expect(page).toContain("<!DOCTYPE html>");
    expect(part).toMatch(/^<article/);
    expect(page).toContain(part);
  });

  test("counts the three minutes down by our clock", async () => {
    const id = await started();
    shop.clock.now += 60_000;
    const html = await show(id);
    expect(html).toContain('<span class="countdown-left">2:00</span>');
    expect(html).toContain(`data-now="${shop.clock.now}"`);
    shop.clock.now += 121_000;
    expect(await show(id)).toContain("Time is up; asking Zoho how it ended");
  });

  test("its forms do what they say, and say why not", async () => {
    const id = await started();
    const asked = await browser.post(`/collections/${id}/cancel`, {});
    expect([asked.status, asked.headers.get("location")]).toEqual([303, `/collections/${id}`]);
    expect(await show(id)).toContain("Press Cancel on the terminal too");
    const refused = await browser.post(`/collections/${id}/resolve`, { outcome: "paid", reason: "seen it" });
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain("can be resolved by hand");
  });

  test("P8: a resolution by hand needs a reason", async () => {
    const id = await started({ status: "unresolved", task: null });
    const empty = await browser.post(`/collections/${id}/resolve`, { outcome: "not_paid", reason: " " });
    expect(empty.status).toBe(422);
    await browser.post(`/collections/${id}/resolve`, { outcome: "not_paid", reason: "receipt shows a decline" });
    const html = await show(id);
    expect(html).toContain("Closed by hand as not paid");
    expect(html).toContain("receipt shows a decline");
    expect(html).toContain("demo cashier");
  });

  test("a refund that calls is dealt with by a word; Check now is offered only where Books can be asked", async () => {
    const payment = { id: PaymentId.parse("173000002314886"), paidAt: 0, method: "card" };
    const recorded = { status: "recorded", task: null, holdsInvoice: false, refunded: paise(1_000), payment } as const;
    const called = (reason: AttentionReason) => ({ ...recorded, attention: { reason, detail: "given back" } });
    const id = await started(called("refunded_still_paid"));
    expect(await show(id)).toMatch(/Check now.*The refund is dealt with/s);
    const word = { outcome: "refund_settled", reason: "credit note made", reference: "CN-7" };
    expect((await browser.post(`/collections/${id}/resolve`, word)).status).toBe(303);
    const html = await show(id);
    expect(html).toContain("credit note made (reference CN-7)");
    expect(html).not.toMatch(/Check now|The refund is dealt with/);
    expect((await browser.post(`/collections/${id}/resolve`, word)).status).toBe(409);

    // Closed by hand without a word from Zoho; and in the shop's own billing software.
    const unnamed = await show(await started({ ...called("refund_unchecked"), payment: null }, "2"));
    const external = await show(await started({ ...called("refund_to_tell"), biller: "external" }, "3"));
    for (const page of [unnamed, external]) {
      expect(page).toContain("The refund is dealt with");
      expect(page).not.toContain("Check now");
    }
    expect(external).not.toContain("still shows");
  });

  test("P9: a form of another site changes nothing", async () => {
    const id = await started();
    const response = await browser.post(`/collections/${id}/cancel`, {}, { "Sec-Fetch-Site": "cross-site" });
    expect(response.status).toBe(403);
    expect(shop.terminals.held.get(id)?.collection.cancelAskedAt).toBeNull();
  });

  test("P10: another organization's is not there", async () => {
    const id = await started();
    await browser.get(`/collect?organization_id=${OTHER}&invoice_id=1`);
    expect((await browser.get(`/collections/${id}`)).status).toBe(404);
    expect((await browser.post(`/collections/${id}/cancel`, {})).status).toBe(404);
  });
});

describe("the live socket", () => {
  const upgrade = async (id: string, headers: Record<string, string>, cookie = true) => {
    const { headers: first } = await shop.app.request("/collections");
    const Cookie = cookie ? (first.get("set-cookie")?.split(";")[0] ?? "") : "";
    return shop.app.request(`/collections/${id}/live`, { headers: { Cookie, Upgrade: "websocket", ...headers } });
  };
  const ours = { Origin: "http://localhost" };

  test("is the terminal's own", async () => {
    const id = await started();
    expect(await (await upgrade(id, ours)).text()).toBe("upgraded");
    expect(shop.terminals.upgrades).toEqual([`/${id}`]);
  });

  test("P9, P10: is for our own pages, for staff, for their own collections", async () => {
    const id = await started();
    expect((await upgrade(id, { Origin: "https://evil.example" })).status).toBe(403);
    expect((await upgrade(id, {})).status).toBe(403);
    expect((await upgrade(id, ours, false)).status).toBe(401);
    expect((await upgrade("col_0000000000000000000000000", ours)).status).toBe(404);
    expect((await upgrade(id, { ...ours, Upgrade: "h2c" })).status).toBe(426);
    expect(shop.terminals.upgrades).toEqual([]);
  });
});

describe("today's list", () => {
  test("puts what needs attention first, of any day, and only today's beside it", async () => {
    const attention = { reason: "recording_refused" as const, detail: "locked" };
    const old = await started({ status: "succeeded", attention, holdsInvoice: false });
    const gone = await started({ status: "recorded", holdsInvoice: false }, "2");
    shop.clock.now += 24 * 3_600_000;
    const today = await started({ status: "recorded" }, "3");
    const html = await (await browser.get("/collections")).text();
    expect(html.indexOf(old)).toBeGreaterThan(0);
    expect(html.indexOf(today)).toBeGreaterThan(html.indexOf(old));
    expect(html).not.toContain(gone);
    expect(html).toContain("Zoho Books refused to record the payment");
  });

  test("begins at midnight where the shop is", async () => {
    shop.clock.now = Date.parse("2026-11-20T18:29:00Z");
    const yesterday = await started({ status: "recorded", holdsInvoice: false });
    shop.clock.now = Date.parse("2026-11-20T18:31:00Z");
    const today = await started({ status: "recorded" }, "2");
    const html = await (await browser.get("/collections")).text();
    expect(html).toContain(today);
    expect(html).not.toContain(yesterday);
  });
});

test("an address that is not there is a page for people", async () => {
  const response = await browser.get("/nothing");
  expect([response.status, await response.text()]).toEqual([404, expect.stringContaining("Nothing is here")]);
});
