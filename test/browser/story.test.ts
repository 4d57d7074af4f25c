import type { Page } from "playwright-core";
import { describe, expect, it, vi } from "vitest";
import { montage } from "./montage.ts";
import { atDevice, invoice, look, noBrowser, person, shows, showsPaid, terminal, useBrowser } from "./visit.ts";

describe.skipIf(noBrowser)("an accountant and a customer", () => {
  useBrowser();

  /** From the invoice in Books to the page that waits for the terminal. */
  async function send(page: Page, counter: string): Promise<Page> {
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByText("Collect via POS").click()]);
    await tab.getByRole("radio", { name: counter }).check();
    await tab.getByRole("button", { name: "Send to terminal" }).click();
    await tab.waitForURL(/\/collections\/col_/);
    return tab;
  }

  it("P1: collect an invoice from the button in Books to the paid invoice", async () => {
    const [{ inBooks, number }, desk, counter] = [await invoice(), await person(), await person()];
    const books = await desk.newPage();
    await books.goto(inBooks);
    await look(books, "1-invoice");
    const [form] = await Promise.all([books.waitForEvent("popup"), books.getByText("Collect via POS").click()]);
    await shows(form, number);
    expect(await form.getByLabel("Amount").inputValue()).toBe("1250.50");
    await form.getByRole("radio", { name: "Counter A" }).check();
    await look(form, "2-collect");
    await form.getByRole("button", { name: "Send to terminal" }).click();
    await shows(form, "Tap Fetch Payments on Counter A");
    await form.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));
    await look(form, "3-waiting");

    const device = await counter.newPage();
    await device.goto(terminal("TRM001"));
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await shows(device, "1,250.50");
    await look(device, "4-terminal");
    await device.getByRole("button", { name: "Card", exact: true }).click();
    await device.getByRole("button", { name: "Taps the card: approved" }).click();
    await shows(device, "Payment successful");
    const approved = performance.now();

    await showsPaid(form);
    expect(performance.now() - approved).toBeLessThan(8_000);
    expect(await form.locator("body").getAttribute("data-not-reloaded")).toBe("");
    await look(form, "5-paid");
    await books.locator(".status.paid").first().waitFor();
    await shows(books, "Payments received");
    await look(books, "6-invoice-paid");
    await look(device, "7-receipt");
    if (process.env.SCREENSHOTS) await montage(counter, process.env.SCREENSHOTS);
  });

  it("P3: see a decline in plain words, and try again with UPI", async () => {
    const [{ inBooks }, desk, counter] = [await invoice("499.00"), await person(), await person()];
    const books = await desk.newPage();
    await books.goto(inBooks);
    const page = await send(books, "Counter B");
    const device = await counter.newPage();
    await device.goto(terminal("TRM002"));
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await device.getByRole("button", { name: "Card", exact: true }).click();
    await device.getByLabel("or the bank says").selectOption("insufficient_funds");
    await device.getByRole("button", { name: "Decline" }).click();
    await shows(device, "Payment failed");

    await shows(page, "Not enough money in the account");
    expect(await page.getByText("Nothing was charged").count()).toBeGreaterThan(0);
    await look(page, "8-declined");
    await page.getByRole("link", { name: "Try again" }).click();
    expect(await page.getByRole("radio", { name: /Counter B/ }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "UPI" }).check();
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await shows(page, "Tap Fetch Payments on Counter B");

    await device.getByRole("button", { name: "Done" }).click();
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await device.getByRole("button", { name: "UPI", exact: true }).click();
    await device.getByRole("button", { name: /UPI app: approved/ }).click();
    await showsPaid(page);
  });

  it("P5: the customer pays after the tab was closed, and the invoice is paid", async () => {
    const [bill, desk] = [await invoice("75.25"), await person()];
    const books = await desk.newPage();
    await books.goto(bill.inBooks);
    const page = await send(books, "Counter A");
    const address = page.url();
    await desk.close();
    await atDevice("TRM001", { action: "pay" });
    await vi.waitFor(async () => expect(await bill.status()).toBe("paid"), { timeout: 15_000, interval: 200 });
    const later = await (await person()).newPage();
    await later.goto(address);
    await showsPaid(later);
  });

  it("P4: two invoices at one counter wait in line, and the place is shown", async () => {
    const [one, other, desk] = [await invoice("10.00"), await invoice("20.00"), await person()];
    const books = await desk.newPage();
    await books.goto(one.inBooks);
    const first = await send(books, "Counter B");
    await books.goto(other.inBooks);
    const second = await send(books, "Counter B");
    await shows(second, "Next in line at Counter B");
    await look(second, "9-in-line");
    await atDevice("TRM002", { action: "pay" });
    await showsPaid(first);
    await shows(second, "Tap Fetch Payments on Counter B");
    await atDevice("TRM002", { action: "cancel" });
    await shows(second, "Cancelled on the terminal");
  });
});
