import type { Frame, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ask, atDevice, BOOKS, type DemoShop, INVOICE, invoice, look, noBrowser, useBrowser, worker } from "./visit.ts";
import { cashier, installExtension, openWidget, pane } from "./widget-visit.ts";

const HEAD_OFFICE = "1460000000000022001";
const Anything = z.looseObject({});

describe.skipIf(noBrowser)("a cashier inside Zoho", () => {
  useBrowser();

  describe.each([
    ["Zoho Books", BOOKS, "Spare desk", "TRM004"],
    ["Zoho Invoice", INVOICE, "Front desk", "TRM101"],
  ] as const)("%s", (_name, shop, counter, terminal) => {
    beforeAll(async () => {
      if (shop === BOOKS) {
        // At the invoices' own branch; the other counters are at none.
        const desk = { id: "spare", name: counter, terminal_id: terminal, location_id: HEAD_OFFICE };
        await ask(`${worker}/api/v1/counters`, Anything, desk, shop);
      }
      await installExtension(shop);
    });

    async function send(widget: Frame): Promise<void> {
      await widget.getByText(counter, { exact: true }).click();
      await widget.getByRole("button", { name: "Send to terminal" }).click();
      await widget.getByText(`Tap Fetch Payments on ${counter}`).waitFor();
    }
    const paid = (widget: Frame) => widget.getByText(/Recorded in Zoho .* as payment no\./).waitFor();
    const picture = (name: string): string => `${shop.product}-${name}`;

    it("P1: collects in the invoice's own page, sees it paid, and the page shows it", async () => {
      const bill = await invoice("1250.50", "Asha Rao", shop);
      const page = await (await cashier()).newPage();
      const widget = await openWidget(page, bill.inBooks);
      await widget.getByText(bill.number).waitFor();
      expect(await widget.getByLabel("Amount").inputValue()).toBe("1250.50");
      expect(await widget.getByText("This branch").count()).toBe(shop === BOOKS ? 1 : 0);
      expect(await widget.locator("[name=counter_id]").first().isChecked()).toBe(true);
      await look(page, picture("widget-1-form"));
      await send(widget);
      await look(page, picture("widget-2-waiting"));
      await atDevice(terminal, { action: "pay" });
      await paid(widget);
      await page.locator(".status.paid").first().waitFor();
      await page.getByText("₹1,250.50 collected on").waitFor();
      await look(page, picture("widget-3-paid"));
      await widget.getByRole("link", { name: "Close" }).click();
      expect(await page.locator("#widget-modal iframe").count()).toBe(0);
      await (await pane(page)).getByText("Paid").waitFor();
      await look(page, picture("widget-4-pane"));
      const [made, ...others] = await bill.collections();
      expect(others).toEqual([]);
      expect(await historyOf(made?.id ?? "", shop)).toContain("Charles D'Souza (unverified)");
    });

    it("P3: sees a decline in plain words, and tries again with UPI; the pane keeps both", async () => {
      const bill = await invoice("499.00", "Ravi Menon", shop);
      const page = await (await cashier()).newPage();
      const widget = await openWidget(page, bill.inBooks);
      await send(widget);
      await atDevice(terminal, { action: "decline", failure_code: "insufficient_funds" });
      await widget.getByText("Not enough money in the account").first().waitFor();
      await look(page, picture("widget-5-declined"));
      await widget.getByRole("link", { name: "Try again" }).click();
      await widget.getByText("UPI", { exact: true }).click();
      expect(await widget.getByRole("radio", { name: new RegExp(counter) }).isChecked()).toBe(true);
      await send(widget);
      await atDevice(terminal, { action: "pay", method: "upi" });
      await paid(widget);
      await page.reload();
      const beside = await pane(page);
      await beside.getByText("Paid", { exact: true }).waitFor();
      await beside.getByText("Not paid").click();
      await beside.getByText("Not enough money in the account").first().waitFor();
      await look(page, picture("widget-6-history"));
      await beside.getByRole("button", { name: "Back" }).click();
      expect(await beside.locator(".row").count()).toBe(2);
    });

    it("P4, P7: two cashiers on one invoice end at the same payment", async () => {
      const bill = await invoice("80.00", "Meera Pai", shop);
      const pages: Page[] = [await (await cashier()).newPage(), await (await cashier()).newPage()];
      const widgets = await Promise.all(pages.map((page) => openWidget(page, bill.inBooks)));
      for (const widget of widgets) await widget.getByText(counter, { exact: true }).click();
      for (const widget of widgets) await widget.getByRole("button", { name: "Send to terminal" }).click();
      for (const widget of widgets) await widget.getByText(`Tap Fetch Payments on ${counter}`).waitFor();
      await atDevice(terminal, { action: "pay" });
      for (const widget of widgets) await paid(widget);
      expect(await bill.collections()).toHaveLength(1);
    });
  });

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
    await widget.getByText("Spare desk", { exact: true }).click();
    await widget.getByRole("button", { name: "Send to terminal" }).click();
    await widget.getByText("No answer yet; asking again").waitFor();
    await widget.getByText("Tap Fetch Payments on Spare desk").waitFor();
    await widget.getByRole("button", { name: "Ask to cancel" }).click();
    await widget.getByText("Cancel asked for").waitFor();
    await atDevice("TRM004", { action: "cancel" });
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

async function historyOf(id: string, shop: DemoShop): Promise<string[]> {
  const Lines = z.object({ history: z.array(z.object({ by: z.string() })) });
  const { history } = await ask(`${worker}/api/v1/collections/${id}`, Lines, undefined, shop);
  return history.map(({ by }) => by);
}
