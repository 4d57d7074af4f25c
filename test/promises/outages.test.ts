import { expect, test } from "vitest";
import { sweep } from "../../src/sweep.ts";
import type { Weather } from "../world/ledger.ts";
import { Shop } from "../world/shop.ts";

/** A ledger that can be switched off. */
function switchable(): { weather: () => Weather; away: boolean; loseAnswers: boolean } {
  const state = {
    away: false,
    loseAnswers: false,
    weather: (): Weather => async (work) => {
      if (state.away) throw new Error("away");
      const answer = await work();
      if (state.loseAnswers) throw new Error("the answer was lost");
      return answer;
    },
  };
  return state;
}

test("P5 P8: history that the ledger was away for arrives, whole and in order", async () => {
  const ledger = switchable();
  const shop = await Shop.open({ weather: ledger.weather });
  const invoice = shop.books.createInvoice({ total: 900 });
  const view = await shop.collect(invoice.invoice_id);
  await shop.pass(2_000);
  ledger.away = true;
  shop.pay();
  await shop.pass(3_600_000);
  expect((await shop.read(view.id)).status).toBe("recorded");
  expect((await shop.ledger(view.id)).collection.status).toBe("in_progress");
  ledger.away = false;
  await shop.pass(120_000);
  const { collection, history } = await shop.ledger(view.id);
  expect(collection.status).toBe("recorded");
  expect(history.map((line) => line.reason)).toEqual([
    "created",
    "terminal_free",
    "session_created",
    "paid",
    "recorded",
  ]);
  shop.close();
});

test("P5 P7: a ledger that is away starts nothing; one whose answer was lost starts one, whoever asks again", async () => {
  const ledger = switchable();
  const shop = await Shop.open({ weather: ledger.weather });
  const invoice = shop.books.createInvoice({ total: 900 });
  const request = shop.request(invoice.invoice_id);
  ledger.away = true;
  expect(await shop.start(request)).toMatchObject({ kind: "refused", refusal: { reason: "ledger_unavailable" } });
  expect(shop.calls("payments.create")).toHaveLength(0);
  ledger.away = false;
  ledger.loseAnswers = true;
  expect(await shop.start(request)).toMatchObject({ kind: "refused", refusal: { reason: "ledger_unavailable" } });
  ledger.loseAnswers = false;
  const first = await shop.start(request);
  const second = await shop.start(request);
  if (first.kind !== "started" || second.kind !== "started") throw new Error("not started");
  expect(second.view.id).toBe(first.view.id);
  expect(second.repeated).toBe(true);
  expect(shop.calls("payments.create")).toHaveLength(1);
  shop.close();
});

test("P5: a collection the terminal was never told of is started by the sweep, or closed unsent when it is too late", async () => {
  const shop = await Shop.open({ terminals: 2 });
  const deps = shop.world.dependencies();
  const deaf: typeof deps.terminal = (...name) => ({
    ...deps.terminal(...name),
    accept: () => Promise.reject(new Error("the object was reset")),
    remind: () => Promise.reject(new Error("the object was reset")),
  });
  const { startCollection } = await import("../../src/http/collections/start.ts");
  const invoices = [shop.books.createInvoice({ total: 900 }), shop.books.createInvoice({ total: 800 })];
  const started = [];
  for (const [counter, invoice] of invoices.entries()) {
    const request = shop.request(invoice.invoice_id, { counter });
    started.push(await shop.wait(startCollection({ ...deps, terminal: deaf }, request)));
  }
  const ids = started.map((one) => (one.kind === "started" ? one.view.id : ""));
  await shop.pass(70_000);
  await shop.wait(
    sweep({
      ...deps,
      terminal: (organization, terminal) => {
        return terminal === shop.counter(0).terminal_id
          ? deps.terminal(organization, terminal)
          : deaf(organization, terminal);
      },
    }),
  );
  expect((await shop.read(ids[0] ?? "")).status).toBe("in_progress");
  await shop.pass(120_000);
  await shop.wait(sweep(deps));
  await shop.pass(5_000);
  expect((await shop.ledger(ids[1] ?? "")).collection).toMatchObject({
    status: "failed",
    failure: { code: "not_sent" },
  });
  expect(shop.calls("payments.create")).toHaveLength(1);
  shop.close();
});

