import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { OrganizationId } from "../../src/collection/ids.ts";
import { findGrant } from "../../src/ledger/grants.ts";
import { findOrganization, type Organization } from "../../src/ledger/organizations.ts";
import { listMembers, membershipsOf, removeMember } from "../../src/ledger/people.ts";
import { organizations } from "../../src/ledger/schema.ts";
import { recentSetup } from "../../src/ledger/setup-events.ts";
import { DEMO_ADMIN, DEMO_CASHIER, DEMO_SECOND_ACCOUNT, DEMO_THIRD_ACCOUNT } from "../../src/simulator/index.ts";
import { type Office, openOffice } from "./office.ts";
import { Visitor } from "./visitor.ts";

/** Nobody of the seed: a Zoho account that belongs to no organization in Books or Invoice. */
const NAME = "Blue Door Café";
const CHARLES = `in:${DEMO_ADMIN}`;
const ANITA = `in:${DEMO_CASHIER}`;
let office: Office;
let charles: Visitor;
let anita: Visitor;
beforeEach(async () => {
  office = await openOffice();
  charles = new Visitor(office, DEMO_ADMIN);
  anita = new Visitor(office, DEMO_CASHIER);
});

const make = async (who = charles, fields: Record<string, string> = {}, options = {}): Promise<Response> => {
  const form = { name: NAME, account_id: DEMO_THIRD_ACCOUNT, ...fields };
  return who.follow(await who.post("/connect/external", form), options);
};
const all = async (): Promise<Organization[]> => {
  const external = eq(organizations.product, "external");
  const rows = await office.ledger.select({ id: organizations.id }).from(organizations).where(external);
  const found = await Promise.all(rows.map(({ id }) => findOrganization(office.ledger, OrganizationId.parse(id))));
  return found.filter((one) => one !== null);
};
const made = async (): Promise<Organization> => {
  const [organization] = await all();
  if (!organization) throw new Error("no organization");
  return organization;
};
const living = () =>
  office.zoho.accounts.grants().flatMap(({ refresh_token }) => (refresh_token === null ? [] : [refresh_token]));
const setup = async (who = charles): Promise<string> => (await who.get("/setup")).text();
const signIn = async (who: Visitor): Promise<Response> =>
  who.follow(await who.get("/sign-in?product=external&return_to=/setup"));

/** An administrator invites; the code as it is shown. */
async function invite(role: "admin" | "staff", who = charles): Promise<string> {
  const id = /name="id" value="(inv_[^"]+)"/.exec(await setup(who))?.[1] ?? "";
  const shown = await (await who.post("/setup/invitations", { id, label: "Anita", role })).text();
  return /join_[A-Za-z0-9_-]{32}/.exec(shown)?.[0] ?? "";
}
const join = async (who: Visitor, code: string): Promise<Response> => who.follow(await who.post("/join", { code }));

