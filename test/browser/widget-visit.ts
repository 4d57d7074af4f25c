import { readFile } from "node:fs/promises";
import type { BrowserContext, BrowserContextOptions, Frame, Page } from "playwright-core";
import { SDK } from "../../src/simulator/extension/serve-file.ts";
import { type DemoShop, look, person, worker, zoho } from "./visit.ts";

const STAND_IN = new URL("../../src/simulator/extension/assets/zf_sdk.js", import.meta.url);

/** Puts the package that the set-up page hands out into the simulated Zoho, as an administrator does. */
export async function installExtension({ organization, product }: DemoShop): Promise<void> {
  const admin = await person();
  const page = await admin.newPage();
  await page.goto(`${worker}/setup/extension`);
  await look(page, `${product}-extension`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /Download/ }).click(),
  ]);
  await page.goto(`${zoho}/extension/${organization}`);
  await page.getByLabel("Package").setInputFiles({
    name: "collect-via-pos.zip",
    mimeType: "application/zip",
    buffer: await readFile(await download.path()),
  });
  await page.getByRole("button", { name: "Install" }).click();
  await page.waitForURL(/\/invoices$/);
}

/**
 * A cashier in Books with Developer Mode on. Zoho's SDK is served at its own address, so that the package is what
 * ships, untouched.
 */
export async function cashier(options: BrowserContextOptions & { user?: string } = {}): Promise<BrowserContext> {
  const { user, ...rest } = options;
  const context = await person(rest);
  const { hostname: domain } = new URL(zoho);
  const cookie = (name: string, value: string) => ({ name, value, domain, path: "/" });
  await context.addCookies([
    cookie("developer_mode", "exact"),
    ...(user === undefined ? [] : [cookie("zoho_user", user)]),
  ]);
  const body = await readFile(STAND_IN, "utf8");
  await context.route(SDK, (route) => route.fulfill({ contentType: "text/javascript", body }));
  return context;
}

/** Opens an invoice in Zoho and its widget. */
export async function openWidget(page: Page, address: string): Promise<Frame> {
  if (page.url() !== address) await page.goto(address);
  await page.getByRole("button", { name: "Collect via POS" }).click();
  return frameOf(page, "#widget-modal iframe");
}

export const pane = (page: Page): Promise<Frame> => frameOf(page, ".widget-pane iframe");

async function frameOf(page: Page, selector: string): Promise<Frame> {
  const element = await page.waitForSelector(selector);
  const frame = await element.contentFrame();
  if (!frame) throw new Error(`${selector} holds no page`);
  await frame.waitForLoadState();
  return frame;
}

export const choose = (widget: Frame, name: string): Promise<void> =>
  widget.getByRole("radio", { name: new RegExp(name) }).check();

export const waiting = (widget: Frame, counter: string) =>
  widget.getByRole("heading", { name: `Tap Fetch Payments on ${counter}` });
