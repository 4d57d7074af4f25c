import { describe, expect, it } from "vitest";
import { atDevice, BOOKS, INVOICE, invoice, look, noBrowser, useBrowser } from "./visit.ts";
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
});
