import { beforeEach, describe, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { organizations } from "../../src/ledger/schema.ts";
import {
  DEMO_ADMIN,
  DEMO_BOOKS_ORGANIZATION,
  DEMO_CASHIER,
  DEMO_INVOICE_ORGANIZATION,
  demoSeed,
} from "../../src/simulator/index.ts";
import { type Office, openOffice } from "./office.ts";
import { Visitor } from "./visitor.ts";

const SHOP = OrganizationId.parse(DEMO_BOOKS_ORGANIZATION);
const INVOICE = "1460000000000411410";
const COLLECT = `/collect?organization_id=${SHOP}&invoice_id=${INVOICE}`;
let office: Office;
let charles: Visitor;
let anita: Visitor;
beforeEach(async () => {
  office = await openOffice();
  charles = new Visitor(office, DEMO_ADMIN);
  anita = new Visitor(office, DEMO_CASHIER);
  await charles.follow(await charles.post("/connect/books", { product: "books" }));
  await charles.follow(await charles.post("/connect/choose", { organization_id: SHOP }));
  await charles.post("/setup/counters", { id: "c1", name: "Counter A", terminal_id: "TRM001" });
});

const signIn = async (who: Visitor, path = COLLECT, options = {}): Promise<Response> =>
  who.follow(await who.get(`/sign-in?return_to=${encodeURIComponent(path)}`), options);

describe("signing in with Zoho", () => {
  test("from an invoice, through Zoho, back to the same invoice", async () => {
    const out = await anita.get(COLLECT);
    const html = await out.text();
    expect(out.status).toBe(401);
    const link = /href="(\/sign-in\?[^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const form = await anita.follow(await anita.get(link));
    expect(form.status).toBe(200);
    const shown = await form.text();
    expect(shown).toContain("INV-000141");
    expect(shown).toContain("Counter A");
  });

  test("keeps no token: only who they are, and for twelve hours", async () => {
    const before = office.zoho.accounts.grants().filter(({ refresh_token }) => refresh_token !== null).length;
    await signIn(anita);
    expect(office.zoho.accounts.grants().filter(({ refresh_token }) => refresh_token !== null)).toHaveLength(before);
    expect([...anita.cookies.keys()]).toEqual(["staff"]);
    office.clock.now += 12 * 3_600_000 - 1;
    expect((await anita.get("/collections")).status).toBe(200);
    office.clock.now += 1;
    expect((await anita.get("/collections")).status).toBe(401);
  });

  test("administrators may change the set-up, others are told kindly that they may not", async () => {
    await signIn(anita);
    const refused = await anita.get("/setup");
    const html = await refused.text();
    expect(refused.status).toBe(403);
    expect(html).toContain("Set-up is for administrators");
    expect(html).toContain("Anita Kumari");
    const other = new Visitor(office, DEMO_ADMIN);
    await signIn(other);
    expect((await other.get("/setup")).status).toBe(200);
  });

  test("P10: somebody who is not of the organization stays outside", async () => {
    await charles.follow(await charles.post("/connect/books", { product: "invoice" }));
    await charles.follow(await charles.post("/connect/choose", { organization_id: DEMO_INVOICE_ORGANIZATION }));
    const page = await signIn(anita, `/collect?organization_id=${DEMO_INVOICE_ORGANIZATION}&invoice_id=1`);
    expect(page.status).toBe(403);
    expect((await anita.get("/collections")).status).toBe(401);
  });

  test("P10: an organization of the same number in another data centre is another one", async () => {
    await office.ledger.update(organizations).set({ dataCentre: "us" });
    const page = await signIn(anita);
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining("does not belong to")]);
  });

  test("with more than one organization, the person chooses; P9: only among their own", async () => {
    const seed = demoSeed();
    for (const organization of seed.organizations) organization.product = "books";
    office = await openOffice({}, seed);
    for (const organization_id of [DEMO_BOOKS_ORGANIZATION, DEMO_INVOICE_ORGANIZATION]) {
      charles = new Visitor(office, DEMO_ADMIN);
      await charles.follow(await charles.post("/connect/books", { product: "books" }));
      await charles.post("/connect/choose", { organization_id });
    }
    const other = new Visitor(office, DEMO_ADMIN);
    const page = await other.follow(await other.get("/sign-in?product=books&return_to=/setup"));
    expect(await page.text()).toContain("Which organization?");
    expect((await other.get("/collections")).status).toBe(401);
    expect((await other.post("/sign-in/choose", { organization_id: "60001234567" })).status).toBe(400);
    const choice = { organization_id: DEMO_INVOICE_ORGANIZATION };
    expect((await other.post("/sign-in/choose", choice, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    const setup = await other.follow(await other.post("/sign-in/choose", choice));
    expect(await setup.text()).toContain("Noor Tailors");
    expect((await other.post("/sign-in/choose", choice)).status).toBe(400);
  });

  test("asks for the product when the address does not say, and goes on from there", async () => {
    const page = await anita.get("/sign-in");
    expect(await page.text()).toContain("Zoho Invoice");
    const list = await anita.follow(await anita.get("/sign-in?product=books&return_to=//evil.example"));
    expect([list.status, await list.text()]).toEqual([200, expect.stringContaining("Nothing yet today")]);
    const none = new Visitor(office, DEMO_ADMIN);
    const empty = await none.follow(await none.get("/sign-in?product=invoice"));
    expect(await empty.text()).toContain("you can connect one now");
  });

  test("two tabs both arrive", async () => {
    const [one, other] = [
      await anita.get(`/sign-in?return_to=${encodeURIComponent(COLLECT)}`),
      await anita.get("/sign-in?product=books"),
    ];
    expect((await anita.follow(one)).status).toBe(200);
    expect((await anita.follow(other)).status).toBe(200);
  });
});

describe("signing out", () => {
  test("P9: ends the session wherever its cookie is, but only from our own pages", async () => {
    await signIn(anita);
    const copy = new Map(anita.cookies);
    expect((await anita.post("/sign-out", {}, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect((await anita.get("/collections")).status).toBe(200);
    const left = await anita.follow(await anita.post("/sign-out"));
    expect(await left.text()).toContain("You are signed out.");
    for (const [name, value] of copy) anita.cookies.set(name, value);
    expect((await anita.get("/collections")).status).toBe(401);
    expect((await anita.get("/api/v1/counters")).status).toBe(401);
  });

  test("an administrator can sign everybody else out", async () => {
    await signIn(anita);
    office.clock.now += 1;
    const page = await charles.follow(await charles.post("/setup/sign-everyone-out"));
    expect(await page.text()).toContain("Everybody else is signed out.");
    expect((await anita.get("/collections")).status).toBe(401);
    expect((await charles.get("/setup")).status).toBe(200);
    await signIn(anita);
    expect((await anita.get("/collections")).status).toBe(200);
  });
});

test("P9: who comes too often is asked to wait: by key, by person, by address", async () => {
  await signIn(anita);
  const asked: string[] = [];
  office.limits.mayGoOn = async (kind, who) => {
    asked.push(`${kind} ${who}`);
    return false;
  };
  const page = await anita.get("/collections");
  expect([page.status, page.headers.get("retry-after")]).toEqual([429, "60"]);
  const api = await anita.get("/api/v1/counters", { Accept: "application/json" });
  expect([api.status, api.headers.get("retry-after")]).toEqual([429, "60"]);
  expect((await anita.get("/sign-in", { "CF-Connecting-IP": "192.0.2.7" })).status).toBe(429);
  expect(asked).toEqual([`staff ${SHOP}:${DEMO_CASHIER}`, `staff ${SHOP}:${DEMO_CASHIER}`, "visitor 192.0.2.7"]);
  office.limits.mayGoOn = async () => {
    throw new Error("the limiter is away");
  };
  expect((await anita.get("/collections")).status).toBe(200);
});
