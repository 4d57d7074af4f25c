import { beforeEach, describe, expect, test } from "vitest";
import { CounterId, OrganizationId, PaymentsAccountId, TerminalId } from "../../src/collection/ids.ts";
import { addCounter, retireCounter } from "../../src/ledger/counters.ts";
import { findGrant, putGrant } from "../../src/ledger/grants.ts";
import { findOrganization, putOrganization } from "../../src/ledger/organizations.ts";
import {
  DEMO_ADMIN,
  DEMO_BOOKS_ORGANIZATION,
  DEMO_CASHIER,
  DEMO_INVOICE_ORGANIZATION,
  DEMO_PAYMENTS_ACCOUNT,
  DEMO_SECOND_ACCOUNT,
} from "../../src/simulator/index.ts";
import { type Office, openOffice } from "./office.ts";
import { Visitor } from "./visitor.ts";

const SHOP = OrganizationId.parse(DEMO_BOOKS_ORGANIZATION);
const TAILOR = OrganizationId.parse(DEMO_INVOICE_ORGANIZATION);
let office: Office;
let charles: Visitor;
beforeEach(async () => {
  office = await openOffice();
  charles = new Visitor(office, DEMO_ADMIN);
});

async function connectBooks(who = charles, organization: OrganizationId = SHOP, product = "books"): Promise<Response> {
  const choice = await who.follow(await who.post("/connect/books", { product }));
  expect(await choice.text()).toContain(organization);
  return who.follow(await who.post("/connect/choose", { organization_id: organization }));
}
const connectPayments = async (who = charles, account_id = DEMO_PAYMENTS_ACCOUNT): Promise<Response> =>
  who.follow(await who.post("/connect/payments", { account_id }));
const grants = (client_id?: string) => office.zoho.accounts.grants(client_id === undefined ? {} : { client_id });
const living = () => new Set(grants().map(({ refresh_token }) => refresh_token));

describe("connecting for the first time", () => {
  test("adds the organization an administrator chose, and no other, and leads to its set-up", async () => {
    const setup = await connectBooks();
    const html = await setup.text();
    expect(setup.status).toBe(200);
    expect(html).toContain("Your invoices are connected.");
    expect(html).toContain("Charles Electronics");
    expect(html).toContain("connect Zoho Payments");
    expect(await findOrganization(office.ledger, SHOP)).toMatchObject({
      name: "Charles Electronics",
      product: "books",
      paymentsAccountId: null,
      dataCentre: "in",
    });
    expect(await findOrganization(office.ledger, TAILOR)).toBeNull();
    const grant = await findGrant(office.ledger, SHOP, "books");
    expect(grant).toMatchObject({ zohoUserId: DEMO_ADMIN, connectedBy: "Charles D'Souza" });
    expect(grant?.sealedRefreshToken).not.toContain("1000.");
  });

  test("both services work, each by its own grant", async () => {
    await connectBooks();
    const html = await (await connectPayments()).text();
    expect(html).toContain("Zoho Payments is connected.");
    expect(html.match(/>Works</g)).toHaveLength(2);
    expect((await findOrganization(office.ledger, SHOP))?.paymentsAccountId).toBe(DEMO_PAYMENTS_ACCOUNT);
  });

  test("works for Zoho Invoice, beside another organization of Zoho Books", async () => {
    await connectBooks();
    await connectPayments();
    const other = new Visitor(office, DEMO_ADMIN);
    await connectBooks(other, TAILOR, "invoice");
    const html = await (await connectPayments(other, DEMO_SECOND_ACCOUNT)).text();
    expect(html.match(/>Works</g)).toHaveLength(2);
    expect(html).toContain("Noor Tailors");
    expect((await (await charles.get("/setup")).text()).match(/>Works</g)).toHaveLength(2);
  });

  test("P9: a choice that was not offered is refused, and cancelling gives the token back", async () => {
    const before = living();
    await charles.follow(await charles.post("/connect/books", { product: "books" }));
    const refused = await charles.post("/connect/choose", { organization_id: TAILOR });
    expect(refused.status).toBe(400);
    await charles.post("/connect/cancel");
    expect(living()).toEqual(before);
    expect(await findOrganization(office.ledger, TAILOR)).toBeNull();
  });

  test("is for the organizations this deployment was made for, when it says so", async () => {
    office = await openOffice({ ALLOWED_ORGANIZATIONS: ["1"] });
    charles = new Visitor(office, DEMO_ADMIN);
    const before = living();
    await charles.follow(await charles.post("/connect/books", { product: "books" }));
    const refused = await charles.post("/connect/choose", { organization_id: SHOP });
    expect(await refused.text()).toContain("ALLOWED_ORGANIZATIONS");
    expect(await findOrganization(office.ledger, SHOP)).toBeNull();
    expect(living()).toEqual(before);
  });
});

