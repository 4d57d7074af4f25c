import { zipSync } from "fflate";
import { describe, expect, test, vi } from "vitest";
import { DEMO_BOOKS_ORGANIZATION as ORGANIZATION } from "../seed/demo.ts";
import { bench } from "../testing.ts";

const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const MANIFEST = {
  service: "FINANCE",
  locale: ["en"],
  modules: {
    widgets: [
      { location: "invoice.details.button", name: "Collect via POS", url: "/app/widget.html", widget_type: "modal" },
      { location: "invoice.details.sidebar", name: "POS payments", url: "/app/sidebar.html" },
    ],
  },
  cspDomains: { "connect-src": ["http://127.0.0.1:1"] },
  usedConnections: [{ connectionLinkName: "shop" }],
};
const SDK = "https://js.zohostatic.com/zohofinance/v1/zf_sdk.js";
const zipOf = (manifest: unknown): Uint8Array<ArrayBuffer> =>
  new Uint8Array(
    zipSync({
      "plugin-manifest.json": text(JSON.stringify(manifest)),
      "app/widget.html": text(`<script src="${SDK}"></script>`),
      "app/sidebar.html": text("pane"),
    }),
  );

function upload(simulator: ReturnType<typeof bench>["simulator"], zip = zipOf(MANIFEST)): Promise<Response> {
  const form = new FormData();
  form.set("zip", new Blob([zip]), "extension.zip");
  form.set("authorization", "Bearer the-key");
  return simulator.fetch(
    new Request(`http://127.0.0.1/extension/${ORGANIZATION}/install`, { method: "POST", body: form }),
  );
}

const get = (simulator: ReturnType<typeof bench>["simulator"], path: string, cookie = "developer_mode=on") =>
  simulator.fetch(new Request(`http://127.0.0.1${path}`, { headers: { cookie } }));

const invoicePath = (simulator: ReturnType<typeof bench>["simulator"]): string =>
  `/books/${ORGANIZATION}/invoices/${simulator.books(ORGANIZATION).invoices()[0]?.invoice_id}`;

describe("an installed extension", () => {
  test("shows its widgets to a browser in Developer Mode, and to no other", async () => {
    const { simulator } = bench();
    expect((await upload(simulator)).headers.get("set-cookie")).toContain("developer_mode=on");
    const html = await (await get(simulator, invoicePath(simulator))).text();
    expect(html).toContain('data-open-widget="/app/widget.html"');
    expect(html).toContain(`http://localhost/extension/${ORGANIZATION}/on/app/sidebar.html`);
    expect(await (await get(simulator, invoicePath(simulator), "")).text()).not.toContain("data-open-widget");
  });

  test("is served within its confines, untouched unless the stand-in is wanted", async () => {
    const { simulator } = bench();
    await upload(simulator);
    const exact = await get(simulator, `/extension/${ORGANIZATION}/exact/app/widget.html`);
    expect(await exact.text()).toContain(SDK);
    expect(exact.headers.get("content-security-policy")).toContain("connect-src 'self' http://127.0.0.1:1;");
    expect(exact.headers.get("content-security-policy")).toContain("frame-ancestors http://127.0.0.1");
    expect(await (await get(simulator, `/extension/${ORGANIZATION}/on/app/widget.html`)).text()).not.toContain(SDK);
    expect((await get(simulator, `/extension/${ORGANIZATION}/exact/app/none.html`)).status).toBe(404);
  });

  test("outlives a restart", async () => {
    const { simulator } = bench();
    await upload(simulator);
    const later = bench().simulator;
    later.restore(simulator.snapshot());
    expect((await get(later, `/extension/${ORGANIZATION}/exact/app/sidebar.html`)).status).toBe(200);
  });

  test.each([
    ["no zip", text("nothing")],
    ["another service", zipOf({ ...MANIFEST, service: "CRM" })],
    [
      "a page that is not there",
      zipOf({ ...MANIFEST, modules: { widgets: [{ location: "x", name: "x", url: "/app/x" }] } }),
    ],
  ])("is refused when it is %s", async (_what, zip) => {
    expect((await upload(bench().simulator, new Uint8Array(zip))).status).toBe(400);
  });
});

describe("what a widget asks of its host", () => {
  const request = async (options: Record<string, unknown>) => {
    const { simulator } = bench();
    await upload(simulator);
    const asked = { url: "http://127.0.0.1:1/x", method: "POST", connection_link_name: "shop", ...options };
    const body = JSON.stringify(asked);
    const init = { method: "POST", body, headers: { "content-type": "application/json" } };
    return (await simulator.fetch(new Request(`http://127.0.0.1/extension/${ORGANIZATION}/request`, init))).json();
  };

  test("its request goes out with the Connection's key, whatever it brought itself", async () => {
    const sent = vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response('{"a":1}'));
    try {
      const header = [{ key: "Authorization", value: "Bearer its-own" }];
      const body = { mode: "raw", raw: "{}" };
      expect(await request({ url_query: [{ key: "q", value: "1 2" }], header, body })).toEqual({
        data: { body: '{"a":1}' },
      });
      const [url, init] = sent.mock.calls[0] ?? [];
      expect(String(url)).toBe("http://127.0.0.1:1/x?q=1+2");
      expect(new Headers(init?.headers).get("authorization")).toBe("Bearer the-key");
    } finally {
      sent.mockRestore();
    }
  });

  test("an unknown Connection and another machine are refused", async () => {
    expect(await request({ connection_link_name: "other" })).toEqual({ reason: "connection other not found" });
    expect(await request({ url: "https://example.com/" })).toEqual({ reason: "example.com is not on this machine" });
  });

  test("the invoice, the organization and the user are told as Books documents them", async () => {
    const { simulator } = bench();
    const id = simulator.books(ORGANIZATION).invoices()[0]?.invoice_id;
    const answer = await get(
      simulator,
      `/extension/${ORGANIZATION}/entities?invoice_id=${id}`,
      "zoho_user=60033000002",
    );
    expect(await answer.json()).toMatchObject({
      invoice: { invoice_id: id },
      organization: { organization_id: ORGANIZATION, org_name: "Charles Electronics" },
      user: { name: "Anita Kumari" },
    });
  });
});

describe("POST /settings/custombuttons", () => {
  const button = { name: "Pay", entity_type: "invoice", page_view: "details", action_type: "url" };
  const url = "http://127.0.0.1:8787/collect?invoice_id=$" + "{INVOICE.INVOICE_ID}";
  const send = async (json: unknown, custom_buttons: "taken" | "refused" = "taken") => {
    const one = bench({ settings: { custom_buttons } });
    const path = `/api/books/v3/settings/custombuttons?organization_id=${ORGANIZATION}`;
    return { ...one, answer: await one.send("POST", path, { token: await one.booksToken(), json }) };
  };

  test("puts a button on the invoice, the invoice's id filled in", async () => {
    const { simulator, answer } = await send({ ...button, url });
    expect(answer).toMatchObject({ status: 201, body: { code: 0 } });
    const path = invoicePath(simulator);
    expect(await (await get(simulator, path)).text()).toContain(
      `href="http://127.0.0.1:8787/collect?invoice_id=${path.split("/").at(-1)}"`,
    );
  });

  test.each([
    ["no name", { ...button, name: "", url }, "taken"],
    ["no url", button, "taken"],
    ["values Books does not take", { ...button, url }, "refused"],
  ] as const)("refuses %s", async (_what, json, mood) => {
    expect((await send(json, mood)).answer).toMatchObject({ status: 400, body: { code: 2 } });
  });
});
