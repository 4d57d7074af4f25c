import { describe, expect, test } from "vitest";
import { dataCentreOf, dataCentres, homeDataCentre, isApiOf } from "./data-centres.ts";

const LOCAL = {
  ZOHO_ACCOUNTS_URL: "http://127.0.0.1:9400/accounts",
  ZOHO_API_URL: "http://127.0.0.1:9400/api",
  ZOHO_PAYMENTS_URL: "http://127.0.0.1:9400/payments",
};
const ask = (accountsServer?: string, location?: string, settings = {}) =>
  dataCentreOf(settings, { accountsServer, location })?.id ?? null;

describe("P9: the data centre of a redirect", () => {
  test.each([
    ["https://accounts.zoho.in", "in", "in"],
    ["https://accounts.zoho.com", "us", "us"],
    ["https://accounts.zoho.eu", "eu", "eu"],
    ["https://accounts.zoho.com.au", "au", "au"],
    ["https://accounts.zoho.jp", "jp", "jp"],
    ["https://accounts.zohocloud.ca", "ca", "ca"],
    ["https://accounts.zoho.sa", "sa", "sa"],
    ["https://accounts.zoho.uk", "uk", "uk"],
    ["https://accounts.zoho.in/", undefined, "in"],
    [undefined, undefined, "in"],
    [undefined, "in", "in"],
  ])("%s at %s is %s", (server, location, expected) => {
    expect(ask(server, location)).toBe(expected);
  });

  test.each([
    ["https://accounts.zoho.in.evil.example", "in"],
    ["https://evil.example/accounts.zoho.in", "in"],
    ["https://accounts.zoho.in@evil.example", "in"],
    ["http://accounts.zoho.in", "in"],
    ["https://accounts.zoho.in:8443", "in"],
    ["//accounts.zoho.in", "in"],
    ["javascript:alert(1)", "in"],
    ["", "in"],
    ["https://accounts.zoho.in", "us"],
    ["https://accounts.zoho.com.cn", "cn"],
    [undefined, "us"],
  ])("%s at %s is none", (server, location) => {
    expect(ask(server, location)).toBeNull();
  });

  test("is this machine's alone once an address is replaced", () => {
    expect(dataCentres(LOCAL)).toHaveLength(1);
    expect(ask("http://127.0.0.1:9400/accounts", "in", LOCAL)).toBe("in");
    expect(ask("https://accounts.zoho.com", "us", LOCAL)).toBeNull();
    const byItsName = dataCentreOf(LOCAL, { accountsServer: "https://accounts.zoho.in", location: "in" });
    expect(byItsName?.accounts).toBe(LOCAL.ZOHO_ACCOUNTS_URL);
    expect(homeDataCentre(LOCAL)).toMatchObject({ api: LOCAL.ZOHO_API_URL, payments: LOCAL.ZOHO_PAYMENTS_URL });
  });
});

test("P9: a token's api_domain is the data centre's own", () => {
  const [india] = dataCentres({});
  if (!india) throw new Error("no India");
  for (const good of [null, "https://www.zohoapis.in", "https://api.zoho.in"]) expect(isApiOf(india, good)).toBe(true);
  for (const bad of ["https://www.zohoapis.com", "https://evil.example", "", "http://www.zohoapis.in"]) {
    expect(isApiOf(india, bad)).toBe(false);
  }
});

test("terminals are in India only", () => {
  expect(dataCentres({}).filter(({ terminals }) => terminals)).toMatchObject([{ id: "in" }]);
});
