import type { Frame, Page } from "playwright-core";
import { beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { ask, atDevice, type DemoShop, invoice, look, worker } from "./visit.ts";
import { cashier, choose, installExtension, openWidget, pane, waiting } from "./widget-visit.ts";

const PRODUCT = { books: "Zoho Books", invoice: "Zoho Invoice" };
const Anything = z.looseObject({});

/** Each shop has a terminal to spare; its counter stands where the invoices are made, the others are nowhere. */
export const SPARE = "Spare desk";
export const SPARE_TERMINAL = { books: "TRM004", invoice: "TRM102" };
const LOCATION = { books: "1460000000000022001", invoice: "1460000000000062001" };

async function setUp(shop: DemoShop): Promise<void> {
  const terminal_id = SPARE_TERMINAL[shop.product];
  const desk = { id: "spare", name: SPARE, terminal_id, location_id: LOCATION[shop.product] };
  await ask(`${worker}/api/v1/counters`, Anything, desk, shop);
  await installExtension(shop);
}

/** What a cashier does inside Zoho, the same in both products. */
export function widgetStories(shop: DemoShop): void {
  const counter = SPARE;
  const terminal = SPARE_TERMINAL[shop.product];
  beforeAll(() => setUp(shop));

  async function send(widget: Frame): Promise<void> {
    await choose(widget, counter);
    await widget.getByRole("button", { name: "Send to terminal" }).click();
    await waiting(widget, counter).waitFor();
  }
  const paid = (widget: Frame) =>
    widget.locator("#screen").getByText(`Recorded in ${PRODUCT[shop.product]} as payment no.`).waitFor();
  const picture = (name: string): string => `${shop.product}-${name}`;

  it("P1: collects in the invoice's own page, sees it paid, and the page shows it", async () => {
    const bill = await invoice("1250.50", "Asha Rao", shop);
    const page = await (await cashier()).newPage();
    const widget = await openWidget(page, bill.inBooks);
    await widget.getByText(bill.number).waitFor();
    expect(await widget.getByLabel("Amount").inputValue()).toBe("1250.50");
    expect(await widget.getByText("This branch").count()).toBe(1);
    expect(await widget.locator("[name=counter_id]").first().isChecked()).toBe(true);
    await look(page, picture("widget-1-form"));
    await send(widget);
    await look(page, picture("widget-2-waiting"));
    await atDevice(terminal, { action: "pay" });
    await paid(widget);
    await page.locator(".heading .status.paid").waitFor();
    await page.getByText("₹1,250.50 collected on").waitFor();
    await look(page, picture("widget-3-paid"));
    await widget.getByRole("link", { name: "Close" }).click();
    await page.locator("#widget-modal iframe").waitFor({ state: "detached" });
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
    await choose(widget, "UPI");
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
    await beside.locator(".row").nth(1).waitFor();
  });

  it("P4, P7: two cashiers on one invoice end at the same payment", async () => {
    const bill = await invoice("80.00", "Meera Pai", shop);
    const pages: Page[] = [await (await cashier()).newPage(), await (await cashier()).newPage()];
    const widgets = await Promise.all(pages.map((page) => openWidget(page, bill.inBooks)));
    for (const widget of widgets) await choose(widget, counter);
    for (const widget of widgets) await widget.getByRole("button", { name: "Send to terminal" }).click();
    for (const widget of widgets) await waiting(widget, counter).waitFor();
    await atDevice(terminal, { action: "pay" });
    for (const widget of widgets) await paid(widget);
    expect(await bill.collections()).toHaveLength(1);
  });
}

async function historyOf(id: string, shop: DemoShop): Promise<string[]> {
  const Lines = z.object({ history: z.array(z.object({ by: z.string() })) });
  const { history } = await ask(`${worker}/api/v1/collections/${id}`, Lines, undefined, shop);
  return history.map(({ by }) => by);
}
