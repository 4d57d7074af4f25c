import { describe, expect, it } from "vitest";
import { CLIENTS, type ClientName, errorOf, useServer } from "./testing.ts";

describe.each(Object.keys(CLIENTS) as ClientName[])("the auth token of %s", (name) => {
  const server = useServer({ authToken: "right" });
  const ask = (authToken?: string) =>
    CLIENTS[name]({ url: server.url, ...(authToken === undefined ? {} : { authToken }) }).execute("SELECT 1");

  it("opens the door when it is right", async () => {
    expect((await ask("right")).rows.length).toBe(1);
  });

  it.each([["wrong"], ["righ"], [undefined]])("is refused when it is %s", async (token) => {
    expect(await errorOf(ask(token))).toMatchObject({ code: "SERVER_ERROR", message: expect.stringContaining("401") });
  });

  it("is not needed to ask for the version", async () => {
    expect((await fetch(`${server.url}/v3`)).status).toBe(200);
  });
});
