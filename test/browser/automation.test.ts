import { describe, expect, it } from "vitest";
import { noBrowser, person, useBrowser, worker } from "./visit.ts";

describe.skipIf(noBrowser)("what runs without a click", () => {
  useBrowser();

  it("/docs draws the API under the strict policy", async () => {
    const page = await (await person()).newPage();
    await page.goto(`${worker}/docs`);
    await page.locator("#operations-collections-post_api_v1_collections .opblock-summary-control").click();
    await page.getByText('"payment_method": "upi"').first().waitFor();
    expect(await page.locator(".opblock").count()).toBeGreaterThan(20);
  });

  it("an administrator makes the workflow's secret, adds an endpoint and sends it a test", async () => {
    const page = await (await person()).newPage();
    await page.goto(`${worker}/setup/automation`);
    await page.getByRole("button", { name: /^Make a (new )?secret$/ }).click();
    await page.getByText(/^[A-Za-z0-9]{40}$/).waitFor();
    await page.getByRole("link", { name: "Back to automation" }).click();

    await page.getByLabel("New address").fill("https://10.0.0.1/");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText("not on the public internet").waitFor();
    // Nothing listens there: what comes of it is said.
    await page.getByLabel("New address").fill("http://127.0.0.1:9/events");
    await page.getByLabel("What it is").fill("Kitchen display");
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByText(/^whsec_/).waitFor();
    await page.getByRole("link", { name: "Back to automation" }).click();
    await page.getByRole("button", { name: "Send a test" }).click();
    await page.getByText("no answer · no connection · tried 1×").first().waitFor();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("Removed. Nothing more is sent there.").waitFor();
  });
});
