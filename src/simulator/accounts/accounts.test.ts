import { createHash } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { BOOKS_CLIENT, PAYMENTS_CLIENT } from "../seed/build.ts";
import { DEMO_ADMIN, DEMO_BOOKS_ORGANIZATION, DEMO_CASHIER, DEMO_PAYMENTS_ACCOUNT } from "../seed/demo.ts";
import { type Answer, type Bench, bench } from "../testing.ts";

let shop: Bench;
const REDIRECT = "https://collect.test/connect/callback?x=1";

beforeEach(() => {
  shop = bench();
});

function authorizeUrl(change: Record<string, string> = {}, path = "auth"): string {
  const query = new URLSearchParams({
    response_type: "code",
    client_id: BOOKS_CLIENT.id,
    scope: "ZohoBooks.invoices.READ,ZohoBooks.settings.READ",
    redirect_uri: REDIRECT,
    state: "s t",
    access_type: "offline",
    prompt: "consent",
    ...change,
  });
  return `/accounts/oauth/v2/${path}?${query}`;
}

async function decide(url: string, form: Record<string, string>): Promise<URL> {
  const answer = await shop.send("POST", url, { form });
  expect(answer.status).toBe(302);
  return new URL(answer.headers.get("location") ?? "");
}

const exchange = (code: string, extra: Record<string, string> = {}): Promise<Answer> =>
  shop.send("POST", "/accounts/oauth/v2/token", {
    form: {
      grant_type: "authorization_code",
      client_id: BOOKS_CLIENT.id,
      client_secret: BOOKS_CLIENT.secret,
      redirect_uri: REDIRECT,
      code,
      ...extra,
    },
  });

const refresh = (refreshToken = `1000.refresh-books-${DEMO_BOOKS_ORGANIZATION}`): Promise<Answer> =>
  shop.send("POST", "/accounts/oauth/v2/token", {
    form: {
      grant_type: "refresh_token",
      client_id: BOOKS_CLIENT.id,
      client_secret: BOOKS_CLIENT.secret,
      refresh_token: refreshToken,
    },
  });

const invoices = (token: string): Promise<Answer> =>
  shop.send("GET", `/api/books/v3/invoices?organization_id=${DEMO_BOOKS_ORGANIZATION}`, { token });

const accessOf = ({ body }: Answer): string => (body as { access_token: string }).access_token;

describe("consent", () => {
  it("asks, and comes back with a code that works once", async () => {
    const asked = await shop.send("GET", authorizeUrl());
    expect(asked.body).toContain("ZohoBooks.invoices.READ");
    expect(asked.body).toContain("Anita Kumari");
    const back = await decide(authorizeUrl(), { decision: "accept", user_id: DEMO_CASHIER });
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      x: "1",
      state: "s t",
      location: "in",
      "accounts-server": "http://zoho.test/accounts",
    });
    const code = back.searchParams.get("code") ?? "";
    const tokens = await exchange(code);
    expect(tokens.body).toMatchObject({
      access_token: expect.stringMatching(/^1000\./),
      refresh_token: expect.stringMatching(/^1000\./),
      api_domain: "http://zoho.test/api",
      token_type: "Bearer",
      expires_in: 3600,
    });
    const me = await shop.send("GET", `/api/books/v3/users/me?organization_id=${DEMO_BOOKS_ORGANIZATION}`, {
      token: accessOf(tokens),
    });
    expect(me.body).toMatchObject({ user: { user_id: DEMO_CASHIER, name: "Anita Kumari" } });
    expect(await exchange(code)).toMatchObject({ status: 200, body: { error: "invalid_code" } });
  });

  it("comes back with access_denied when rejected", async () => {
    const back = await decide(authorizeUrl(), { decision: "reject" });
    expect(back.searchParams.get("error")).toBe("access_denied");
    expect(back.searchParams.get("state")).toBe("s t");
  });

  it("is answered for a test in one call", async () => {
    const back = await shop.simulator.consent(`http://zoho.test${authorizeUrl()}`, { user_id: DEMO_ADMIN });
    expect((await exchange(new URL(back).searchParams.get("code") ?? "")).body).toHaveProperty("refresh_token");
    const rejected = await shop.simulator.consent(`http://zoho.test${authorizeUrl()}`, {
      user_id: DEMO_ADMIN,
      accept: false,
    });
    expect(rejected).toContain("error=access_denied");
    const broken = `http://zoho.test${authorizeUrl({ client_id: "1000.NOBODY" })}`;
    await expect(shop.simulator.consent(broken, { user_id: DEMO_ADMIN })).rejects.toThrow("400");
  });

  it("gives codes that die after two minutes", async () => {
    const back = await decide(authorizeUrl(), { decision: "accept", user_id: DEMO_ADMIN });
    shop.pass(120_000);
    expect((await exchange(back.searchParams.get("code") ?? "")).body).toEqual({ error: "invalid_code" });
  });

  it("checks PKCE", async () => {
    const verifier = "v".repeat(50);
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const url = authorizeUrl({ code_challenge: challenge, code_challenge_method: "S256" });
    const first = await decide(url, { decision: "accept", user_id: DEMO_ADMIN });
    expect((await exchange(first.searchParams.get("code") ?? "", { code_verifier: "wrong" })).body).toEqual({
      error: "invalid_code",
    });
    const second = await decide(url, { decision: "accept", user_id: DEMO_ADMIN });
    expect((await exchange(second.searchParams.get("code") ?? "", { code_verifier: verifier })).body).toHaveProperty(
      "access_token",
    );
  });

  it("never redirects to where the client is unknown", async () => {
    const answer = await shop.send("GET", authorizeUrl({ client_id: "1000.NOBODY" }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get("location")).toBeNull();
  });

  it("lets only administrators connect a Payments account", async () => {
    const url = authorizeUrl(
      { client_id: PAYMENTS_CLIENT.id, scope: "ZohoPay.payments.READ", soid: `zohopay.${DEMO_PAYMENTS_ACCOUNT}` },
      "org/auth",
    );
    const asked = await shop.send("GET", url);
    expect(asked.body).not.toContain("Anita Kumari");
    const back = await decide(url, { decision: "accept", user_id: DEMO_ADMIN });
    const tokens = await exchange(back.searchParams.get("code") ?? "", {
      client_id: PAYMENTS_CLIENT.id,
      client_secret: PAYMENTS_CLIENT.secret,
    });
    const list = await shop.send("GET", `/payments/api/v1/payments?account_id=${DEMO_PAYMENTS_ACCOUNT}`, {
      token: accessOf(tokens),
    });
    expect(list.status).toBe(200);
  });
});

