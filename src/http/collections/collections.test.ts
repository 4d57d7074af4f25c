import { beforeEach, describe, expect, test } from "vitest";
import { CollectionId } from "../../collection/ids.ts";
import { ask, collect, problem } from "../testing/ask.ts";
import { awayLedger, OTHER_KEY, openShop, type Shop } from "../testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  for (const id of ["1", "2", "3"]) shop.books.add(id);
});

async function started(body: Record<string, unknown> = {}): Promise<CollectionId> {
  const { id } = (await (await collect(shop, body)).json()) as { id: string };
  return CollectionId.parse(id);
}

const stranger = { Authorization: `Bearer ${OTHER_KEY}` };

describe("reading one", () => {
  test("P8: tells the terminal's truth, with the whole history", async () => {
    const id = await started();
    shop.terminals.happen(id, { type: "cancel_asked", by: "someone" });
    const response = await ask(shop, "GET", `/api/v1/collections/${id}`);
    expect(response.headers.get("cache-control")).toBe("no-store");
    const body = (await response.json()) as { history: { reason: string }[]; cancel_requested: boolean };
    expect(body.cancel_requested).toBe(true);
    expect(body.history.map(({ reason }) => reason)).toEqual([
      "created",
      "terminal_free",
      "session_created",
      "cancel_asked",
    ]);
  });

  test("tells what the ledger has while the terminal does not answer", async () => {
    const id = await started();
    await shop.terminals.tell(shop.ledger);
    shop.terminals.away = true;
    const response = await ask(shop, "GET", `/api/v1/collections/${id}`);
    expect(await response.json()).toMatchObject({ status: "in_progress" });
  });

  test("what is over is told from the ledger alone", async () => {
    const id = await started();
    const failure = { kind: "refused" as const, status: 400, code: "x", message: "no" };
    shop.terminals.happen(id, { type: "answered", call: "create", callNumber: 1, answer: failure });
    await shop.terminals.tell(shop.ledger);
    shop.terminals.held.clear();
    expect(await (await ask(shop, "GET", `/api/v1/collections/${id}`)).json()).toMatchObject({ status: "failed" });
  });

  test("P10: another organization's collection does not exist, nor does a made-up one", async () => {
    const id = await started();
    const answers = await Promise.all([
      ask(shop, "GET", `/api/v1/collections/${id}`, undefined, stranger),
      ask(shop, "GET", "/api/v1/collections/col_0000000000000000000000000"),
      ask(shop, "GET", "/api/v1/collections/nonsense"),
    ]);
    const problems = await Promise.all(answers.map(problem));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(new Set(problems.map((error) => JSON.stringify(error))).size).toBe(1);
  });
});

describe("listing", () => {
  const ids = async (query: string, headers = {}): Promise<string[]> => {
    const response = await ask(shop, "GET", `/api/v1/collections${query}`, undefined, headers);
    expect(response.status).toBe(200);
    return ((await response.json()) as { collections: { id: string }[] }).collections.map(({ id }) => id);
  };

  test("is newest first, filtered, and without the histories", async () => {
    const one = await started();
    shop.clock.now += 1_000;
    const two = await started({ invoice_id: "2", counter_id: "counter-a" });
    shop.clock.now += 1_000;
    const three = await started({ invoice_id: "3" });
    await shop.terminals.tell(shop.ledger);
    expect(await ids("")).toEqual([three, two, one]);
    expect(await ids("?counter_id=counter-a")).toEqual([two]);
    expect(await ids("?invoice_number=INV-1")).toEqual([one]);
    expect(await ids("?invoice_id=3")).toEqual([three]);
    expect(await ids("?status=queued")).toEqual([three]);
    expect(await ids("?from=2026-11-20T09:30:01Z&to=2026-11-20T09:30:02Z")).toEqual([two]);
    expect(await ids("?attention=true")).toEqual([]);
    expect(await ids("?organization_id=60001234567&from=2026-11-21")).toEqual([]);
    const page = (await (await ask(shop, "GET", "/api/v1/collections")).json()) as { collections: object[] };
    expect(page.collections[0]).not.toHaveProperty("history");
  });

  test("goes on by its cursor, and ends", async () => {
    const all = [await started(), await started({ invoice_id: "2" }), await started({ invoice_id: "3" })];
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor ? `?limit=1&cursor=${cursor}` : "?limit=1";
      const response = await ask(shop, "GET", `/api/v1/collections${query}`);
      const page = (await response.json()) as { collections: { id: string }[]; next_cursor: string | null };
      seen.push(...page.collections.map(({ id }) => id));
      cursor = page.next_cursor;
    } while (cursor);
    expect(seen.toSorted()).toEqual(all.toSorted());
  });

  test("P10: shows nothing of another organization", async () => {
    await started();
    expect(await ids("", stranger)).toEqual([]);
    const response = await ask(shop, "GET", "/api/v1/collections?organization_id=60001234567", undefined, stranger);
    expect(response.status).toBe(403);
  });

  test.each([
    ["?status=paid", "status"],
    ["?from=yesterday", "from"],
    ["?cursor=abc", "cursor"],
    ["?limit=0", "limit"],
    ["?limit=1000", "limit"],
    ["?limit=x", "limit"],
    ["?invoicenumber=1", "invoice_number"],
    ["?counter_id=a%20b", "counter_id"],
  ])("%s is refused by name", async (query, field) => {
    const response = await ask(shop, "GET", `/api/v1/collections${query}`);
    expect(response.status).toBe(400);
    expect(await problem(response)).toMatchObject({ field });
  });
});

