import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PAYMENTS_CLIENT } from "./seed/build.ts";
import { DEMO_BOOKS_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT, DEMO_THIRD_ACCOUNT, demoSeed } from "./seed/demo.ts";
import { type RunningSimulator, type ServeOptions, startSimulator } from "./serve.ts";

let folder: string;
const running: RunningSimulator[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "simulator-"));
});

afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
  await rm(folder, { recursive: true });
});

async function start(options: Partial<ServeOptions> = {}): Promise<RunningSimulator> {
  const one = await startSimulator({ port: 0, ...options });
  running.push(one);
  return one;
}

async function tokenOf({ url }: RunningSimulator): Promise<string> {
  const response = await fetch(`${url}/accounts/oauth/v2/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      client_id: PAYMENTS_CLIENT.id,
      client_secret: PAYMENTS_CLIENT.secret,
      refresh_token: `1000.refresh-payments-${DEMO_PAYMENTS_ACCOUNT}`,
    }),
  });
  const body = (await response.json()) as { access_token: string; api_domain: string };
  expect(body.api_domain).toBe(`${url}/api`);
  return body.access_token;
}

const control = async (
  { url }: RunningSimulator,
  method: string,
  path: string,
  json: unknown = {},
): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${url}/_control${path}`, {
    method,
    ...(method === "GET" ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(json) }),
  });
  return { status: response.status, body: await response.json() };
};

const create = async (one: RunningSimulator, signal?: AbortSignal): Promise<Response> =>
  fetch(`${one.url}/payments/api/v1/terminal/paymentsessions?account_id=${DEMO_PAYMENTS_ACCOUNT}`, {
    method: "POST",
    headers: { authorization: `Zoho-oauthtoken ${await tokenOf(one)}`, "content-type": "application/json" },
    body: JSON.stringify({ amount: 12.5, currency: "INR", type: "pos_payment", terminal_id: "TRM001" }),
    ...(signal === undefined ? {} : { signal }),
  });

