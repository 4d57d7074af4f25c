import { describe, expect, test } from "vitest";
import { CounterId, TerminalId } from "../../src/collection/ids.ts";
import { createApp } from "../../src/http/app.ts";
import { collect } from "../../src/http/testing/ask.ts";
import { KEY, ORGANIZATION, OTHER, OTHER_KEY, openShop } from "../../src/http/testing/shop.ts";
import { changeCounter } from "../../src/ledger/counters.ts";
import { findOrganization, putOrganization } from "../../src/ledger/organizations.ts";
import { parseKeyRing } from "../../src/security/key-ring.ts";
import { type NewSession, sealSession } from "../../src/security/staff-session.ts";
import type { Transport } from "../../src/zoho/transport.ts";
import { fill, routesOf } from "./routes.ts";
import { allRows } from "./rows.ts";

/** What nobody needs to be anybody for, because it shows nothing of anybody. */
const PUBLIC = new Set(["/healthz", "/readyz", "/openapi.json", "/sign-in", "/connect", "/join", "/docs"]);
/** Zoho's webhooks come here: their signature is their identity, and each delivery is answered. */
const isHook = (path: string): boolean => path.startsWith("/hooks/");
/** Never to be seen by anyone else; none of them is in a request. */
const SECRETS = ["Ghat Stores", "Meera Nair", "INV-SECRET", "Till Varanasi", "TID-SECRET", "2,450", "2450.00"];
const ENDPOINT = "https://hooks.example.com/victim";

async function openVictim() {
  const shop = await openShop();
  shop.books.add("1", { invoice_number: "INV-SECRET-1", customer_name: "Meera Nair" });
  const organization = await findOrganization(shop.ledger, ORGANIZATION);
  if (organization) await putOrganization(shop.ledger, { ...organization, name: "Ghat Stores" });
  for (const [counter, name] of [
    ["counter-a", "Till Varanasi 1"],
    ["counter-b", "Till Varanasi 2"],
  ] as const) {
    const terminalId = TerminalId.parse(`TID-SECRET-${counter}`);
    await changeCounter(
      shop.ledger,
      { organizationId: ORGANIZATION, id: CounterId.parse(counter) },
      { name, terminalId },
    );
  }
  const { id } = (await (await collect(shop)).json()) as { id: string };
  await shop.terminals.tell(shop.ledger);
  const endpoint = await shop.app.request("/api/v1/endpoints", {
    method: "POST",
    headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
    body: JSON.stringify({ url: ENDPOINT }),
  });
  const made = (await endpoint.json()) as { id?: string };
  // Books shows an organization's invoices to that organization alone, as the real one does.
  const transport: Transport = async (request) => {
    if (new URL(request.url).searchParams.get("organization_id") === ORGANIZATION) return shop.books.transport(request);
    const text = JSON.stringify({ code: 1002, message: "Invoice does not exist." });
    return { kind: "response", status: 404, header: () => null, text };
  };
  const app = createApp(() => ({ ...shop.deps(), transport }));
  const ring = await parseKeyRing(shop.deps().settings.ENCRYPTION_KEYS);
  const cookie = async (who: Partial<NewSession>) => {
    const session = { organizationId: OTHER, by: "Stranger", role: "admin", demo: false, ...who } as const;
    return `staff=${await sealSession(ring, session, shop.clock.now)}`;
  };
  const param = (path: string, name: string): string => {
    if (name === "organization") return ORGANIZATION;
    if (name === "source") return "books";
    if (path.includes("/counters")) return "counter-a";
    if (path.includes("/keys")) return `key-${ORGANIZATION}`;
    if (path.includes("/endpoints")) return made.id ?? "ep_none";
    if (path.includes("/invoices")) return "1";
    return id;
  };
  const state = async () => ({
    rows: await allRows(shop.ledger, ORGANIZATION),
    events: (await allRows(shop.ledger, id)).collection_events,
    held: JSON.stringify([...shop.terminals.held]),
  });
  return { app, cookie, param, state, id };
}

type Victim = Awaited<ReturnType<typeof openVictim>>;