describe("tokens", () => {
  it("are refused with HTTP 200 and an error for a wrong secret or refresh token", async () => {
    expect(await refresh("1000.wrong")).toMatchObject({ status: 200, body: { error: "invalid_code" } });
    const answer = await shop.send("POST", "/accounts/oauth/v2/token", {
      form: { grant_type: "refresh_token", client_id: BOOKS_CLIENT.id, client_secret: "wrong", refresh_token: "x" },
    });
    expect(answer).toMatchObject({ status: 200, body: { error: "invalid_client_secret" } });
  });

  it("are throttled after ten in ten minutes, and told so with HTTP 200", async () => {
    for (let index = 0; index < 10; index++) expect((await refresh()).body).toHaveProperty("access_token");
    expect(await refresh()).toMatchObject({ status: 200, body: { error: "Access Denied", status: "failure" } });
    shop.pass(600_000);
    expect((await refresh()).body).toHaveProperty("access_token");
  });

  it("live one hour, and at most fifteen at once", async () => {
    const first = accessOf(await refresh());
    for (let index = 0; index < 9; index++) await refresh();
    shop.pass(600_001);
    for (let index = 0; index < 5; index++) await refresh();
    expect((await invoices(first)).status).toBe(200);
    const sixteenth = accessOf(await refresh());
    expect((await invoices(first)).status).toBe(401);
    expect((await invoices(sixteenth)).status).toBe(200);
    shop.pass(3_600_000);
    expect(await invoices(sixteenth)).toMatchObject({ status: 401, body: { code: 57 } });
  });

  it("lose the oldest refresh token at the twenty-first", async () => {
    const access = accessOf(await refresh());
    const wish = { client_id: BOOKS_CLIENT.id, user_id: DEMO_ADMIN, scopes: ["ZohoBooks.invoices.READ"] };
    // The demo starts with two: one for each organization of the administrator.
    for (let index = 0; index < 18; index++) shop.simulator.accounts.grant(wish);
    expect((await invoices(access)).status).toBe(200);
    shop.simulator.accounts.grant(wish);
    expect((await refresh()).body).toEqual({ error: "invalid_code" });
    expect((await invoices(access)).status).toBe(401);
  });

  it("can be expired, revoked and throttled at will", async () => {
    const token = accessOf(await refresh());
    shop.simulator.accounts.expireAccessTokens();
    expect((await invoices(token)).status).toBe(401);
    shop.simulator.accounts.throttle(true);
    expect((await refresh()).body).toMatchObject({ error: "Access Denied" });
    shop.simulator.accounts.throttle(false);
    const renewed = await refresh();
    expect((await invoices(accessOf(renewed))).status).toBe(200);
    const gone = await shop.send("POST", "/accounts/oauth/v2/token/revoke", {
      form: { token: `1000.refresh-books-${DEMO_BOOKS_ORGANIZATION}` },
    });
    expect(gone.status).toBe(200);
    expect((await invoices(accessOf(renewed))).status).toBe(401);
    expect((await refresh()).body).toEqual({ error: "invalid_code" });
  });
});
