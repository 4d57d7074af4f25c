import { beforeEach, describe, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { listApiKeys } from "../../src/ledger/api-keys.ts";
import { listCounters } from "../../src/ledger/counters.ts";
import { findOrganization } from "../../src/ledger/organizations.ts";
import { recentSetup } from "../../src/ledger/setup-events.ts";
import { apiKeyHash } from "../../src/security/api-key.ts";
import { DEMO_ADMIN, DEMO_BOOKS_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT } from "../../src/simulator/index.ts";
import { type Office, openOffice } from "./office.ts";
import { Visitor } from "./visitor.ts";

const SHOP = OrganizationId.parse(DEMO_BOOKS_ORGANIZATION);
let office: Office;
let charles: Visitor;
beforeEach(async () => {
  office = await openOffice();
  charles = new Visitor(office, DEMO_ADMIN);
  await charles.follow(await charles.post("/connect/books", { product: "books" }));
  await charles.follow(await charles.post("/connect/choose", { organization_id: SHOP }));
  await charles.follow(await charles.post("/connect/payments", { account_id: DEMO_PAYMENTS_ACCOUNT }));
});

const html = async (response: Response): Promise<string> => response.text();
const setup = async (): Promise<string> => html(await charles.get("/setup"));
const send = async (path: string, fields: Record<string, string>) => charles.follow(await charles.post(path, fields));
const hidden = (page: string, name: string, form: string): string =>
  new RegExp(`action="${form}"[^]*?name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? "";

describe("counters", () => {
  const location = "1460000000000022001";

  test("are added, with a location of Books' own list, once however often the form is sent", async () => {
    const id = hidden(await setup(), "id", "/setup/counters");
    const form = { id, name: "Counter A", terminal_id: "TRM001", location_id: location };
    expect(await html(await send("/setup/counters", form))).toContain("The counter is added.");
    expect(await html(await send("/setup/counters", form))).toContain("Commercial Street");
    expect(await listCounters(office.ledger, SHOP)).toMatchObject([
      { name: "Counter A", terminalId: "TRM001", locationId: location },
    ]);
  });

  test("are renamed, and retired without losing their name", async () => {
    await send("/setup/counters", { id: "a", name: "Counter A", terminal_id: "TRM001" });
    await send("/setup/counters/a", { name: "Front desk", terminal_id: "TRM002" });
    expect(await listCounters(office.ledger, SHOP)).toMatchObject([{ name: "Front desk", terminalId: "TRM002" }]);
    const page = await html(await send("/setup/counters/a/retire", {}));
    expect(page).toContain("The counter is retired.");
    expect(page).toContain("Retired (1)");
    expect(await listCounters(office.ledger, SHOP)).toEqual([]);
    await send("/setup/counters", { id: "b", name: "Front desk", terminal_id: "TRM002" });
    expect(await listCounters(office.ledger, SHOP)).toHaveLength(1);
  });

  test("what is wrong stands beside its field, and nothing typed is lost", async () => {
    await send("/setup/counters", { id: "a", name: "Counter A", terminal_id: "TRM001" });
    const taken = await charles.post("/setup/counters", { id: "b", name: "Counter B", terminal_id: "TRM001" });
    const page = await html(taken);
    expect(taken.status).toBe(422);
    expect(page).toContain("Another counter has this terminal.");
    expect(page).toContain('value="Counter B"');
    const empty = await html(await charles.post("/setup/counters", { id: "b", name: " ", terminal_id: "T 1" }));
    expect(empty).toContain("Give the counter a name.");
    expect(empty).toContain("without spaces");
    expect(await listCounters(office.ledger, SHOP)).toHaveLength(1);
  });
});

describe("recording", () => {
  const before = { mode_card: "creditcard", mode_upi: "banktransfer" };

  test("takes modes, one of the shop's own too, accounts from Books' list, a zone and a comment", async () => {
    expect(await setup()).toContain("HDFC Current Account");
    const account_card = "1460000000000021002";
    await send("/setup/recording", {
      ...before,
      own_mode_upi: "UPI",
      account_card,
      time_zone: "Asia/Dubai",
      comment: "yes",
    });
    expect((await findOrganization(office.ledger, SHOP))?.settings).toMatchObject({
      payment_modes: { card: "creditcard", upi: "UPI" },
      deposit_accounts: { card: account_card, upi: null },
      comment_on_invoice: true,
      time_zone: "Asia/Dubai",
    });
    await send("/setup/recording", { ...before, account_card: "", time_zone: "" });
    expect((await findOrganization(office.ledger, SHOP))?.settings).toMatchObject({
      deposit_accounts: { card: null },
      comment_on_invoice: false,
      time_zone: null,
    });
  });

  test.each([
    ["time_zone", "Mars/Olympus"],
    ["time_zone", "+05:30"],
    ["account_card", "<b>"],
  ])("P9: %s %s is refused and changes nothing", async (field, value) => {
    const settings = (await findOrganization(office.ledger, SHOP))?.settings;
    expect((await charles.post("/setup/recording", { ...before, mode_card: "cash", [field]: value })).status).toBe(422);
    expect((await findOrganization(office.ledger, SHOP))?.settings).toEqual(settings);
  });
});

describe("API keys", () => {
  const create = async (label = "Till software") => {
    const id = hidden(await setup(), "id", "/setup/keys");
    const page = await charles.post("/setup/keys", { id, label });
    return { id, page, html: await page.text() };
  };

  test("are shown once, kept as a hash, work, and stop working when revoked", async () => {
    const { id, page, html: shown } = await create();
    expect(page.headers.get("cache-control")).toBe("no-store");
    const key = /cvp_[A-Za-z0-9_-]{43}/.exec(shown)?.[0] ?? "";
    expect(await listApiKeys(office.ledger, SHOP)).toMatchObject([{ id, hash: await apiKeyHash(key) }]);
    const ask = () => office.app.request("/api/v1/counters", { headers: { Authorization: `Bearer ${key}` } });
    expect((await ask()).status).toBe(200);
    const listed = await setup();
    expect(listed).not.toContain(key);
    expect(listed).toContain("last used");
    await send(`/setup/keys/${id}/revoke`, {});
    expect((await ask()).status).toBe(401);
  });

  test("sending the form again makes no second key and shows none", async () => {
    const { id } = await create();
    const again = await html(await charles.post("/setup/keys", { id, label: "Till software" }));
    expect(again).toContain("created already");
    expect(again).not.toMatch(/cvp_[A-Za-z0-9_-]{43}/);
    expect(await listApiKeys(office.ledger, SHOP)).toHaveLength(1);
  });

  test("P9: need a label, and a form of ours", async () => {
    const id = hidden(await setup(), "id", "/setup/keys");
    expect((await charles.post("/setup/keys", { id, label: "" })).status).toBe(422);
    expect((await charles.post("/setup/keys", { id, label: "x" }, {})).status).toBe(403);
    expect(await listApiKeys(office.ledger, SHOP)).toEqual([]);
  });
});

test("P8: every change is noted with who made it, and notes cannot be changed", async () => {
  await send("/setup/counters", { id: "a", name: "Counter A", terminal_id: "TRM001" });
  await send("/setup/counters/a/retire", {});
  const changes = await recentSetup(office.ledger, SHOP, 10);
  expect(changes.map(({ what }) => what)).toEqual([
    "counter_retired",
    "counter_added",
    "payments_connected",
    "books_connected",
  ]);
  expect(new Set(changes.map(({ by }) => by))).toEqual(new Set(["Charles D'Souza"]));
  for (const query of ["delete from setup_events", "update setup_events set by = 'nobody'"]) {
    const refused = await office.ledger.run(query).then(
      () => null,
      (error: Error) => String(error.cause ?? error),
    );
    expect(refused).toContain("insert-only");
  }
});

test("P8: changes of the automation are noted as others are, and shown with them", async () => {
  const secret = await html(await charles.post("/setup/automation/books/secret", {}));
  const made = /[A-Za-z0-9]{40}/.exec(secret)?.[0] ?? "";
  expect(made).not.toBe("");
  await send("/setup/automation/books", { counter_field: "cf_till", payment_method: "upi" });
  await send("/setup/automation/payments", { signing_key: "signing-key-of-zoho" });
  await charles.post("/setup/automation/endpoints", { url: "https://erp.example.com/events", description: "" });
  const page = await setup();
  for (const words of [
    "Workflow webhook: secret made",
    "Workflow webhook: rules changed",
    "counter from cf_till",
    "signing key given",
    "Endpoint for events added",
    "erp.example.com",
  ]) {
    expect(page).toContain(words);
  }
  const changes = await recentSetup(office.ledger, SHOP, 4);
  expect(new Set(changes.map(({ by }) => by))).toEqual(new Set(["Charles D'Souza"]));
  for (const told of [made, "signing-key-of-zoho"]) expect(JSON.stringify(changes)).not.toContain(told);
});

test("the button's address and steps are there", async () => {
  const page = await setup();
  expect(page).toContain(`http://localhost/collect?organization_id=${SHOP}&amp;invoice_id=\${INVOICE.INVOICE_ID}`);
  for (const step of ["Settings → Invoices → Buttons", "Open URL", "Insert Placeholder"]) expect(page).toContain(step);
});

test("comes up while Zoho is away, and says so", async () => {
  office.network.down = true;
  office.zoho.accounts.expireAccessTokens();
  const page = await charles.get("/setup");
  const shown = await page.text();
  expect(page.status).toBe(200);
  expect(shown.match(/No answer now/g)).toHaveLength(2);
  expect(shown).toContain("can be chosen once Zoho Books answers");
});

test("P9: nothing of the set-up runs inline, and its forms may lead to Zoho's accounts only", async () => {
  const page = await charles.get("/setup");
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy.split("form-action ")[1]).toBe("'self' http://zoho.test");
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.text()).not.toMatch(/<script(?![^>]*src=)|style="|\son[a-z]+="|javascript:/);
  const list = await charles.get("/collections");
  expect((list.headers.get("content-security-policy") ?? "").split("form-action ")[1]).toBe("'self'");
});