/** Asks for everything of the victim's that the route could be made to touch. */
function request(victim: Victim, method: string, path: string, headers: Record<string, string>) {
  const filled = fill(path, (name) => victim.param(path, name));
  const fields = {
    organization_id: ORGANIZATION,
    invoice_id: "1",
    invoice_number: "INV-S-1",
    counter_id: "counter-a",
    payment_method: "card",
    idempotency_key: "walk-1234567",
    confirm: "yes",
    name: "Taken over",
    terminal_id: "TRM777",
    label: "mine now",
    outcome: "paid",
    reason: "because",
    url: "https://evil.example/hook",
    account_id: "1",
    product: "books",
  };
  const query = method === "GET" ? `?organization_id=${ORGANIZATION}&invoice_id=1&counter_id=counter-a` : "";
  const json = path.startsWith("/api/") || path.startsWith("/hooks/");
  const body = json ? JSON.stringify(fields) : new URLSearchParams(fields);
  return victim.app.request(filled + query, {
    method,
    headers: {
      Accept: json ? "application/json" : "text/html",
      "Sec-Fetch-Site": "same-origin",
      "Idempotency-Key": "walk-1234567",
      ...(json ? { "Content-Type": "application/json" } : {}),
      ...(path.endsWith("/live") ? { Upgrade: "websocket", Origin: "http://localhost" } : {}),
      ...headers,
    },
    ...(method === "GET" ? {} : { body }),
  });
}

const victim = await openVictim();
const routes = routesOf(victim.app);

const STRANGERS: [string, () => Promise<Record<string, string>>][] = [
  ["nobody", async () => ({})],
  ["somebody with a wrong key", async () => ({ Authorization: "Bearer wrong-key-of-nobody" })],
  ["another organization's key", async () => ({ Authorization: `Bearer ${OTHER_KEY}` })],
  ["another organization's administrator", async () => ({ Cookie: await victim.cookie({}) })],
  ["another organization's cashier", async () => ({ Cookie: await victim.cookie({ role: "staff" }) })],
  [
    "somebody with a cookie relabelled",
    async () => ({ Cookie: (await victim.cookie({})).replace(OTHER, ORGANIZATION) }),
  ],
  [
    "a guest of the demo elsewhere",
    async () => ({ Cookie: await victim.cookie({ organizationId: ORGANIZATION, demo: true }) }),
  ],
];

test("the walk knows every route", () => {
  expect(routes.length).toBeGreaterThan(60);
  for (const path of [
    "/setup",
    "/collect",
    "/api/v1/collections",
    "/connect/books/disconnect",
    "/collections/:id/live",
  ]) {
    expect(routes.map((route) => route.path)).toContain(path);
  }
});

test("what strangers must not see is there to be seen: by the organization's own administrator", async () => {
  const headers = { Cookie: await victim.cookie({ organizationId: ORGANIZATION, by: "Meera" }) };
  const seen = await Promise.all(
    routes
      .filter(({ method }) => method === "GET")
      .map(async ({ method, path }) => (await request(victim, method, path, headers)).text()),
  );
  for (const secret of SECRETS)
    expect(
      seen.some((text) => text.includes(secret)),
      secret,
    ).toBe(true);
});

describe.each(STRANGERS)("P10: %s", (name, headersOf) => {
  test("sees and changes nothing of an organization on any route", async () => {
    const before = await victim.state();
    const headers = await headersOf();
    for (const { method, path } of routes) {
      const response = await request(victim, method, path, headers);
      const text = await response.text();
      const where = `${method} ${path} as ${name}: ${response.status}`;
      expect(response.status, where).toBeLessThan(500);
      expect(
        SECRETS.filter((secret) => text.includes(secret)),
        where,
      ).toEqual([]);
      expect(response.headers.get("location") ?? "", where).toMatch(
        /^(|\/[^/\\].*|\/|https:\/\/accounts\.zoho\.in\/.*)$/,
      );
      if (isHook(path)) continue;
      const known = "Cookie" in headers || headers.Authorization?.includes(OTHER_KEY);
      if (!known && response.status === 200) expect([...PUBLIC], where).toContain(path);
      if (response.status === 200 && !PUBLIC.has(path)) {
        expect(response.headers.get("cache-control"), where).toContain("no-store");
      }
    }
    expect(await victim.state()).toEqual(before);
  });
});

test("P9: no page of another site makes signed-in staff change anything, on any route", async () => {
  const before = await victim.state();
  const headers = {
    Cookie: await victim.cookie({ organizationId: ORGANIZATION, by: "Meera" }),
    "Sec-Fetch-Site": "cross-site",
    Origin: "https://evil.example",
  };
  for (const { method, path } of routes) {
    if (method === "GET" || isHook(path)) continue;
    const response = await request(victim, method, path, headers);
    expect(response.status, `${method} ${path}`).toBeGreaterThanOrEqual(400);
  }
  expect(await victim.state()).toEqual(before);
});

test("P9: the safe methods change nothing, whoever asks", async () => {
  const before = await victim.state();
  const headers = { Cookie: await victim.cookie({ organizationId: ORGANIZATION, by: "Meera" }) };
  for (const { method, path } of routes) {
    if (method === "GET") await request(victim, method, path, headers);
  }
  expect(await victim.state()).toEqual(before);
});
