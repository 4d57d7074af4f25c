import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/libsql";
import { beforeEach, describe, expect, test } from "vitest";
import { revokeApiKey } from "../ledger/api-keys.ts";
import * as schema from "../ledger/schema.ts";
import { parseKeyRing } from "../security/key-ring.ts";
import { sealSession } from "../security/staff-session.ts";
import { createApp } from "./app.ts";
import { ask, collect, problem } from "./testing/ask.ts";
import { awayLedger, DEMO, DEMO_KEY, KEY, ORGANIZATION, openShop, type Shop } from "./testing/shop.ts";

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  shop.books.add("1");
});

const list = (headers: Record<string, string>, at = shop) => at.app.request("/api/v1/collections", { headers });

async function cookie(at: Shop, over: Partial<Parameters<typeof sealSession>[1]> = {}): Promise<string> {
  const ring = await parseKeyRing(at.deps().settings.ENCRYPTION_KEYS);
  const who = { organizationId: ORGANIZATION, by: "Meera", role: "staff" as const, demo: false, ...over };
  return `staff=${await sealSession(ring, who, at.clock.now)}`;
}

describe("P10: who may ask", () => {
  test("nobody without a key or a session", async () => {
    for (const headers of [{}, { Authorization: "Bearer wrong-key-of-nobody" }, { Authorization: `Basic ${KEY}` }]) {
      const response = await list(headers as Record<string, string>);
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
      expect(await problem(response)).toMatchObject({ code: "not_authenticated" });
    }
  });

  test("not a revoked key", async () => {
    expect((await list({ Authorization: `Bearer ${KEY}` })).status).toBe(200);
    await revokeApiKey(shop.ledger, ORGANIZATION, `key-${ORGANIZATION}`, shop.clock.now);
    expect((await list({ Authorization: `Bearer ${KEY}` })).status).toBe(401);
  });

  test("signed-in staff for twelve hours, whose cookie is as it was sealed", async () => {
    const good = await cookie(shop);
    expect((await list({ Cookie: good })).status).toBe(200);
    expect((await list({ Cookie: `${good.slice(0, -4)}AAAA` })).status).toBe(401);
    expect((await list({ Cookie: good.replace(ORGANIZATION, "60007654321") })).status).toBe(401);
    shop.clock.now += 12 * 3_600_000;
    expect((await list({ Cookie: good })).status).toBe(401);
  });

  test("P9: a cookie changes nothing unless one of our own pages sends it", async () => {
    const send = async (headers: Record<string, string>) =>
      collect(shop, {}, { Authorization: "", Cookie: await cookie(shop), ...headers });
    const strip = async (headers: Record<string, string>) => {
      const body = { organization_id: ORGANIZATION, invoice_id: "1", counter_id: "counter-a", payment_method: "upi" };
      return shop.app.request("/api/v1/collections", {
        method: "POST",
        body: JSON.stringify(body),
        headers: {
          Cookie: await cookie(shop),
          "Content-Type": "application/json",
          "Idempotency-Key": "c",
          ...headers,
        },
      });
    };
    expect((await send({})).status).toBe(401);
    for (const headers of [
      {},
      { Origin: "https://evil.example" },
      { "Sec-Fetch-Site": "cross-site" },
      { "Sec-Fetch-Site": "same-site", Origin: "http://localhost" },
      { "Sec-Fetch-Site": "same-origin", Origin: "https://evil.example" },
    ]) {
      const response = await strip(headers as Record<string, string>);
      expect(response.status).toBe(403);
      expect(await problem(response)).toMatchObject({ code: "cross_site" });
    }
    expect(shop.terminals.held.size).toBe(0);
    expect((await strip({ Origin: "http://localhost" })).status).toBe(201);
  });

  test("staff who are no administrators change no counters", async () => {
    const response = await shop.app.request("/api/v1/counters/counter-a", {
      method: "DELETE",
      headers: { Cookie: await cookie(shop), "Sec-Fetch-Site": "same-origin" },
    });
    expect(response.status).toBe(403);
    expect(await problem(response)).toMatchObject({ code: "admin_only" });
  });
});

describe("the demo's door", () => {
  test("its key opens the first organization on this machine, and nothing elsewhere", async () => {
    const demo = await openShop(DEMO);
    expect((await list({ Authorization: `Bearer ${DEMO_KEY}` }, demo)).status).toBe(200);
    const live = await openShop({ ...DEMO, ZOHO_API_URL: "https://www.zohoapis.in" });
    expect((await list({ Authorization: `Bearer ${DEMO_KEY}` }, live)).status).toBe(401);
    expect((await list({ Authorization: `Bearer ${DEMO_KEY}` })).status).toBe(401);
  });

  test("its key is refused elsewhere even when the ledger knows it", async () => {
    const live = await openShop({ DEMO_API_KEY: KEY });
    expect((await list({ Authorization: `Bearer ${KEY}` }, live)).status).toBe(401);
  });

  test("its sessions count in the demo only", async () => {
    const demo = await openShop(DEMO);
    expect((await list({ Cookie: await cookie(demo, { demo: true }) }, demo)).status).toBe(200);
    expect((await list({ Cookie: await cookie(shop, { demo: true }) })).status).toBe(401);
  });
});