describe("what can go wrong on the way, each with its remedy", () => {
  const begin = () => charles.post("/connect/books", { product: "books" });

  test("consent rejected", async () => {
    const page = await charles.follow(await begin(), { accept: false });
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining("rejected at Zoho")]);
  });

  test("P9: a server that is not Zoho's is told nothing", async () => {
    const before = office.zoho.calls.list().length;
    const change = (back: URL) => back.searchParams.set("accounts-server", "https://accounts.zoho.evil.example");
    const page = await charles.follow(await begin(), { change });
    expect([page.status, await page.text()]).toEqual([400, expect.stringContaining("did not come from Zoho")]);
    expect(office.zoho.calls.list().filter(({ route }) => route === "accounts.token")).toHaveLength(0);
    expect(office.zoho.calls.list().length - before).toBe(1);
  });

  test("P9: a redirect this browser did not ask for, or twice, or changed, or late", async () => {
    const location = (await begin()).headers.get("location") ?? "";
    const back = new URL(await office.zoho.consent(location, { user_id: DEMO_ADMIN }));
    const path = back.pathname + back.search;
    const stranger = await new Visitor(office, DEMO_ADMIN).get(path);
    expect([stranger.status, await stranger.text()]).toEqual([400, expect.stringContaining("another browser")]);
    const changed = await charles.get(path.replace(/state=[^&]+/, (state) => `${state.slice(0, -1)}x`));
    expect(changed.status).toBe(400);
    expect((await charles.get(path)).status).toBe(303);
    expect((await charles.get(path)).status).toBe(400);

    const late = await begin();
    office.clock.now += 600_000;
    expect((await charles.follow(late)).status).toBe(400);
  });

  test("missing scopes are named, and the token given back", async () => {
    const before = living();
    const url = new URL((await begin()).headers.get("location") ?? "");
    url.searchParams.set("scope", "ZohoBooks.settings.READ,ZohoBooks.invoices.READ");
    const answer = new Response(null, { status: 302, headers: { location: url.href } });
    const page = await charles.follow(answer);
    const html = await page.text();
    expect(page.status).toBe(403);
    for (const scope of ["invoices.CREATE", "customerpayments.CREATE", "banking.READ"]) {
      expect(html).toContain(`ZohoBooks.${scope}`);
    }
    expect(html).not.toContain('<li class="code">ZohoBooks.invoices.READ');
    expect(living()).toEqual(before);
  });

  test("a role without permission", async () => {
    const before = living();
    const anita = new Visitor(office, DEMO_CASHIER);
    const page = await anita.follow(await anita.post("/connect/books", { product: "books" }));
    const html = await page.text();
    expect(page.status).toBe(403);
    expect(html).toContain("An administrator must do this");
    expect(html).toContain("Anita Kumari");
    expect(living()).toEqual(before);
  });

  test("no organization in the product that was chosen", async () => {
    const anita = new Visitor(office, DEMO_CASHIER);
    const page = await anita.follow(await anita.post("/connect/books", { product: "invoice" }));
    expect(await page.text()).toContain("belongs to no organization in Zoho Invoice");
  });

  test("the wrong account when connecting again", async () => {
    await connectBooks();
    charles.zohoUser = DEMO_CASHIER;
    const page = await charles.follow(await charles.post("/connect/books", { again: "yes" }));
    expect(page.status).toBe(403);
    expect((await findGrant(office.ledger, SHOP, "books"))?.zohoUserId).toBe(DEMO_ADMIN);
  });

  test("a Payments account that is not theirs", async () => {
    await connectBooks();
    await expect(connectPayments(charles, "999")).rejects.toThrow("400");
    const wrong = await charles.follow(await charles.post("/connect/payments", { account_id: "<script>" }));
    expect(await wrong.text()).toContain("Digits only");
    const before = living();
    const url = new URL((await charles.post("/connect/payments", { account_id: "999" })).headers.get("location") ?? "");
    url.searchParams.set("soid", `zohopay.${DEMO_SECOND_ACCOUNT}`);
    const page = await charles.follow(new Response(null, { headers: { location: url.href } }));
    expect([page.status, await page.text()]).toEqual([
      403,
      expect.stringContaining("Zoho Payments does not let us in"),
    ]);
    expect(living()).toEqual(before);
    expect((await findOrganization(office.ledger, SHOP))?.paymentsAccountId).toBeNull();
  });

  test("Zoho away, throttled, or not knowing our client", async () => {
    office.network.down = true;
    expect((await charles.follow(await begin())).status).toBe(503);
    office.network.down = false;
    office.zoho.accounts.throttle(true);
    expect(await (await charles.follow(await begin())).text()).toContain("about 5 minutes");
    office.zoho.accounts.throttle(false);
    office = await openOffice({ ZOHO_CLIENT_SECRET: "wrong" });
    charles = new Visitor(office, DEMO_ADMIN);
    const page = await charles.follow(await begin());
    expect(await page.text()).toContain("ZOHO_CLIENT_ID and ZOHO_CLIENT_SECRET");
  });

  test("many connections by one person are pointed out before Zoho drops the oldest", async () => {
    await connectBooks();
    const grant = await findGrant(office.ledger, SHOP, "books");
    if (!grant) throw new Error("no grant");
    const shop = await findOrganization(office.ledger, SHOP);
    if (!shop) throw new Error("no organization");
    for (let index = 0; index < 14; index++) {
      const id = OrganizationId.parse(String(70_000_000_000 + index));
      await putOrganization(office.ledger, { ...shop, id });
      await putGrant(office.ledger, { ...grant, organizationId: id });
    }
    expect(await (await charles.get("/setup")).text()).toContain("Zoho keeps 20 a person");
  });
});

