import { runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { collection, control, keepRealAlarmsAway, pass, shop } from "./shop.ts";
import { Visitor } from "./visitor.ts";

const POLL = 5_000;
const ACCOUNT = "60200000006";
const [mine, other] = [shop(6), shop(7)];
const owner = new Visitor("60300000006");

keepRealAlarmsAway();

type Shop = typeof mine;
type Counter = ReturnType<Shop["counter"]>;

/** Runs a counter's alarms, each when it is due, until the collection says what is awaited. */
async function until(
  at: Shop,
  counter: Counter,
  id: string,
  done: (now: Awaited<ReturnType<Shop["read"]>>) => boolean,
) {
  for (let alarms = 0; alarms < 40; alarms++) {
    const now = await at.read(id);
    if (done(now)) return now;
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
    // The alarm waits no longer than to its next due time, which has come already: the call takes real time.
    await scheduler.wait(50);
  }
  throw new Error(`never so: ${JSON.stringify(await at.read(id))}`);
}

async function begin(at: Shop) {
  const [counter, invoice] = [at.counter(), await at.invoice()];
  const { id } = await collection(await at.collect(invoice, counter));
  return { counter, invoice, id };
}

describe("two organizations on one deployment", () => {
  it("P10: collect at the same time, and neither sees the other's", async () => {
    const [a, b] = await Promise.all([begin(mine), begin(other)]);
    await Promise.all([a.counter.device({ action: "pay" }), b.counter.device({ action: "pay" })]);
    const recorded = (now: { status: string }) => now.status === "recorded";
    await Promise.all([until(mine, a.counter, a.id, recorded), until(other, b.counter, b.id, recorded)]);
    expect(await a.invoice.now()).toEqual({ status: "paid", balance: 0 });
    expect(await b.invoice.now()).toEqual({ status: "paid", balance: 0 });
    expect((await mine.api("GET", `/collections/${b.id}`)).status).toBe(404);
    expect((await other.api("POST", `/collections/${a.id}/cancel`)).status).toBe(404);
    const listed = await (await mine.api("GET", "/collections")).text();
    expect(listed).toContain(a.id);
    expect(listed).not.toContain(b.id);
  });

  it("P1, P5: one loses its access with money taken; the other goes on; connecting again records it once", async () => {
    const a = await begin(mine);
    await a.counter.device({ action: "pay" });
    const fault = { kind: "status", status: 500, route: "books.record", organization: mine.organizationId, times: 1 };
    await control("POST", "/faults", fault);
    await until(mine, a.counter, a.id, ({ status }) => status === "succeeded");
    await control("POST", "/tokens", { action: "revoke", user_id: "60300000006" });
    const waits = await until(mine, a.counter, a.id, ({ attention }) => attention !== null);
    expect(waits).toMatchObject({ status: "succeeded", attention: "books_access_refused" });

    const b = await begin(other);
    await b.counter.device({ action: "pay" });
    await until(other, b.counter, b.id, ({ status }) => status === "recorded");

    const signedIn = await owner.follow(await owner.get("/sign-in?product=books&return_to=/setup"));
    expect(await signedIn.text()).toContain("no longer accepts this connection");
    expect([...owner.cookies.keys()]).toEqual(["__Host-staff"]);
    await owner.follow(await owner.post("/connect/books", { again: "yes" }));
    const setup = await (await owner.follow(await owner.post("/connect/payments", { account_id: ACCOUNT }))).text();
    expect(setup.match(/>Works</g)).toHaveLength(2);

    const done = await until(mine, a.counter, a.id, ({ status }) => status === "recorded");
    expect(done.attention).toBeNull();
    expect(done.history.filter(({ by }) => by === "reconnect")).toHaveLength(1);
    expect(await mine.received(done.payment_id)).toHaveLength(1);
  });
});