describe("the service itself", () => {
  test("/healthz needs nothing", async () => {
    shop.state.ledger = awayLedger();
    expect(await (await shop.app.request("/healthz")).json()).toEqual({ status: "ok" });
  });

  test("/readyz tells a migrated ledger from an empty, an old and an absent one", async () => {
    const ready = async () => {
      const response = await shop.app.request("/readyz");
      return [response.status, ((await response.json()) as { ledger: string }).ledger];
    };
    expect(await ready()).toEqual([200, "current"]);
    await shop.ledger.run(
      sql`delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)`,
    );
    expect(await ready()).toEqual([503, "migrations_missing"]);
    shop.state.ledger = drizzle({ connection: { url: ":memory:" }, schema });
    expect(await ready()).toEqual([503, "migrations_missing"]);
    shop.state.ledger = awayLedger();
    expect(await ready()).toEqual([503, "unreachable"]);
  });

  test("/openapi.json describes every route with the schemas that validate", async () => {
    const document = (await (await shop.app.request("/openapi.json")).json()) as {
      paths: Record<string, Record<string, { security?: unknown; parameters?: { name: string }[] }>>;
      components: { schemas: Record<string, { required?: string[]; properties?: Record<string, object> }> };
    };
    expect(Object.entries(document.paths).map(([path, methods]) => [path, Object.keys(methods).toSorted()])).toEqual([
      ["/api/v1/collections", ["get", "post"]],
      ["/api/v1/collections/{id}", ["get"]],
      ["/api/v1/collections/{id}/cancel", ["post"]],
      ["/api/v1/collections/{id}/check", ["post"]],
      ["/api/v1/collections/{id}/retry-recording", ["post"]],
      ["/api/v1/collections/{id}/acknowledge", ["post"]],
      ["/api/v1/collections/{id}/resolve", ["post"]],
      ["/api/v1/counters", ["get", "post"]],
      ["/api/v1/counters/{id}", ["patch", "delete"]].map((part) => (Array.isArray(part) ? part.toSorted() : part)),
      ["/api/v1/invoices/{id}", ["get"]],
      ["/api/v1/organization", ["get"]],
      ["/api/v1/endpoints", ["get", "post"]],
      ["/api/v1/endpoints/{id}", ["delete", "patch"]],
      ["/api/v1/endpoints/{id}/test", ["post"]],
      ["/api/v1/endpoints/{id}/deliveries", ["get"]],
      ["/api/v1/endpoints/{id}/deliveries/{delivery}/send-again", ["post"]],
      ["/api/v1/hooks", ["get"]],
      ["/api/v1/hooks/books/secret", ["post"]],
      ["/api/v1/hooks/books", ["patch"]],
      ["/api/v1/hooks/payments", ["put"]],
      ["/api/v1/hooks/{source}", ["delete"]],
      ["/api/v1/hooks/deliveries", ["get"]],
    ]);
    const { NewCollection, Collection, Error: error } = document.components.schemas;
    expect(NewCollection?.required).toEqual(["organization_id", "counter_id", "payment_method"]);
    expect(NewCollection?.properties?.amount).toMatchObject({ type: "string" });
    expect(Object.keys(Collection?.properties ?? {})).toEqual(expect.arrayContaining(["queue_position", "history"]));
    expect(error).toBeDefined();
    const headers = document.paths["/api/v1/collections"]?.post?.parameters?.map(({ name }) => name);
    expect(headers).toContain("Idempotency-Key");
  });

  test("an unknown address and a wrong method are told apart", async () => {
    expect((await ask(shop, "GET", "/api/v1/nothing")).status).toBe(404);
    const response = await ask(shop, "PUT", "/api/v1/collections", {});
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST, GET, HEAD");
    expect(await problem(response)).toMatchObject({ code: "method_not_allowed" });
  });

  test("every answer has strict headers and a request id", async () => {
    const { headers } = await shop.app.request("/healthz", { headers: { "X-Request-Id": "till-7-0042" } });
    expect(headers.get("x-request-id")).toBe("till-7-0042");
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    expect(headers.get("x-frame-options")).toBe("DENY");
  });

  test("our own mistake is a 500 with the request id, logged without what was asked", async () => {
    const app = createApp(() => ({
      ...shop.deps(),
      randomBytes: () => {
        throw new Error("no entropy");
      },
    }));
    const response = await app.request("/api/v1/counters", {
      method: "POST",
      body: JSON.stringify({ name: "Secret name", terminal_id: "T" }),
      headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
    });
    expect(response.status).toBe(500);
    const error = await problem(response);
    expect(error).toMatchObject({ code: "internal_error", request_id: response.headers.get("x-request-id") });
    const lines = JSON.stringify(shop.logged);
    expect(lines).toContain("no entropy");
    expect(lines).not.toContain("Secret name");
    expect(lines).not.toContain(KEY);
  });
});