describe("connecting again and disconnecting", () => {
  beforeEach(async () => {
    await connectBooks();
    await connectPayments();
  });

  test("revoked access is shown, and mended by connecting again, which changes nothing else", async () => {
    await charles.post("/setup/recording", { mode_card: "cash", mode_upi: "others" });
    office.zoho.accounts.revoke({});
    const broken = await (await charles.get("/setup")).text();
    expect(broken.match(/no longer accepts this connection/g)).toHaveLength(2);
    await charles.follow(await charles.post("/connect/books", { again: "yes" }));
    const html = await (await connectPayments()).text();
    expect(html.match(/>Works</g)).toHaveLength(2);
    expect((await findOrganization(office.ledger, SHOP))?.settings.payment_modes.card).toBe("cash");
  });

  test("P4: a Payments account whose terminals another organization has counters for is not connected", async () => {
    await charles.post("/connect/payments/disconnect", { confirm: "yes" });
    const counter = { name: "Desk", terminalId: TerminalId.parse("TRM777"), locationId: null, retiredAt: null };
    const twin = OrganizationId.parse("70000000001");
    const shop = await findOrganization(office.ledger, SHOP);
    if (!shop) throw new Error("no organization");
    const second = PaymentsAccountId.parse(DEMO_SECOND_ACCOUNT);
    await putOrganization(office.ledger, { ...shop, id: twin, paymentsAccountId: second });
    for (const organizationId of [SHOP, twin]) {
      await addCounter(office.ledger, { ...counter, organizationId, id: CounterId.parse("desk"), createdAt: 0 });
    }
    const before = living();
    const page = await connectPayments(charles, DEMO_SECOND_ACCOUNT);
    expect([page.status, await page.text()]).toEqual([409, expect.stringContaining("TRM777")]);
    expect(living()).toEqual(before);
    await retireCounter(office.ledger, twin, CounterId.parse("desk"), 1);
    expect((await connectPayments(charles, DEMO_SECOND_ACCOUNT)).status).toBe(200);
  });

  test("the token that was replaced is given back to Zoho", async () => {
    const before = living();
    await charles.follow(await charles.post("/connect/books", { again: "yes" }));
    await connectPayments();
    expect(living().size).toBe(before.size);
    expect((await (await charles.get("/setup")).text()).match(/>Works</g)).toHaveLength(2);
  });

  test("disconnecting asks first, then revokes at Zoho", async () => {
    const before = grants().length;
    const asks = await charles.post("/connect/books/disconnect");
    expect(await asks.text()).toContain("Disconnect Zoho Books?");
    expect(grants()).toHaveLength(before);
    const html = await (
      await charles.follow(await charles.post("/connect/books/disconnect", { confirm: "yes" }))
    ).text();
    expect(html).toContain("The permission is gone at Zoho too");
    expect(html).toContain("Not connected");
    expect(grants()).toHaveLength(before - 1);
    expect(await findGrant(office.ledger, SHOP, "books")).toBeNull();
    await charles.follow(await charles.post("/connect/payments/disconnect", { confirm: "yes" }));
    expect(grants()).toHaveLength(before - 2);
  });

  test("while Zoho does not confirm it, the connection stays", async () => {
    office.network.down = true;
    const page = await charles.post("/connect/books/disconnect", { confirm: "yes" });
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining("Still connected")]);
    expect(await findGrant(office.ledger, SHOP, "books")).not.toBeNull();
  });

  test("P10: staff neither connect nor disconnect", async () => {
    const anita = new Visitor(office, DEMO_CASHIER);
    await anita.follow(await anita.get("/sign-in?product=books"));
    for (const path of ["/connect/books/disconnect", "/connect/payments/disconnect", "/connect/payments"]) {
      expect((await anita.post(path, { confirm: "yes", account_id: "1" })).status).toBe(403);
    }
    expect((await anita.post("/connect/books", { again: "yes" })).status).toBe(403);
    expect(await findGrant(office.ledger, SHOP, "books")).not.toBeNull();
  });

  test("P9: no form of another site connects or disconnects", async () => {
    for (const headers of [{}, { "Sec-Fetch-Site": "cross-site" }, { Origin: "https://evil.example" }]) {
      for (const path of ["/connect/books/disconnect", "/connect/books", "/connect/payments", "/connect/choose"]) {
        const sent = await charles.post(path, { confirm: "yes", product: "books" }, headers as Record<string, string>);
        expect(sent.status).toBe(403);
      }
    }
    expect(await findGrant(office.ledger, SHOP, "books")).not.toBeNull();
  });
});