describe("wishes", () => {
  const post = (id: string, what: string, body?: unknown, headers = {}) =>
    ask(shop, "POST", `/api/v1/collections/${id}/${what}`, body, headers);

  async function unresolved(): Promise<CollectionId> {
    const id = await started();
    const held = shop.terminals.held.get(id);
    if (!held) throw new Error("not held");
    shop.terminals.place({ ...held.collection, status: "unresolved", holdsInvoice: false, task: null }, held.history);
    await shop.terminals.tell(shop.ledger);
    return id;
  }

  test("cancel is final while queued and a wish after that", async () => {
    const sent = await started();
    const queued = await started({ invoice_id: "2" });
    expect(await (await post(queued, "cancel")).json()).toMatchObject({ status: "cancelled" });
    expect(await (await post(sent, "cancel")).json()).toMatchObject({ status: "in_progress", cancel_requested: true });
    const response = await post(queued, "cancel");
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ code: "action_not_possible" });
  });

  test("P8: a resolution needs a reason and keeps it, with who gave it", async () => {
    const id = await unresolved();
    for (const body of [{ outcome: "paid" }, { outcome: "paid", reason: "x" }, { outcome: "maybe", reason: "xyz" }]) {
      expect((await post(id, "resolve", body)).status).toBe(400);
    }
    const response = await post(id, "resolve", { outcome: "not_paid", reason: "Receipt roll shows a decline" });
    const body = (await response.json()) as { status: string; history: { by: string; detail: string }[] };
    expect(body.status).toBe("cancelled");
    expect(body.history.at(-1)).toMatchObject({ by: "API key till", detail: "not paid: Receipt roll shows a decline" });
  });

  test("a terminal that forgot what is unfinished takes it back", async () => {
    const id = await unresolved();
    shop.terminals.held.clear();
    const response = await post(id, "resolve", { outcome: "paid", reason: "Seen in Books", reference: "17" });
    expect(await response.json()).toMatchObject({ status: "recorded", customer_payment_id: "17" });
  });

  test("an unresolved collection is asked about before the invoice is charged again", async () => {
    const id = await unresolved();
    const response = await collect(shop);
    expect(response.status).toBe(409);
    expect(await problem(response)).toMatchObject({ code: "invoice_unresolved", collection_id: id });
    expect((await collect(shop, { acknowledge_unresolved: true })).status).toBe(201);
  });

  test("check and retry-recording answer with the collection or why not", async () => {
    const id = await started();
    expect((await post(id, "check")).status).toBe(200);
    expect((await post(id, "retry-recording")).status).toBe(409);
  });

  test("P10: another organization's wish finds nothing", async () => {
    const id = await started();
    for (const what of ["cancel", "check", "retry-recording"]) {
      expect((await post(id, what, undefined, stranger)).status).toBe(404);
    }
    expect((await post(id, "resolve", { outcome: "paid", reason: "mine now" }, stranger)).status).toBe(404);
  });

  test("an outage of the terminal or the ledger is 503", async () => {
    const id = await started();
    shop.terminals.away = true;
    const response = await post(id, "cancel");
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    shop.state.ledger = awayLedger();
    expect((await post(id, "cancel")).status).toBe(503);
  });
});