describe("making an organization that bills outside Zoho", () => {
  test("connects Zoho Payments alone, and its maker is its administrator", async () => {
    const page = await make();
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).toContain("Your organization is made, and Zoho Payments is connected.");
    expect(html).toContain(NAME);
    expect(html.match(/>Works</g)).toHaveLength(1);
    const organization = await made();
    expect(organization).toMatchObject({ name: NAME, product: "external", paymentsAccountId: DEMO_THIRD_ACCOUNT });
    expect(await findGrant(office.ledger, organization.id, "books")).toBeNull();
    expect(await listMembers(office.ledger, organization.id)).toMatchObject([
      { id: CHARLES, name: "Charles D'Souza", email: "charles@charleselectronics.example.in", role: "admin" },
    ]);
    expect((await recentSetup(office.ledger, organization.id, 5)).map(({ what }) => what)).toEqual([
      "payments_connected",
      "organization_created",
    ]);
  });

  test("its id is none that Zoho gives, and a valid one", async () => {
    await make();
    const { id } = await made();
    expect(id).toMatch(/^99\d{18}$/);
    expect(BigInt(id)).toBeGreaterThan(2n ** 64n);
  });

  test("asks for who they are, then for the account; of the first nothing is kept", async () => {
    const before = living().length;
    const first = new URL(
      (await charles.post("/connect/external", { name: NAME, account_id: "1" })).headers.get("location") ?? "",
    );
    expect([first.searchParams.get("scope"), first.searchParams.get("access_type")]).toEqual([
      "AaaServer.profile.READ",
      "online",
    ]);
    await make();
    expect(living()).toHaveLength(before + 1);
  });

  test("P7: done twice it is one organization, connected again", async () => {
    await make();
    const [before] = await all();
    const after = living().length;
    expect(await (await make(new Visitor(office, DEMO_ADMIN))).text()).toContain("Zoho Payments is connected.");
    expect((await all()).map(({ id }) => id)).toEqual([before?.id]);
    expect(living()).toHaveLength(after);
    await make(new Visitor(office, DEMO_ADMIN), { name: "The second one" });
    expect(await all()).toHaveLength(2);
  });

  test.each([
    [{ name: " " }, "Give the shop a name."],
    [{ name: "x".repeat(61) }, "At most 60 characters."],
    [{ account_id: "12a" }, "Digits only"],
  ])("P9: %j comes back with what is wrong", async (fields, words) => {
    const page = await make(charles, fields);
    const html = await page.text();
    expect([page.status, html]).toEqual([422, expect.stringContaining(words)]);
    expect(await all()).toEqual([]);
  });

  test("P9: another site's form, a rejected consent and a stranger's account make nothing", async () => {
    const before = living();
    const form = { name: NAME, account_id: DEMO_THIRD_ACCOUNT };
    expect((await charles.post("/connect/external", form, { "Sec-Fetch-Site": "cross-site" })).status).toBe(403);
    expect(await (await make(charles, {}, { accept: false })).text()).toContain("rejected at Zoho");
    // Anita administers no Payments account: Zoho asks her nothing.
    await expect(make(anita)).rejects.toThrow("400");
    expect([await all(), living()]).toEqual([[], before]);
  });

  test("P9: the account that Zoho granted must be the one that was named", async () => {
    const before = living();
    const first =
      (await charles.post("/connect/external", { name: NAME, account_id: "999" })).headers.get("location") ?? "";
    const back = new URL(await office.zoho.consent(first, { user_id: DEMO_ADMIN }));
    const second = await charles.get(back.pathname + back.search);
    const asked = new URL(second.headers.get("location") ?? "");
    asked.searchParams.set("soid", `zohopay.${DEMO_SECOND_ACCOUNT}`);
    const page = await charles.follow(new Response(null, { headers: { location: asked.href } }));
    expect([page.status, await page.text()]).toEqual([403, expect.stringContaining("does not let us in")]);
    expect([await all(), living()]).toEqual([[], before]);
  });

  test("is for the accounts this deployment was made for, when it says so; also later", async () => {
    office = await openOffice({ ALLOWED_ORGANIZATIONS: [DEMO_THIRD_ACCOUNT] });
    charles = new Visitor(office, DEMO_ADMIN);
    const refused = await make(charles, { account_id: DEMO_SECOND_ACCOUNT });
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("ALLOWED_ORGANIZATIONS")]);
    expect(await all()).toEqual([]);
    await make();
    const again = await charles.follow(await charles.post("/connect/payments", { account_id: DEMO_SECOND_ACCOUNT }));
    expect(again.status).toBe(403);
    expect((await made()).paymentsAccountId).toBe(DEMO_THIRD_ACCOUNT);
  });
});

