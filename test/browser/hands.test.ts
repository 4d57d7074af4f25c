import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import {
  atDevice,
  creates,
  invoice,
  look,
  noBrowser,
  person,
  shows,
  showsPaid,
  terminal,
  useBrowser,
} from "./visit.ts";

const TERMINAL = "TRM003";

describe.skipIf(noBrowser)("a hurried or hindered cashier", () => {
  useBrowser();

  async function openForm(page: Page, address: string): Promise<void> {
    await page.goto(address);
    await page.getByRole("radio", { name: "Counter C" }).check();
  }

  it("P7: a double click sends once", async () => {
    const [bill, before] = [await invoice(), await creates(TERMINAL)];
    const page = await (await person()).newPage();
    await openForm(page, bill.collect);
    await page.getByRole("button", { name: "Send to terminal" }).dblclick();
    await shows(page, "Tap Fetch Payments on Counter C");
    await atDevice(TERMINAL, { action: "pay" });
    await showsPaid(page);
    expect(await bill.collections()).toHaveLength(1);
    expect((await creates(TERMINAL)) - before).toBe(1);
  });

  it("P4, P7: two tabs on one invoice end at the same collection", async () => {
    const [bill, before, desk] = [await invoice(), await creates(TERMINAL), await person()];
    const [one, other] = [await desk.newPage(), await desk.newPage()];
    await openForm(one, bill.collect);
    await openForm(other, bill.collect);
    for (const page of [one, other]) await page.getByRole("button", { name: "Send to terminal" }).click();
    for (const page of [one, other]) await shows(page, "Tap Fetch Payments on Counter C");
    expect(new URL(other.url()).pathname).toBe(new URL(one.url()).pathname);
    await atDevice(TERMINAL, { action: "pay" });
    for (const page of [one, other]) await showsPaid(page);
    expect((await creates(TERMINAL)) - before).toBe(1);
  });

  it("uses the keyboard only, at the desk and at the terminal", async () => {
    const [bill, desk] = [await invoice("12.00"), await person()];
    await atDevice(TERMINAL, { action: "walk_away" });
    const page = await desk.newPage();
    await page.goto(bill.inBooks);
    const tabTo = async (where: Page, selector: string): Promise<void> => {
      for (let presses = 0; presses < 60; presses++) {
        await where.keyboard.press("Tab");
        if (await where.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return;
      }
      throw new Error(`the keyboard never came to ${selector}`);
    };
    await tabTo(page, "#collect-via-pos");
    const [form] = await Promise.all([page.waitForEvent("popup"), page.keyboard.press("Enter")]);
    await tabTo(form, "[name=counter_id]");
    await form.keyboard.press("ArrowUp");
    await form.keyboard.press("Space");
    expect(await form.getByRole("radio", { name: /Counter C/ }).isChecked()).toBe(true);
    await tabTo(form, "button[type=submit]");
    await form.keyboard.press("Enter");
    await shows(form, "Tap Fetch Payments on Counter C");

    const device = await desk.newPage();
    await device.goto(terminal(TERMINAL));
    await shows(device, "A payment is waiting");
    await tabTo(device, "#fetch");
    await device.keyboard.press("Enter");
    await device.locator("#with-card:focus").waitFor();
    await device.keyboard.press("Enter");
    await device.locator("#approve").waitFor();
    await tabTo(device, "#approve");
    await device.keyboard.press("Enter");
    await showsPaid(form);
  });

  it("P5: loses the network for a while, and the page catches up by itself", async () => {
    const [bill, desk] = [await invoice(), await person()];
    const page = await desk.newPage();
    await openForm(page, bill.collect);
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await shows(page, "Tap Fetch Payments on Counter C");
    await page.goto("about:blank");
    await atDevice(TERMINAL, { action: "pay" });
    await page.goBack();
    await showsPaid(page);
  });

  it("has no scripts", async () => {
    const bill = await invoice("3.00");
    const page = await (await person({ javaScriptEnabled: false })).newPage();
    await openForm(page, bill.collect);
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await shows(page, "Tap Fetch Payments on Counter C");
    await atDevice(TERMINAL, { action: "pay" });
    await showsPaid(page);
  });

  it("sees what is wrong with the form beside the field, and loses nothing typed", async () => {
    const bill = await invoice("100.00");
    const page = await (await person()).newPage();
    await openForm(page, bill.collect);
    await page.getByLabel("Amount").fill("100.01");
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await page.locator("#amount[aria-invalid=true]").waitFor();
    expect(await page.getByLabel("Amount").inputValue()).toBe("100.01");
    expect(await page.getByRole("radio", { name: /Counter C/ }).isChecked()).toBe(true);
    await look(page, "10-refused");
    expect(await bill.collections()).toEqual([]);
  });
});
