import { strFromU8, unzipSync } from "fflate";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { buildParts } from "../../dev/extension/build-parts.ts";
import type { Parts } from "../../extension/package.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { sealSession } from "../../security/staff-session.ts";
import { createApp } from "../app.ts";
import { DEMO, DEMO_KEY, KEY, ORGANIZATION, openShop, type Shop } from "../testing/shop.ts";

let parts: Parts;
beforeAll(async () => {
  parts = await buildParts();
});

let shop: Shop;
let app: Shop["app"];
beforeEach(async () => {
  shop = await openShop({ ...DEMO, PUBLIC_URL: "https://collect.example.com" });
  app = createApp(() => ({ ...shop.deps(), asset: async () => Response.json(parts) }));
});

const PAGE = { Accept: "text/html" };
const get = (path: string, headers: Record<string, string> = PAGE) => app.request(path, { headers });
const install = (headers: Record<string, string> = { "Sec-Fetch-Site": "same-origin" }) =>
  app.request("/setup/button", { method: "POST", headers: { ...PAGE, ...headers } });

async function cookieOf(role: "admin" | "staff"): Promise<Record<string, string>> {
  const { settings, now } = shop.deps();
  const who = { organizationId: ORGANIZATION, by: "Asha", role, demo: true };
  const value = await sealSession(await parseKeyRing(settings.ENCRYPTION_KEYS), who, now());
  return { ...PAGE, Cookie: `__Host-staff=${value}` };
}

describe("the extension's package", () => {
  test("is handed out with this deployment's address, and no key", async () => {
    const response = await get("/setup/extension.zip");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-disposition")).toContain("collect-via-pos.zip");
    const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
    const manifest = JSON.parse(strFromU8(files["plugin-manifest.json"] ?? new Uint8Array()));
    expect(manifest).toMatchObject({
      service: "FINANCE",
      locale: ["en"],
      cspDomains: { "connect-src": ["https://collect.example.com"] },
      usedConnections: [{ connectionLinkName: "collectviapos" }],
    });
    expect(manifest.modules.widgets).toMatchObject([
      { location: "invoice.details.button", url: "/app/widget.html", widget_type: "modal" },
      { location: "invoice.details.sidebar", url: "/app/sidebar.html" },
    ]);
    expect(strFromU8(files["app/js/deployment.js"] ?? new Uint8Array())).toBe(
      'globalThis.collectViaPos = {"address":"https://collect.example.com"};\n',
    );
    for (const { url, logo } of manifest.modules.widgets) {
      expect(files[url.slice(1)]).toBeDefined();
      expect(files[logo.slice(1)]).toBeDefined();
    }
    const everything = Object.values(files)
      .map((file) => strFromU8(file, true))
      .join("\n");
    for (const secret of [KEY, DEMO_KEY, ORGANIZATION, "Bearer "]) expect(everything).not.toContain(secret);
  });

  test("is the same bytes for the same build", async () => {
    const [one, other] = await Promise.all([get("/setup/extension.zip"), get("/setup/extension.zip")]);
    expect(Buffer.from(await one.arrayBuffer()).equals(Buffer.from(await other.arrayBuffer()))).toBe(true);
  });

  test("is offered on a page that says how it is put into Zoho", async () => {
    const html = await (await get("/setup/extension")).text();
    for (const words of ["https://collect.example.com", "/setup/extension.zip", "collectviapos", "Developer Mode"]) {
      expect(html).toContain(words);
    }
  });

  test("a deployment without it says so", async () => {
    const bare = createApp(() => shop.deps());
    expect((await bare.request("/setup/extension.zip", { headers: PAGE })).status).toBe(404);
    expect(await (await bare.request("/setup/extension", { headers: PAGE })).text()).toContain("without the package");
  });

  test("P10: is for administrators", async () => {
    expect((await get("/setup/extension.zip", await cookieOf("admin"))).status).toBe(200);
    for (const path of ["/setup/extension", "/setup/extension.zip", "/setup/button"]) {
      expect((await get(path, await cookieOf("staff"))).status).toBe(403);
    }
  });
});

describe("the button", () => {
  test("is asked for once, with the organization's own address", async () => {
    shop.books.buttons = "taken";
    const html = await (await install()).text();
    expect(html).toContain("Zoho Books has taken the button");
    expect(shop.books.requests).toHaveLength(1);
    expect(JSON.parse(shop.books.requests[0]?.body ?? "")).toMatchObject({
      name: "Collect via POS",
      entity_type: "invoice",
      url: `https://collect.example.com/collect?organization_id=${ORGANIZATION}&invoice_id=\${INVOICE.INVOICE_ID}`,
    });
  });

  test.each([
    ["not_allowed", "does not let us"],
    ["refused", "did not take the button"],
  ] as const)("when it is %s, how to make it by hand is shown", async (buttons, words) => {
    shop.books.buttons = buttons;
    const html = await (await install()).text();
    expect(html).toContain(words);
    expect(html).toContain("Settings → Invoices → Buttons");
    expect(html).toContain(`/collect?organization_id=${ORGANIZATION}&amp;invoice_id=`);
  });

  test("P3: no answer is not called a failure", async () => {
    shop.books.mode = "down";
    expect(await (await install()).text()).toContain("The button may be there or not");
  });

  test("P9: another site cannot ask for it", async () => {
    expect((await install({ "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect(shop.books.requests).toEqual([]);
  });
});
