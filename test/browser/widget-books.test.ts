import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ask, atDevice, BOOKS, INVOICE, invoice, look, noBrowser, useBrowser, worker } from "./visit.ts";
import { SPARE, SPARE_TERMINAL, widgetStories } from "./widget-stories.ts";
import { cashier, choose, openWidget, waiting } from "./widget-visit.ts";

describe.skipIf(noBrowser)("a cashier inside Zoho Books", () => {
  useBrowser();
  widgetStories(BOOKS);

  it("P3, P7: an answer that is lost on its way is asked for again, and makes one payment", async () => {
    const bill = await invoice("45.00");
    const page = await (await cashier()).newPage();
    let lost = 0;
    await page.route("**/extension/*/request", async (route) => {
      const starts = route.request().postData()?.includes("Idempotency-Key") ?? false;
      const response = await route.fetch();
      if (!starts || lost > 0) return route.fulfill({ response });
      lost += 1;
      return route.fulfill({ json: { reason: "Something went wrong" } });
    });
    const widget = await openWidget(page, bill.inBooks);
    await choose(widget, SPARE);
    await widget.getByRole("button", { name: "Send to terminal" }).click();
    await widget.getByText("No answer yet; asking again").waitFor();
    await waiting(widget, SPARE).waitFor();
    await widget.getByRole("button", { name: "Ask to cancel" }).click();
    await widget.getByText("Cancel asked for").first().waitFor();
    await atDevice(SPARE_TERMINAL.books, { action: "cancel" });
    await widget.getByText("Cancelled").first().waitFor();
    expect(lost).toBe(1);
    expect(await bill.collections()).toHaveLength(1);
  });

  it("P10: a Connection with another organization's key shows nothing of either", async () => {
    const bill = await invoice("10.00");
    const page = await (await cashier()).newPage();
    await page.route("**/extension/*/request", async (route) => {
      const options = JSON.parse(route.request().postData() ?? "{}");
      const url_query = options.url_query.map((pair: { key: string }) =>
        pair.key === "organization_id" ? { ...pair, value: INVOICE.organization } : pair,
      );
      await route.continue({ postData: JSON.stringify({ ...options, url_query }) });
    });
    const widget = await openWidget(page, bill.inBooks);
    await widget.getByText("This Connection is another organization's").waitFor();
    await look(page, "widget-7-other-organization");
  });

  it("asks before it charges again what may have been taken, in words that name the risk", async () => {
    const bill = await invoice("60.00");
    const page = await (await cashier()).newPage();
    const unresolved = {
      ...(await anyCollection()),
      id: `col_${"0".repeat(25)}`,
      invoice_number: bill.number,
      status: "unresolved",
      amount: "60.00",
      counter_name: "Counter A",
    };
    // Only days on a real clock would leave a payment without an answer: Zoho's last word is put in here.
    await page.route("**/extension/*/request", async (route) => {
      const response = await route.fetch();
      const asked = JSON.parse(route.request().postData() ?? "{}");
      if (!/\/invoices\//.test(asked.url)) return route.fulfill({ response });
      const { data } = await response.json();
      return route.fulfill({ json: { data: { body: JSON.stringify({ ...JSON.parse(data.body), unresolved }) } } });
    });
    const widget = await openWidget(page, bill.inBooks);
    await widget.getByText("₹60.00 may already have been taken").waitFor();
    await look(page, "widget-8-unresolved");
    await widget.getByLabel(/want to charge all the same/).check();
    await choose(widget, SPARE);
    await widget.getByRole("button", { name: "Send to terminal" }).click();
    await waiting(widget, SPARE).waitFor();
    await atDevice(SPARE_TERMINAL.books, { action: "cancel" });
    await widget.getByText("Cancelled on the terminal").first().waitFor();
  });
});

/** Any collection of the shop, as the API lists it. */
async function anyCollection(): Promise<Record<string, unknown>> {
  const List = z.object({ collections: z.array(z.looseObject({})).min(1) });
  const { collections } = await ask(`${worker}/api/v1/collections?limit=1`, List);
  return collections[0] ?? {};
}