test("P5: an object that dies at any of its awaits goes on where it was", async () => {
  // Dies at the nth await of the whole story, for every n there is.
  for (let fatal = 1; ; fatal++) {
    let awaits = 0;
    const shop = await Shop.open({ fate: { crash: () => ++awaits === fatal } });
    const invoice = shop.books.createInvoice({ total: 900 });
    const request = shop.request(invoice.invoice_id);
    const started = await shop.start(request);
    expect(started.kind === "started" || started.refusal.reason === "books_unavailable").toBe(true);
    const again = await shop.start(request);
    if (again.kind !== "started") throw new Error(`refused: ${again.refusal.reason}`);
    await shop.pass(30_000);
    const sent = shop.device().fetchPayments().ok;
    const paid = sent ? shop.device().pay() : null;
    await shop.pass(sent ? 120_000 : 360_000);
    const { collection } = await shop.ledger(again.view.id);
    // Dead between the stored intent and the call, it cannot know that nothing left: it looks, and says it does not know.
    expect(`${fatal}: ${collection.status}`).toBe(`${fatal}: ${sent ? "recorded" : "unresolved"}`);
    expect(shop.calls("payments.create")).toHaveLength(sent ? 1 : 0);
    const reference = paid?.ok ? paid.payment_id : "none";
    expect(shop.books.customerPayments({ reference_number: reference })).toHaveLength(sent ? 1 : 0);
    shop.close();
    if (awaits < fatal) {
      expect(fatal).toBeGreaterThan(20);
      return;
    }
  }
}, 60_000);

test("P5: the sweep comes to everybody in turn, however many wait in a queue somewhere", async () => {
  const shop = await Shop.open({ terminals: 2 });
  // One queue is longer than a sweep: nobody pays at the first counter.
  for (let i = 0; i < 230; i++) {
    await shop.collect(shop.books.createInvoice({ total: 900 + i }).invoice_id);
    await shop.pass(750);
  }
  const { id } = await shop.collect(shop.books.createInvoice({ total: 800 }).invoice_id, { counter: 1 });
  shop.pay(1);
  shop.terminal(1).crash();
  shop.terminal(1).loseAlarm();
  for (let minute = 0; minute < 6; minute++) {
    await shop.pass(60_000);
    await shop.wait(sweep(shop.world.dependencies()));
  }
  await shop.pass(10_000);
  expect((await shop.ledger(id)).collection.status).toBe("recorded");
  shop.close();
}, 60_000);

test("P5: a connection that reached the ledger is used, also where its news did not reach the organization's object", async () => {
  const shop = await Shop.open();
  const { refresh_tokens: known } = shop.seed;
  const invoice = shop.books.createInvoice({ total: 900 });
  shop.seed.refresh_tokens = { payments: known.payments };
  const refused = await shop.start(shop.request(invoice.invoice_id));
  expect(refused).toMatchObject({ kind: "refused", refusal: { reason: "books_access_refused" } });
  shop.seed.refresh_tokens = known;
  await shop.pass(60_000);
  expect(await shop.collect(invoice.invoice_id)).toMatchObject({ status: "in_progress" });
  shop.close();
});

test("P1 P5: a payment taken before Zoho was away for three days is recorded after that", async () => {
  const shop = await Shop.open();
  const { id } = await shop.collect(shop.books.createInvoice({ total: 900 }).invoice_id);
  const until = shop.now + 72 * 3_600_000;
  shop.fault({ kind: "status", status: 503, service: "payments", from: shop.now, until });
  const payment = shop.pay();
  await shop.pass(10 * 60_000);
  const word = { action: "resolve", outcome: "not_paid", reason: "the customer says so", reference: null } as const;
  await shop.wish(id, { by: "accountant", ...word });
  await shop.pass(80 * 3_600_000);
  expect(await shop.read(id)).toMatchObject({ status: "recorded", attention: "paid_after_closed" });
  expect(shop.books.customerPayments({ reference_number: payment })).toHaveLength(1);
  shop.close();
});
