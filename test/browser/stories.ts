import type { Page } from "playwright-core";
import { expect, it, vi } from "vitest";
import { montage } from "./montage.ts";
import {
  atDevice,
  BOOKS,
  type DemoShop,
  invoice,
  look as lookAt,
  person,
  shows,
  showsPaid,
  terminal,
} from "./visit.ts";

/** A counter of the shop and the terminal at it. */
interface Desk {
  counter: string;
  device: string;
}

/** What an accountant and a customer do, the same in both products; `billing` is how people call theirs. */
export function stories(shop: DemoShop, billing: string, one: Desk, other: Desk): void {
  const bills = (total?: string) => invoice(total, undefined, shop);
  const look = (page: Page, name: string) => lookAt(page, shop === BOOKS ? name : `invoice-${name}`);
  const paid = (page: Page) => showsPaid(page, billing);

  /** From the invoice in Books to the page that waits for the terminal. */
  async function send(page: Page, counter: string): Promise<Page> {
    const [tab] = await Promise.all([page.waitForEvent("popup"), page.getByText("Collect via POS").click()]);
    await tab.getByRole("radio", { name: counter }).check();
    await tab.getByRole("button", { name: "Send to terminal" }).click();
    await tab.waitForURL(/\/collections\/col_/);
    return tab;
  }

  it("P1: collect an invoice from the button in Books to the paid invoice", async () => {
    const [{ inBooks, number }, desk, counter] = [await bills(), await person(), await person()];
    const books = await desk.newPage();
    await books.goto(inBooks);
    await look(books, "1-invoice");
    const [form] = await Promise.all([books.waitForEvent("popup"), books.getByText("Collect via POS").click()]);
    await shows(form, number);
    expect(await form.getByLabel("Amount").inputValue()).toBe("1250.50");
    await form.getByRole("radio", { name: one.counter }).check();
    await look(form, "2-collect");
    await form.getByRole("button", { name: "Send to terminal" }).click();
    await shows(form, `Tap Fetch Payments on ${one.counter}`);
    await form.evaluate(() => document.body.setAttribute("data-not-reloaded", ""));
    await look(form, "3-waiting");

    const device = await counter.newPage();
    await device.goto(terminal(one.device));
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await shows(device, "1,250.50");
    await look(device, "4-terminal");
    await device.getByRole("button", { name: "Card", exact: true }).click();
    await device.getByRole("button", { name: "Taps the card: approved" }).click();
    await shows(device, "Payment successful");
    const approved = performance.now();

    await paid(form);
    expect(performance.now() - approved).toBeLessThan(8_000);
    expect(await form.locator("body").getAttribute("data-not-reloaded")).toBe("");
    await look(form, "5-paid");
    await books.locator(".status.paid").first().waitFor();
    await shows(books, "Payments received");
    await look(books, "6-invoice-paid");
    await look(device, "7-receipt");
    await device.getByRole("button", { name: "Done" }).click();
    if (process.env.SCREENSHOTS && shop === BOOKS) await montage(counter, process.env.SCREENSHOTS);
  });

  it("P3: see a decline in plain words, and try again with UPI", async () => {
    const [{ inBooks }, desk, counter] = [await bills("499.00"), await person(), await person()];
    const books = await desk.newPage();
    await books.goto(inBooks);
    const page = await send(books, other.counter);
    const device = await counter.newPage();
    await device.goto(terminal(other.device));
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await device.getByRole("button", { name: "Card", exact: true }).click();
    await device.getByLabel("or the bank says").selectOption("insufficient_funds");
    await device.getByRole("button", { name: "Decline" }).click();
    await shows(device, "Payment failed");

    await shows(page, "Not enough money in the account");
    expect(await page.getByText("Nothing was charged").count()).toBeGreaterThan(0);
    await look(page, "8-declined");
    await page.getByRole("link", { name: "Try again" }).click();
    expect(await page.getByRole("radio", { name: other.counter }).isChecked()).toBe(true);
    await page.getByRole("radio", { name: "UPI" }).check();
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await shows(page, `Tap Fetch Payments on ${other.counter}`);

    await device.getByRole("button", { name: "Done" }).click();
    await device.getByRole("button", { name: "Fetch Payments" }).click();
    await device.getByRole("button", { name: "UPI", exact: true }).click();
    await device.getByRole("button", { name: /UPI app: approved/ }).click();
    await paid(page);
    await device.getByRole("button", { name: "Done" }).click();
  });

  it("P5: the customer pays after the tab was closed, and the invoice is paid", async () => {
    const [bill, desk] = [await bills("75.25"), await person()];
    const books = await desk.newPage();
    await books.goto(bill.inBooks);
    const page = await send(books, one.counter);
    const address = page.url();
    await desk.close();
    await atDevice(one.device, { action: "pay" });
    await vi.waitFor(async () => expect(await bill.status()).toBe("paid"), { timeout: 15_000, interval: 200 });
    const later = await (await person()).newPage();
    // The demo signs people in for the organization of the first address they come to.
    await later.goto((await bills()).collect);
    await later.goto(address);
    await paid(later);
  });

  it("P4: two invoices at one counter wait in line, and the place is shown", async () => {
    const [first, second, desk] = [await bills("10.00"), await bills("20.00"), await person()];
    const books = await desk.newPage();
    await books.goto(first.inBooks);
    const atOnce = await send(books, other.counter);
    await books.goto(second.inBooks);
    const waits = await send(books, other.counter);
    await shows(waits, `Next in line at ${other.counter}`);
    await look(waits, "9-in-line");
    await atDevice(other.device, { action: "pay" });
    await paid(atOnce);
    await shows(waits, `Tap Fetch Payments on ${other.counter}`);
    await atDevice(other.device, { action: "cancel" });
    await shows(waits, "Cancelled on the terminal");
  });
}
