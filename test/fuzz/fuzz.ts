import fc from "fast-check";
import { createApp } from "../../src/http/app.ts";
import { collect } from "../../src/http/testing/ask.ts";
import { KEY, ORGANIZATION, openShop } from "../../src/http/testing/shop.ts";
import { noteApiKeyUse } from "../../src/ledger/api-keys.ts";
import { parseKeyRing } from "../../src/security/key-ring.ts";
import { sealSession } from "../../src/security/staff-session.ts";
import { routesOf } from "../walk/routes.ts";
import { allRows } from "../walk/rows.ts";
import { type Api, type BadRequest, badRequests } from "./requests.ts";

export interface FuzzReport {
  requests: number;
  routes: number;
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** What must not happen: an error of ours, no answer, a success, something written. */
  failures: string[];
  slowest: { ms: number; request: string };
}

const NO_ANSWER_AFTER = 5_000;
const CHECK_EVERY = 250;

/** Sends `count` generated bad requests, spread over every route, and says what should not have happened. */
export async function fuzz(count: number, seed: number): Promise<FuzzReport> {
  const shop = await openShop();
  for (const id of ["1", "2", "3"]) shop.books.add(id);
  const { id } = (await (await collect(shop)).json()) as { id: string };
  await shop.terminals.tell(shop.ledger);
  await noteApiKeyUse(shop.ledger, `key-${ORGANIZATION}`, shop.clock.now);
  const app = createApp(shop.deps);
  const ring = await parseKeyRing(shop.deps().settings.ENCRYPTION_KEYS);
  const session = { organizationId: ORGANIZATION, by: "Meera", role: "admin", demo: false } as const;
  const cookie = `staff=${await sealSession(ring, session, shop.clock.now)}`;
  const api = (await (await app.request("/openapi.json")).json()) as Api;
  const routes = routesOf(app);

  const known = (name: string): string => (name === "organization" ? ORGANIZATION : name === "source" ? "books" : id);
  const state = async () => JSON.stringify([await allRows(shop.ledger), [...shop.terminals.held]]);
  const report: FuzzReport = {
    requests: 0,
    routes: routes.length,
    statuses: {},
    failures: [],
    slowest: { ms: 0, request: "" },
  };
  const before = await state();
  const unnoticed: string[] = [];
  const checkState = async () => {
    if ((await state()) !== before)
      report.failures.push(`something was written by one of: ${unnoticed.slice(-20).join(" | ")}`);
    unnoticed.length = 0;
  };

  const each = Math.ceil(count / routes.length);
  for (const [index, route] of routes.entries()) {
    for (const bad of fc.sample(badRequests(route, api, known), { numRuns: each, seed: seed + index })) {
      if (report.requests >= count || report.failures.length >= 20) break;
      const name = `${bad.poison}: ${bad.method} ${bad.path}`.slice(0, 200);
      const began = performance.now();
      const status = await send(app, bad, identity(bad, cookie));
      const ms = performance.now() - began;
      if (ms > report.slowest.ms) report.slowest = { ms, request: name };
      report.requests += 1;
      report.statuses[status] = (report.statuses[status] ?? 0) + 1;
      if (status === 0) report.failures.push(`no answer: ${name}`);
      if (status >= 500) report.failures.push(`${status}: ${name} ${JSON.stringify(bad.body)?.slice(0, 300)}`);
      unnoticed.push(`${status} ${name}`);
      if (unnoticed.length >= CHECK_EVERY) await checkState();
    }
  }
  await checkState();
  return report;
}

/** Bad in one way and otherwise right: who asks is then somebody who might. */
function identity({ poison, path }: BadRequest, cookie: string): Record<string, string> {
  const api = path.startsWith("/api/");
  switch (poison) {
    case "nobody":
      return {};
    case "wrong_key":
      return { Authorization: "Bearer wrong-key-of-nobody" };
    case "forged_cookie":
      return { Cookie: `${cookie.slice(0, -6)}AAAAAA`, "Sec-Fetch-Site": "same-origin" };
    case "cross_site":
      return { Cookie: cookie, "Sec-Fetch-Site": "cross-site", Origin: "https://evil.example" };
    case "bad_body":
    case "unknown_thing":
    case "read":
      return api
        ? { Authorization: `Bearer ${KEY}` }
        : { Cookie: cookie, "Sec-Fetch-Site": "same-origin", Origin: "http://localhost" };
  }
}

/** The status, or 0 when there was no answer in time. */
async function send(app: ReturnType<typeof createApp>, bad: BadRequest, who: Record<string, string>): Promise<number> {
  const { method, path, body } = bad;
  const { Cookie: _cookie, "Sec-Fetch-Site": _site, Origin: _origin, ...kept } = bad.headers;
  const headers = { ...("Cookie" in who || "Authorization" in who ? kept : bad.headers), ...who };
  const answer = Promise.resolve(app.request(path, { method, headers, ...(body === null ? {} : { body }) })).then(
    async (response) => {
      await response.text();
      return response.status;
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<number>((resolve) => {
    timer = setTimeout(() => resolve(0), NO_ANSWER_AFTER);
  });
  try {
    return await Promise.race([answer, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