describe("a served simulator", () => {
  it("is driven over HTTP from session to receipt", async () => {
    const one = await start();
    expect((await create(one)).status).toBe(201);
    expect(await control(one, "GET", "/terminals/TRM001")).toMatchObject({
      body: { screen: "idle", waiting: true, session: null },
    });
    expect(await control(one, "POST", "/terminals/TRM001", { action: "fetch" })).toMatchObject({
      status: 200,
      body: { ok: true },
    });
    expect(await control(one, "POST", "/terminals/TRM001", { action: "start", method: "upi" })).toMatchObject({
      status: 200,
    });
    expect(await control(one, "POST", "/terminals/TRM001", { action: "pay" })).toMatchObject({
      body: { ok: true, payment_id: expect.any(String) },
    });
    expect(await control(one, "GET", "/terminals/TRM001")).toMatchObject({
      body: { screen: "result", session: { status: "succeeded", amount: 1250 }, payment: { method: { type: "upi" } } },
    });
    expect(await control(one, "POST", "/terminals/TRM001", { action: "pay" })).toMatchObject({
      status: 409,
      body: { reason: "already_final" },
    });
  });

  it("really cuts connections, with and without effect, and hangs until the client gives up", async () => {
    const one = await start();
    await control(one, "POST", "/faults", { kind: "drop_before", route: "payments.create", times: 1 });
    await expect(create(one)).rejects.toThrow("fetch failed");
    expect(one.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions()).toHaveLength(0);
    await control(one, "POST", "/faults", { kind: "hang", route: "payments.create", times: 1 });
    const giveUp = new AbortController();
    const hanging = create(one, giveUp.signal);
    while (one.simulator.calls.list({ route: "payments.create" }).at(-1)?.status !== "hung")
      await new Promise((resolve) => setImmediate(resolve));
    giveUp.abort(new Error("gave up"));
    await expect(hanging).rejects.toThrow("gave up");
    await control(one, "POST", "/faults", { kind: "drop_after", route: "payments.create" });
    await expect(create(one)).rejects.toThrow("fetch failed");
    expect(one.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions()).toHaveLength(1);
    expect((await control(one, "GET", "/faults")).body).toMatchObject({
      faults: [{ fired: 1 }, { fired: 1 }, { fired: 1 }],
    });
    await control(one, "DELETE", "/faults");
    expect((await create(one)).status).toBe(400);
  });

  it("carries on from its file", async () => {
    const file = join(folder, "zoho.json");
    const first = await start({ file });
    const made = await control(first, "POST", `/organizations/${DEMO_BOOKS_ORGANIZATION}/invoices`, {
      total: "1234.50",
      customer: "Nisha",
    });
    const { invoice_id } = (made.body as { invoice: { invoice_id: string } }).invoice;
    await control(first, "POST", "/clock", { advance_ms: 86_400_000 });
    await first.close();
    running.splice(0);

    const second = await start({ file });
    const path = `/organizations/${DEMO_BOOKS_ORGANIZATION}/invoices/${invoice_id}`;
    expect(await control(second, "GET", path)).toMatchObject({
      body: { invoice: { total: 123_450, customer_name: "Nisha" } },
    });
    expect(second.simulator.clock.now()).toBeGreaterThan(Date.now() + 86_000_000);
    expect(await control(second, "POST", path, { action: "pay_in_cash", amount: "234.5" })).toMatchObject({
      status: 200,
    });
    expect(await control(second, "POST", path, { action: "edit_total", total: 100 })).toMatchObject({ status: 409 });
    expect(await control(second, "POST", path, { action: "void" })).toMatchObject({ status: 200 });
    expect(await control(second, "GET", path)).toMatchObject({ body: { invoice: { status: "void" } } });
    expect(await control(second, "POST", "/reset")).toMatchObject({ status: 200 });
    expect(await control(second, "GET", path)).toMatchObject({ status: 404 });
  });

  it("has a shop that is newer than its file; what was revoked stays so", async () => {
    const file = join(folder, "zoho.json");
    const older = demoSeed();
    older.accounts = older.accounts.filter(({ account_id }) => account_id !== DEMO_THIRD_ACCOUNT);
    older.grants = older.grants.filter(({ soid }) => soid !== `zohopay.${DEMO_THIRD_ACCOUNT}`);
    for (const user of older.users) {
      user.payments_accounts = user.payments_accounts.filter((id) => id !== DEMO_THIRD_ACCOUNT);
    }
    const first = await start({ file, seed: older });
    expect(await control(first, "GET", "/terminals/TRM201")).toMatchObject({ status: 404 });
    first.simulator.accounts.revoke({ refresh_token: `1000.refresh-payments-${DEMO_PAYMENTS_ACCOUNT}` });
    await first.close();
    running.splice(0);

    const second = await start({ file });
    expect(await control(second, "GET", "/terminals/TRM201")).toMatchObject({ status: 200 });
    const tokens = second.simulator.accounts.grants().map(({ refresh_token }) => refresh_token);
    expect(tokens).toContain(`1000.refresh-payments-${DEMO_THIRD_ACCOUNT}`);
    expect(tokens).not.toContain(`1000.refresh-payments-${DEMO_PAYMENTS_ACCOUNT}`);
    expect(new Set(tokens).size).toBe(tokens.length);
    const [admin] = second.simulator.snapshot().accounts.users;
    expect(admin?.payments_accounts).toContain(DEMO_THIRD_ACCOUNT);
  });

  it("refuses to start over a file that is not its own", async () => {
    const file = join(folder, "other.json");
    await writeFile(file, '{"version":2}');
    await expect(start({ file })).rejects.toThrow(file);
  });

  it("controls settings and tokens, and explains what it does not understand", async () => {
    const one = await start();
    expect(await control(one, "PATCH", "/settings", { expiry: "in_progress_forever" })).toMatchObject({
      body: { expiry: "in_progress_forever" },
    });
    expect(await control(one, "PATCH", "/settings", { expiry: "never" })).toMatchObject({
      status: 400,
      body: { reason: expect.stringContaining("expiry") },
    });
    await tokenOf(one);
    expect(await control(one, "POST", "/tokens", { action: "expire" })).toMatchObject({ body: { count: 1 } });
    expect(await control(one, "POST", "/tokens", { action: "revoke", client_id: PAYMENTS_CLIENT.id })).toMatchObject({
      body: { count: 3 },
    });
    expect(await control(one, "GET", "/state")).toMatchObject({
      body: { grants: [{}, {}], terminals: [{}, {}, {}, {}, {}, {}, {}, {}] },
    });
    expect((await fetch(`${one.url}/_control/reset`, { method: "POST" })).status).toBe(415);
    expect(await control(one, "POST", "/faults", { kind: "meteor" })).toMatchObject({ status: 400 });
  });
});
