import { beforeEach, describe, expect, it } from "vitest";
import type { FaultRule } from "./faults.ts";
import { DEMO_BOOKS_ORGANIZATION, DEMO_PAYMENTS_ACCOUNT } from "./seed/demo.ts";
import { type Answer, type Bench, bench, START } from "./testing.ts";

const SESSIONS = `/payments/api/v1/terminal/paymentsessions`;
const ACCOUNT = `account_id=${DEMO_PAYMENTS_ACCOUNT}`;

let shop: Bench;
let token: string;

beforeEach(async () => {
  shop = bench();
  token = await shop.paymentsToken();
  shop.simulator.calls.clear();
});

const create = (terminal_id = "TRM001"): Promise<Answer> =>
  shop.send("POST", `${SESSIONS}?${ACCOUNT}`, {
    token,
    json: { amount: 10, currency: "INR", type: "pos_payment", terminal_id },
  });
const sessions = () => shop.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions();
const lastCall = () => shop.simulator.calls.list().at(-1);

describe("faults", () => {
  it.each<[string, FaultRule, number | "rejects", boolean]>([
    ["a cut before the effect", { kind: "drop_before" }, "rejects", false],
    ["a cut after the effect", { kind: "drop_after" }, "rejects", true],
    ["a 503 without effect", { kind: "status", status: 503 }, 503, false],
    ["a 500 with effect", { kind: "status", status: 500, when: "after" }, 500, true],
    ["a proxy's page", { kind: "html" }, 502, false],
    ["a hang", { kind: "hang" }, "rejects", false],
    ["a hang with effect", { kind: "hang", when: "after" }, "rejects", true],
    ["a delay", { kind: "delay", ms: 10 }, 201, true],
  ])("%s", async (_, rule, outcome, effect) => {
    shop.simulator.faults.add(rule);
    if (outcome === "rejects") await expect(create()).rejects.toThrow(TypeError);
    else expect((await create()).status).toBe(outcome);
    expect(sessions()).toHaveLength(effect ? 1 : 0);
    expect(lastCall()).toMatchObject({ route: "payments.create", terminal: "TRM001", fault: rule.kind, effect });
  });

  it.each(["truncated", "garbage"] as const)("%s answers hide an effect", async (kind) => {
    shop.simulator.faults.add({ kind });
    await expect(create()).rejects.toThrow(SyntaxError);
    expect(sessions()).toHaveLength(1);
  });

  it("lie about status and amount", async () => {
    await create();
    const [session] = sessions();
    shop.simulator.device("TRM001").pay();
    const path = `${SESSIONS}/${session?.id}?${ACCOUNT}`;
    shop.simulator.faults.add({ kind: "unknown_status", times: 1 });
    expect((await shop.send("GET", path, { token })).body).toMatchObject({
      payments_session: { session_status: "under_review", amount: "10.00" },
    });
    shop.simulator.faults.add({ kind: "wrong_amount", times: 1 });
    expect((await shop.send("GET", path, { token })).body).toMatchObject({
      payments_session: { session_status: "succeeded", amount: "11.00" },
    });
    expect((await shop.send("GET", path, { token })).body).toMatchObject({
      payments_session: { session_status: "succeeded", amount: "10.00" },
    });
  });

  it("hold for their route, organization, terminal, time and number of times only", async () => {
    const { faults } = shop.simulator;
    faults.add({ kind: "status", status: 500, route: "payments.retrieve" });
    faults.add({ kind: "status", status: 500, organization: DEMO_BOOKS_ORGANIZATION });
    faults.add({ kind: "status", status: 500, terminal: "TRM002" });
    faults.add({ kind: "status", status: 500, until: START });
    faults.add({ kind: "status", status: 500, from: START + 1 });
    faults.add({ kind: "status", status: 500, service: "books" });
    expect((await create()).status).toBe(201);
    expect((await create("TRM002")).status).toBe(500);
    faults.clear();
    faults.add({ kind: "status", status: 500, times: 2 });
    expect([(await create("TRM003")).status, (await create("TRM003")).status, (await create("TRM003")).status]).toEqual(
      [500, 500, 201],
    );
    expect(faults.list()).toMatchObject([{ fired: 2 }]);
  });

  it("come by chance of the injected randomness", async () => {
    shop.simulator.faults.add({ kind: "status", status: 500, probability: 0.3, route: "payments.list" });
    let failed = 0;
    for (let index = 0; index < 400; index++) {
      const { status } = await shop.send("GET", `/payments/api/v1/payments?${ACCOUNT}`, { token });
      if (status === 500) failed += 1;
    }
    expect(failed).toBeGreaterThan(80);
    expect(failed).toBeLessThan(160);
  });

  it("wait with the injected sleep, before or after the effect", async () => {
    shop.simulator.faults.add({ kind: "delay", ms: 4000 });
    shop.simulator.faults.add({ kind: "delay", ms: 5000, when: "after" });
    await create();
    expect(sessions()[0]?.created_at).toBe(START + 4000);
    expect(shop.simulator.clock.now()).toBe(START + 9000);
  });

  it("let a client give up at once while the effect goes on", async () => {
    let wake = (): void => {};
    const slow = bench({
      sleep: () =>
        new Promise((resolve) => {
          wake = resolve;
        }),
    });
    const mine = await slow.paymentsToken();
    slow.simulator.faults.add({ kind: "delay", ms: 60_000 });
    const controller = new AbortController();
    const request = new Request(`http://zoho.test${SESSIONS}?${ACCOUNT}`, {
      method: "POST",
      headers: { authorization: `Zoho-oauthtoken ${mine}`, "content-type": "application/json" },
      body: JSON.stringify({ amount: 10, currency: "INR", type: "pos_payment", terminal_id: "TRM001" }),
      signal: controller.signal,
    });
    const answered = slow.simulator.fetch(request);
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort(new DOMException("too slow", "TimeoutError"));
    await expect(answered).rejects.toThrow("too slow");
    expect(slow.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions()).toEqual([]);
    wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect(slow.simulator.payments(DEMO_PAYMENTS_ACCOUNT).sessions()).toHaveLength(1);
  });
});
