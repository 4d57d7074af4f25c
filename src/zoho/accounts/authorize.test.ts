import { expect, test } from "vitest";
import { authorizeUrl, billingScopes, codeChallenge, missingScopes, organizationAuthorizeUrl } from "./authorize.ts";

const asking = {
  accountsUrl: "https://accounts.zoho.in",
  clientId: "1000.X",
  redirectUri: "https://pos.example/connect/callback",
  state: "s t&",
  codeChallenge: "c",
};

test("Books is asked for offline and with consent, signing in online and without", () => {
  const offline = new URL(authorizeUrl(asking, billingScopes("books"), "offline"));
  expect(offline.origin + offline.pathname).toBe("https://accounts.zoho.in/oauth/v2/auth");
  expect(Object.fromEntries(offline.searchParams)).toMatchObject({
    response_type: "code",
    redirect_uri: asking.redirectUri,
    state: "s t&",
    access_type: "offline",
    prompt: "consent",
    code_challenge_method: "S256",
  });
  expect(offline.searchParams.get("scope")).toContain("ZohoBooks.customerpayments.CREATE,");
  const online = new URL(authorizeUrl(asking, ["ZohoInvoice.settings.READ"], "online"));
  expect([online.searchParams.get("access_type"), online.searchParams.get("prompt")]).toEqual(["online", null]);
});

test("Payments is asked for one account, whatever is in its id", () => {
  const url = new URL(organizationAuthorizeUrl(asking, "1&soid=zohopay.2"));
  expect(url.pathname).toBe("/oauth/v2/org/auth");
  expect(url.searchParams.getAll("soid")).toEqual(["zohopay.1&soid=zohopay.2"]);
});

test("the challenge is RFC 7636's", async () => {
  const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  expect(await codeChallenge(verifier)).toBe("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
});

test.each([
  ["zohobooks.settings.read ZohoBooks.invoices.READ", []],
  ["ZohoBooks.settings.ALL,ZohoBooks.invoices.READ", []],
  ["ZohoBooks.fullaccess.all", []],
  ["ZohoBooks.settings.READ", ["ZohoBooks.invoices.READ"]],
  ["ZohoInvoice.invoices.READ", ["ZohoBooks.settings.READ", "ZohoBooks.invoices.READ"]],
  [null, []],
])("%s lacks %j", (granted, missing) => {
  expect(missingScopes(granted, ["ZohoBooks.settings.READ", "ZohoBooks.invoices.READ"])).toEqual(missing);
});
