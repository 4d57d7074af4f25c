import { beforeEach, describe, expect, test } from "vitest";
import { collect } from "./testing/ask.ts";
import { openShop, type Shop } from "./testing/shop.ts";
import { unverifiedUser } from "./unverified-user.ts";

describe("who the widget says it acts for", () => {
  test.each([
    ["Asha Rao", "Asha Rao (unverified)"],
    [encodeURIComponent("आशा राव"), "आशा राव (unverified)"],
    [encodeURIComponent("Asha\r\n\u202eevil\u0000  Rao"), "Asha evil Rao (unverified)"],
    ["x".repeat(80), `${"x".repeat(60)} (unverified)`],
  ])("%j is %j", (header, by) => expect(unverifiedUser(header)).toBe(by));

  test.each([undefined, "", "%20%20", "%E0%A4%A", "x".repeat(401)])("%j is nobody", (header) => {
    expect(unverifiedUser(header)).toBeNull();
  });
});

describe("P8, P10: the history", () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
    shop.books.add("1");
  });
  const startedBy = async (headers: Record<string, string>): Promise<unknown> => {
    const answer = (await (await collect(shop, {}, headers)).json()) as { history: { by: string }[] };
    return answer.history[0]?.by;
  };

  test("names the user a key acts for, as unverified", async () => {
    expect(await startedBy({ "X-Zoho-User": "Asha%20Rao" })).toBe("Asha Rao (unverified)");
  });

  test("names the key when it says nothing", async () => {
    expect(await startedBy({})).toBe("API key till");
  });
});
