import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";
import { z } from "zod";
import type {} from "./setup/provided.ts";

/** The demo's shops, one of each product. */
export interface DemoShop {
  product: "books" | "invoice";
  organization: string;
  key: string;
}
export const BOOKS: DemoShop = {
  product: "books",
  organization: "60012345678",
  key: "cvp_demo_charles_electronics_0001",
};
export const INVOICE: DemoShop = {
  product: "invoice",
  organization: "60087654321",
  key: "cvp_demo_noor_tailors_0001",
};
const PATIENCE = 20_000;
const SIZES = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } };
const provided = inject("browser");
export const noBrowser = provided === null;
export const { worker = "", zoho = "" } = provided?.stack ?? {};

const Made = z.object({ invoice: z.object({ invoice_id: z.string(), invoice_number: z.string() }) });
const Invoice = z.object({ invoice: z.object({ status: z.string() }) });
const Calls = z.object({ calls: z.array(z.object({ subject: z.string().optional() })) });
const Collections = z.object({ collections: z.array(z.object({ id: z.string(), status: z.string() })) });

let browser: Browser;
const contexts: BrowserContext[] = [];
const complaints: string[] = [];

/** Has a browser for this file of tests; a page that throws or logs an error fails the test it was in. */
export function useBrowser(): void {
  beforeAll(async () => {
    if (provided === null) return;
    const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
    browser = await chromium.launch({ executablePath: provided.chromium, args });
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(() => browser?.close());
}

/** A person with a browser of their own. */
export async function person(options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SIZES.wide, ...options });
  context.setDefaultTimeout(PATIENCE);
  context.on("page", (page) => {
    page.on("pageerror", (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on("console", (message) => {
      // A page that says no, or a form that comes back, has a status of its own, which Chromium reports as an error.
      if (message.type() === "error" && !/status of (401|403|422)/.test(message.text()))
        complaints.push(`${page.url()}: ${message.text()}`);
    });
  });
  contexts.push(context);
  return context;
}

/** Waits until the page shows these words; what is only spoken to a screen reader does not count. */
export const shows = (page: Page, words: string | RegExp): Promise<void> =>
  page.getByText(words).and(page.locator(":not([role=status])")).first().waitFor();

/** Waits until the page says that the payment is recorded, and where. */
export const showsPaid = (page: Page, billing = "Zoho Books"): Promise<void> =>
  shows(page, `Recorded in ${billing} as payment no.`);

/** Takes a picture of the page, wide and narrow, when `SCREENSHOTS` names a folder; at either width nothing may stick out. */
export async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  for (const [size, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    const sticksOut = await page.locator("html").evaluate((html) => html.scrollWidth - window.innerWidth);
    expect(sticksOut, `${name}, ${size}: pixels that stick out`).toBeLessThanOrEqual(0);
    if (!folder) continue;
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}-${size}.png`), fullPage: true });
  }
  await page.setViewportSize(SIZES.wide);
}

export async function ask<S extends z.ZodType>(
  url: string,
  shape: S,
  body?: unknown,
  { key }: DemoShop = BOOKS,
): Promise<z.infer<S>> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  const init = body === undefined ? { headers } : { headers, method: "POST", body: JSON.stringify(body) };
  const response = await fetch(url, init);
  if (!response.ok) throw new Error(`${url}: ${await response.text()}`);
  return shape.parse(await response.json());
}

/** A new invoice of a demo's shop. */
export async function invoice(total = "1250.50", customer = "Asha Rao", shop = BOOKS) {
  const { organization } = shop;
  const invoices = `${zoho}/_control/organizations/${organization}/invoices`;
  const { invoice: made } = await ask(invoices, Made, { total, customer });
  const { invoice_id: id, invoice_number: number } = made;
  return {
    number,
    inBooks: `${zoho}/books/${organization}/invoices/${id}`,
    collect: `${worker}/collect?organization_id=${organization}&invoice_id=${id}`,
    status: async () => (await ask(`${invoices}/${id}`, Invoice)).invoice.status,
    collections: async () =>
      (await ask(`${worker}/api/v1/collections?invoice_number=${number}`, Collections, undefined, shop)).collections,
  };
}

export const terminal = (id: string): string => `${zoho}/terminal/${id}`;

/** What a person does at a device, without looking at its page. */
export const atDevice = (id: string, action: Record<string, unknown>) =>
  ask(`${zoho}/_control/terminals/${id}`, z.object({ ok: z.literal(true) }), action);

/** How often Zoho was asked to start a session at this terminal. */
export const creates = async (id: string): Promise<number> =>
  (await ask(`${zoho}/_control/calls?route=payments.create&terminal=${id}`, Calls)).calls.length;