describe("its pages", () => {
  beforeEach(async () => {
    await make();
    await charles.post("/setup/counters", { id: "till", name: "Till", terminal_id: "TRM201" });
  });

  test("never speak of Zoho Books, and have none of its parts", async () => {
    for (const path of ["/setup", "/setup/automation", "/collections", "/setup/button", "/setup/extension"]) {
      const html = await (await charles.get(path)).text();
      expect(html, path).not.toMatch(/Zoho (Books|Invoice)|Deluge|branch|workflow rule/i);
      expect(html, path).not.toMatch(/action="\/(connect\/books|setup\/recording)/);
    }
    expect((await charles.get("/setup/button")).status).toBe(404);
    expect(await setup()).toContain("make an API key for your billing software");
  });

  test("P9: what belongs to Books changes nothing of it", async () => {
    const before = [await made(), living().length];
    for (const path of ["/connect/books", "/connect/books/disconnect", "/setup/recording", "/setup/button"]) {
      await charles.post(path, { again: "yes", product: "books", confirm: "yes", mode_card: "cash" });
    }
    expect([await made(), living().length]).toEqual(before);
  });

  test("its collections are told of, and its Payments account can be disconnected and connected again", async () => {
    const gone = await charles.follow(await charles.post("/connect/payments/disconnect", { confirm: "yes" }));
    expect(await gone.text()).toContain("Not connected");
    await charles.follow(await charles.post("/connect/payments", { account_id: DEMO_THIRD_ACCOUNT }));
    expect((await setup()).match(/>Works</g)).toHaveLength(1);
  });
});

describe("its people", () => {
  beforeEach(async () => {
    await make();
  });

  test("the administrator signs in again by their Zoho account; P10: nobody else does", async () => {
    const later = new Visitor(office, DEMO_ADMIN);
    expect(await (await signIn(later)).text()).toContain(NAME);
    const refused = await signIn(anita);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining("You need an invitation")]);
    expect((await anita.get("/setup")).status).toBe(401);
  });

  test("P10: an organization in Books of one's own opens no other's", async () => {
    const { id } = await made();
    const page = await anita.follow(
      await anita.get(`/sign-in?return_to=${encodeURIComponent(`/collect?organization_id=${id}`)}`),
    );
    expect(page.status).toBe(403);
    expect((await anita.get("/collections")).status).toBe(401);
  });

  test("a second administrator joins by a code that works once, and is noted", async () => {
    expect(await setup()).toContain("There is one administrator.");
    const code = await invite("admin");
    expect(await setup()).not.toContain(code);
    expect(await (await join(anita, code)).text()).toContain("Charles D&#39;Souza");
    expect(await listMembers(office.ledger, (await made()).id)).toMatchObject([
      { id: CHARLES, role: "admin" },
      { id: ANITA, role: "admin" },
    ]);
    expect(await setup()).not.toContain("There is one administrator.");
    expect((await recentSetup(office.ledger, (await made()).id, 2)).map(({ what, by }) => [what, by])).toEqual([
      ["person_joined", "Anita Kumari"],
      ["person_invited", "Charles D'Souza"],
    ]);
    const stranger = new Visitor(office, DEMO_CASHIER);
    expect((await stranger.post("/join", { code })).status).toBe(422);
  });

  test("staff collect and do not set up", async () => {
    await join(anita, await invite("staff"));
    expect((await anita.get("/collections")).status).toBe(200);
    expect((await anita.get("/setup")).status).toBe(403);
    for (const path of ["/setup/invitations", `/setup/people/${CHARLES}/remove`]) {
      expect((await anita.post(path, { label: "x" })).status).toBe(403);
    }
  });

  test("P9: a wrong, old, withdrawn or twice used code lets nobody in, whenever it became so", async () => {
    const nobody = async (code: string) => {
      expect((await join(anita, code)).status).toBe(422);
      expect((await anita.get("/collections")).status).toBe(401);
    };
    await nobody("join_00000000000000000000000000000000");
    const late = await invite("staff");
    office.clock.now += 3 * 24 * 3_600_000;
    await nobody(late);
    await signIn(charles);
    const withdrawn = await invite("staff");
    const id = /invitations\/(inv_[^/]+)\/withdraw/.exec(await setup())?.[1];
    // Under way at Zoho already when it is withdrawn.
    const away = await anita.post("/join", { code: withdrawn });
    await charles.post(`/setup/invitations/${id}/withdraw`);
    const back = await anita.follow(away);
    expect([back.status, await back.text()]).toEqual([403, expect.stringContaining("used up")]);
    expect(await membershipsOf(office.ledger, ANITA, { organizationId: null, limit: 5 })).toEqual([]);
    await nobody(withdrawn);
  });

  test("P5: whenever the ledger is away while somebody joins, they are in or their code still works", async () => {
    const { id } = await made();
    const client = office.ledger.$client;
    const [execute, batch] = [client.execute.bind(client), client.batch.bind(client)];
    let until = Number.POSITIVE_INFINITY;
    const failing = <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
      (async (...args: A) => {
        until -= 1;
        if (until === 0) throw new Error("fetch failed");
        return call(...args);
      }) as never;
    client.execute = failing(execute as never);
    client.batch = failing(batch as never);
    for (let nth = 1, failed = true; failed; nth++) {
      const code = await invite("staff");
      const away = await anita.post("/join", { code });
      until = nth;
      await anita.follow(away);
      failed = until <= 0;
      until = Number.POSITIVE_INFINITY;
      const member = (await listMembers(office.ledger, id)).some((one) => one.id === ANITA);
      expect([nth, member || (await join(anita, code)).status]).toEqual([nth, member || 200]);
      await removeMember(office.ledger, id, ANITA);
    }
  });

  test("P10: who is removed is out at the next request, and so are the codes they gave away", async () => {
    await join(anita, await invite("admin"));
    const code = await invite("admin", anita);
    expect((await anita.get("/setup")).status).toBe(200);
    await charles.post(`/setup/people/${encodeURIComponent(ANITA)}/remove`);
    for (const path of ["/setup", "/collections", "/api/v1/counters"]) expect((await anita.get(path)).status).toBe(401);
    expect((await signIn(anita)).status).toBe(403);
    expect((await join(new Visitor(office, DEMO_CASHIER), code)).status).toBe(422);
    expect((await charles.get("/setup")).status).toBe(200);
  });

  test("the last administrator can neither be removed nor lower themselves", async () => {
    await join(charles, await invite("staff"));
    expect((await charles.get("/setup")).status).toBe(200);
    await join(anita, await invite("staff"));
    await charles.post(`/setup/people/${encodeURIComponent(CHARLES)}/remove`);
    expect(await listMembers(office.ledger, (await made()).id)).toHaveLength(2);
    expect(await setup()).not.toContain("Remove Charles");
  });

  test("P10: another organization's administrator changes nothing here", async () => {
    await join(anita, await invite("staff"));
    const code = await invite("staff");
    const id = /invitations\/(inv_[^/]+)\/withdraw/.exec(await setup())?.[1];
    const { id: first } = await made();
    const other = new Visitor(office, DEMO_ADMIN);
    await make(other, { name: "Another" });
    await other.post(`/setup/people/${encodeURIComponent(ANITA)}/remove`);
    await other.post(`/setup/invitations/${id}/withdraw`);
    expect(await listMembers(office.ledger, first)).toHaveLength(2);
    expect((await join(new Visitor(office, DEMO_CASHIER), code)).status).toBe(200);
  });

  test("with two organizations, the person chooses", async () => {
    await make(new Visitor(office, DEMO_ADMIN), { name: "Red Door" });
    const later = new Visitor(office, DEMO_ADMIN);
    expect(await (await signIn(later)).text()).toContain("Which organization?");
    const { id } = await made();
    expect((await later.follow(await later.post("/sign-in/choose", { organization_id: id }))).status).toBe(200);
  });

  test("everybody can be signed out, but for whoever does it", async () => {
    await join(anita, await invite("staff"));
    office.clock.now += 1;
    const page = await charles.follow(await charles.post("/setup/sign-everyone-out"));
    expect(await page.text()).toContain("Everybody else is signed out.");
    expect((await anita.get("/collections")).status).toBe(401);
    expect((await charles.get("/setup")).status).toBe(200);
  });
});
