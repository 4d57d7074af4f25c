import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OrganizationId } from "../../collection/ids.ts";
import { findApiKey } from "../../ledger/api-keys.ts";
import { type Ledger, openLedger } from "../../ledger/client.ts";
import { changeCounter, listCounters } from "../../ledger/counters.ts";
import { findGrant } from "../../ledger/grants.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { addMember, listMembers, removeMember } from "../../ledger/people.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { openRefreshToken } from "../../security/refresh-token.ts";
import { connectorSeed, demoSeed } from "../../simulator/index.ts";
import { type RunningSimulator, startSimulator } from "../../simulator/serve.ts";
import { type LibsqlServer, startLibsqlServer } from "../libsql-server/index.ts";
import { migrateLedger } from "../migrate-ledger.ts";
import { parseSeed } from "./seed-file.ts";
import { seedLedger } from "./seed-ledger.ts";

const NOW = Date.UTC(2026, 0, 1);
const encryptionKeys = `k:${randomBytes(32).toString("base64")}`;
const seed = parseSeed(connectorSeed(demoSeed()), "the demo");
const shop = OrganizationId.parse("60012345678");

let database: LibsqlServer;
let simulator: RunningSimulator;
let ledger: Ledger;
beforeEach(async () => {
  database = await startLibsqlServer({ port: 0, file: ":memory:" });
  simulator = await startSimulator({ port: 0 });
  ledger = openLedger({ url: database.url });
  await migrateLedger({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await simulator.close();
  await database.close();
});

const urls = (zoho: string) => ({
  accountsUrl: `${zoho}/accounts`,
  paymentsUrl: `${zoho}/payments`,
  apiUrl: `${zoho}/api`,
});
const seedFrom = (zoho: string, now = NOW) => seedLedger({ ledger, seed, zoho: urls(zoho), encryptionKeys, now });

describe("seeding", () => {
  it("connects every organization, named as Zoho names it, with sealed tokens and hashed keys", async () => {
    expect(await seedFrom(simulator.url)).toEqual([]);
    expect(await findOrganization(ledger, shop)).toMatchObject({
      name: "Charles Electronics",
      timeZone: "Asia/Kolkata",
    });
    expect((await listCounters(ledger, shop)).map(({ terminalId }) => terminalId)).toEqual([
      "TRM001",
      "TRM002",
      "TRM003",
    ]);
    const key = await findApiKey(ledger, await apiKeyHash("cvp_demo_charles_electronics_0001"));
    expect(key?.organizationId).toBe(shop);
    const grant = await findGrant(ledger, shop, "payments");
    expect(grant).toMatchObject({ apiUrl: `${simulator.url}/payments`, keyId: "k" });
    const sealed = { keyId: "k", sealed: grant?.sealedRefreshToken ?? "" };
    const token = await openRefreshToken(await parseKeyRing(encryptionKeys), shop, "payments", sealed);
    expect(token).toBe("1000.refresh-payments-60029876543");
  });

  it("again asks Zoho nothing, renews the grants' addresses and leaves what people changed", async () => {
    await seedFrom(simulator.url);
    const counters = await listCounters(ledger, shop);
    const [counter] = counters;
    if (!counter) throw new Error("no counter");
    await changeCounter(ledger, counter, { name: "Till 1" });
    const asked = simulator.simulator.calls.total;
    expect(await seedFrom("http://127.0.0.1:1", NOW + 1_000)).toEqual([]);
    expect(simulator.simulator.calls.total).toBe(asked);
    expect((await listCounters(ledger, shop)).map(({ name }) => name)).toContain("Till 1");
    expect((await listCounters(ledger, shop)).length).toBe(counters.length);
    expect(await findGrant(ledger, shop, "books")).toMatchObject({ apiUrl: "http://127.0.0.1:1/api" });
    expect((await findOrganization(ledger, shop))?.createdAt).toBe(NOW);
  });

  it("connects one that bills outside Zoho by Zoho Payments alone, and asks Zoho nothing of it", async () => {
    expect(await seedFrom(simulator.url)).toEqual([]);
    const cafe = OrganizationId.parse("99600123456789012345");
    expect(await findOrganization(ledger, cafe)).toMatchObject({ name: "Blue Door Café", product: "external" });
    expect(await findGrant(ledger, cafe, "payments")).toMatchObject({ apiUrl: `${simulator.url}/payments` });
    expect(await findGrant(ledger, cafe, "books")).toBeNull();
    expect(await listMembers(ledger, cafe)).toMatchObject([{ id: "in:60033000001", role: "admin" }]);
    await addMember(ledger, { organizationId: cafe, id: "in:1", name: "B", email: "", role: "admin", addedAt: NOW });
    await removeMember(ledger, cafe, "in:60033000001");
    await seedFrom(simulator.url, NOW + 1_000);
    expect(await listMembers(ledger, cafe)).toMatchObject([{ id: "in:1" }]);
  });

  it("goes on with the id when Zoho does not answer, says so, and asks again the next time", async () => {
    const notes = await seedFrom("http://127.0.0.1:1");
    expect(notes[0]).toContain("60012345678");
    expect(await findOrganization(ledger, shop)).toMatchObject({ name: shop, timeZone: "Asia/Kolkata" });
    await seedFrom(simulator.url);
    expect((await findOrganization(ledger, shop))?.name).toBe("Charles Electronics");
  });
});
