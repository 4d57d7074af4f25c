import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connectorSeed, demoSeed } from "../../simulator/index.ts";
import { parseSeed, readSeed } from "./seed-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "seed-"));
});
afterAll(() => rm(folder, { recursive: true }));

const counter = { id: "front", name: "Front", terminal_id: "T1" };
const organization = {
  organization_id: "60012345678",
  product: "books",
  payments_account_id: "60029876543",
  refresh_tokens: { books: "1000.a", payments: "1000.b" },
  api_key: "a-key-of-length",
  counters: [counter],
};
const seed = {
  clients: { books: { id: "1", secret: "s" }, payments: { id: "2", secret: "t" } },
  organizations: [organization],
};
const withOrganization = (change: object) => ({ ...seed, organizations: [{ ...organization, ...change }] });

describe("a seed", () => {
  it("is what the simulator hands out", () => {
    const made = connectorSeed(demoSeed());
    expect(parseSeed(made, "it")).toEqual(made);
  });

  it.each([
    ["clients.payments.secret", { ...seed, clients: { ...seed.clients, payments: { id: "2" } } }],
    ["organizations", { ...seed, organizations: [] }],
    ["organizations[0].organization_id", withOrganization({ organization_id: 60012345678 })],
    ["organizations[0].product", withOrganization({ product: "crm" })],
    ["organizations[0].api_key", withOrganization({ api_key: "short" })],
    ["organizations[0].refresh_tokens.books", withOrganization({ refresh_tokens: { books: " ", payments: "b" } })],
    [
      "organizations[0].counters[1].terminal_id",
      withOrganization({ counters: [counter, { ...counter, id: "b", name: "B" }] }),
    ],
    ["organizations[1].api_key", { ...seed, organizations: [organization, { ...organization, organization_id: "2" }] }],
  ])("with a wrong %s is refused, and the field named", (field, wrong) => {
    expect(() => parseSeed(wrong, "seed.json")).toThrow(`seed.json is not a seed:\n  ${field}: `);
  });

  it("takes an organization that bills outside Zoho: its name, and a token of Zoho Payments alone", () => {
    const { refresh_tokens: _, ...rest } = organization;
    const external = { ...rest, product: "external", name: "Café", refresh_tokens: { payments: "1000.b" } };
    const parsed = parseSeed({ ...seed, organizations: [external] }, "it");
    expect(parsed.organizations).toEqual([{ ...external, administrators: [] }]);
    for (const wrong of [
      { ...external, name: undefined },
      { ...external, administrators: [{ zoho_user_id: "charles", name: "Charles" }] },
      { ...external, product: "books" },
    ]) {
      expect(() => parseSeed({ ...seed, organizations: [wrong] }, "it")).toThrow("organizations[0].");
    }
  });

  it("is read from a file, or the error names the file", async () => {
    const file = join(folder, "seed.json");
    await expect(readSeed(file)).rejects.toThrow(`${file}: there is no such file`);
    await writeFile(file, "{");
    await expect(readSeed(file)).rejects.toThrow(`${file} is not JSON`);
    await writeFile(file, JSON.stringify(seed));
    expect((await readSeed(file)).organizations).toHaveLength(1);
  });
});
