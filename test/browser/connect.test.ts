import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { runStart } from "../../src/dev/run-start.ts";
import { ask, INVOICE, look, noBrowser, person, shows, useBrowser } from "./visit.ts";

const Grants = z.object({
  grants: z.array(
    z.object({ refresh_token: z.string().nullable(), scopes: z.array(z.string()), soid: z.string().nullable() }),
  ),
});
const Made = z.object({ invoice: z.object({ invoice_id: z.string() }) });
const Ok = z.object({ ok: z.literal(true) });
const Started = z.object({ id: z.string(), status: z.string() });
const ACCOUNT = "60029876544";
const OTHER_SOFTWARE = { name: "Red Door", account: "60029876545" };

describe.skipIf(noBrowser)("an administrator and a cashier", () => {
  useBrowser();

  // What is disconnected here must not be in anyone's way: a stack of its own.
  let [worker, zoho] = ["", ""];
  let stop = async (): Promise<void> => {};
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), "connect-"));
    const { child, ready, ended, addresses } = runStart(folder, "--port", "0");
    stop = async () => {
      child.kill("SIGTERM");
      await ended;
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
    };
    await ready;
    ({ worker, zoho } = await addresses());
  }, 60_000);
  afterAll(() => stop(), 30_000);

  /** Zoho's question, answered. */
  async function agree(page: Page, who: string): Promise<void> {
    await page.getByText("would like to").waitFor();
    if (await page.getByText(who).count()) await page.getByText(who).click();
    await page.getByRole("button", { name: "Accept" }).click();
  }

  async function signIn(page: Page, product: string, who: string, to = "/setup"): Promise<void> {
    await page.goto(`${worker}/sign-in?return_to=${to}`);
    await page.getByRole("link", { name: product, exact: true }).click();
    await agree(page, who);
  }

  const connection = (page: Page, name: string) =>
    page.locator(".connection").filter({ has: page.getByRole("heading", { name, exact: true }) });

  it("connects both services, sets up a counter, collects, loses access and connects again", async () => {
    const page = await (await person()).newPage();
    await page.goto(`${worker}/sign-in?return_to=/setup`);
    await look(page, "20-sign-in");
    await signIn(page, "Zoho Invoice", "Charles D'Souza");
    await shows(page, "Set-up");
    await look(page, "21-setup");

    for (const name of ["Zoho Invoice", "Zoho Payments"]) {
      await connection(page, name).getByRole("button", { name: "Disconnect" }).click();
      await look(page, "22-disconnect");
      await page.getByRole("button", { name: `Disconnect ${name}` }).click();
      await connection(page, name).getByText("Not connected").waitFor();
    }
    await look(page, "23-disconnected");
    await page.getByRole("button", { name: "Connect Zoho Invoice" }).click();
    await agree(page, "Charles D'Souza");
    await shows(page, "Your invoices are connected.");
    await page.getByLabel("Account ID").fill("not digits");
    await page.getByRole("button", { name: "Connect Zoho Payments" }).click();
    await shows(page, "Digits only, as Zoho Payments shows it.");
    await page.getByLabel("Account ID").fill(ACCOUNT);
    await page.getByRole("button", { name: "Connect Zoho Payments" }).click();
    await agree(page, "Charles D'Souza");
    await shows(page, "Zoho Payments is connected.");
    await connection(page, "Zoho Payments").getByText("Works").waitFor();

    await page.getByText("Front desk").first().click();
    await page.getByRole("button", { name: "Retire Front desk" }).click();
    await shows(page, "The counter is retired.");
    await look(page, "24-no-counter");
    await page.getByLabel("Name", { exact: true }).last().fill("Window");
    await page.getByLabel("Terminal ID").last().fill("TRM101");
    await page.getByLabel("Location").last().selectOption({ label: "Hill Road" });
    await page.getByRole("button", { name: "Add counter" }).click();
    await shows(page, "The counter is added.");
    await page.getByLabel("New key for").fill("Till software");
    await page.getByRole("button", { name: "Create key" }).click();
    await shows(page, "Copy it now");
    await look(page, "25-key");
    await page.getByRole("link", { name: "Back to set-up" }).click();
    await page.getByLabel("Payment mode").first().selectOption("others");
    await page.getByRole("button", { name: "Save recording" }).click();
    await shows(page, "It counts for payments started from now on.");

    const made = { total: "249.50", customer: "Rohan Mehta" };
    const organization = `${zoho}/_control/organizations/${INVOICE.organization}`;
    const { invoice } = await ask(`${organization}/invoices`, Made, made);
    await page.goto(`${worker}/collect?organization_id=${INVOICE.organization}&invoice_id=${invoice.invoice_id}`);
    await page.getByRole("radio", { name: "Window" }).check();
    await page.getByRole("button", { name: "Send to terminal" }).click();
    await shows(page, "Tap Fetch Payments on Window");
    await ask(`${zoho}/_control/terminals/TRM101`, Ok, { action: "pay" });
    await shows(page, /Recorded in Zoho .* as payment no\./);

    const { grants } = await ask(`${zoho}/_control/state`, Grants);
    const lost = grants.filter(
      ({ scopes, soid }) => soid?.includes(ACCOUNT) || scopes.includes("zohoinvoice.invoices.read"),
    );
    for (const { refresh_token } of lost) {
      await ask(`${zoho}/_control/tokens`, Ok, { action: "revoke", refresh_token });
    }
    await page.goto(`${worker}/setup`);
    await shows(page, /Zoho no longer accepts this connection/);
    await look(page, "26-revoked");
    for (const name of ["Zoho Invoice", "Zoho Payments"]) {
      await connection(page, name).getByRole("button", { name: "Connect again" }).click();
      await agree(page, "Charles D'Souza");
      await connection(page, name).getByText("Works").waitFor();
    }
    await look(page, "27-works");
    await page.getByText("Recent changes").click();
    await look(page, "28-changes");
  });

  it("a shop that bills with other software connects Zoho Payments alone, lets somebody in, and collects", async () => {
    const page = await (await person()).newPage();
    await page.goto(`${worker}/connect`);
    await look(page, "40-connect");
    await page.getByLabel("Name of the shop").fill(OTHER_SOFTWARE.name);
    await page.getByLabel("Account ID of Zoho Payments").fill("not digits");
    await page.getByRole("button", { name: "Connect Zoho Payments" }).click();
    await shows(page, "Digits only, as Zoho Payments shows it.");
    await look(page, "41-connect-again");
    await page.getByLabel("Account ID of Zoho Payments").fill(OTHER_SOFTWARE.account);
    await page.getByRole("button", { name: "Connect Zoho Payments" }).click();
    await shows(page, "See your name and e-mail address");
    await agree(page, "Charles D'Souza");
    await page.getByText("For the Zoho Payments account").waitFor();
    await agree(page, "Charles D'Souza");
    await shows(page, "Your organization is made, and Zoho Payments is connected.");
    await connection(page, "Zoho Payments").getByText("Works").waitFor();
    expect(await page.getByText("Zoho Books").count()).toBe(0);
    await look(page, "42-made");

    await page.getByLabel("Name", { exact: true }).last().fill("Window");
    await page.getByLabel("Terminal ID").last().fill("TRM202");
    await page.getByRole("button", { name: "Add counter" }).click();
    await shows(page, "The counter is added.");
    await page.getByLabel("New key for").fill("Billing software");
    await page.getByRole("button", { name: "Create key" }).click();
    const key = (await page.locator("#new-key").textContent())?.trim() ?? "";
    await page.getByRole("link", { name: "Back to set-up" }).click();
    await page.getByText("Invite somebody").click();
    await page.getByLabel("Who is it for").fill("Anita at the window");
    await page.getByRole("button", { name: "Make an invitation" }).click();
    await shows(page, "Copy it now");
    await look(page, "43-invitation");
    const code = (await page.locator("#invitation-code").textContent())?.trim() ?? "";
    await page.getByRole("link", { name: "Back to set-up" }).click();
    await shows(page, "Anita at the window");
    await look(page, "44-set-up");
    const request = (await page.locator("#biller-request").textContent()) ?? "";
    const body = JSON.parse(/-d '(.+)'/.exec(request)?.[1] ?? "{}") as Record<string, string>;

    const anita = await (await person()).newPage();
    await anita.goto(`${worker}/join`);
    await anita.getByLabel("Invitation code").fill("join_mistyped");
    await anita.getByRole("button", { name: "Sign in with Zoho" }).click();
    await shows(anita, /This code is unknown/);
    await look(anita, "45-join");
    await anita.getByLabel("Invitation code").fill(code);
    await anita.getByRole("button", { name: "Sign in with Zoho" }).click();
    await agree(anita, "Anita Kumari");
    await anita.getByRole("heading", { name: "Today's payments" }).waitFor();

    const biller = async (path: string, sent: object) => {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": "1001" };
      const response = await fetch(`${worker}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(sent) });
      return Started.parse(await response.json());
    };
    const { id } = await biller("/collections", body);
    await anita.goto(`${worker}/collections/${id}`);
    await shows(anita, "Tap Fetch Payments on Window");
    await ask(`${zoho}/_control/terminals/TRM202`, Ok, { action: "pay" });
    await shows(anita, "It is being recorded in the billing software.");
    await look(anita, "46-paid");
    await biller(`/collections/${id}/acknowledge`, { reference: "RCPT-1001" });
    await shows(anita, "Recorded in the billing software as payment no. RCPT-1001");
    await look(anita, "47-recorded");

    await page.reload();
    await page.getByRole("button", { name: "Remove Anita Kumari" }).click();
    await shows(page, "They are removed, and signed out everywhere.");
    const refused = await anita.goto(`${worker}/collections`);
    // In the demo whoever has no session is the first shop's guest.
    expect(await refused?.text()).not.toContain(OTHER_SOFTWARE.name);
  });

  it("P10: a cashier signs in, may collect, and is refused at the set-up", async () => {
    const page = await (await person()).newPage();
    await signIn(page, "Zoho Books", "Anita Kumari", "/collections");
    await page.getByRole("heading", { name: "Today's payments" }).waitFor();
    await look(page, "30-cashier-list");
    const refused = await page.goto(`${worker}/setup`);
    expect(refused?.status()).toBe(403);
    await shows(page, "Set-up is for administrators");
    await look(page, "31-refused");
    await page.goto(`${worker}/collections`);
    await page.getByRole("button", { name: "Sign out" }).click();
    await shows(page, "You are signed out.");
    await look(page, "32-signed-out");
  });

  it("P9: saying no at Zoho changes nothing, and the page says what to do", async () => {
    const page = await (await person()).newPage();
    await page.goto(`${worker}/sign-in`);
    await page.getByRole("link", { name: "Zoho Books", exact: true }).click();
    await page.getByRole("button", { name: "Reject" }).click();
    await shows(page, "Access was not given");
    await look(page, "33-rejected");
    await page.goto(`${worker}/connect`);
    await look(page, "34-connect");
  });
});
