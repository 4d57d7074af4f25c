import { addApiKey } from "../../ledger/api-keys.ts";
import type { Ledger } from "../../ledger/client.ts";
import { addCounter, findCounter } from "../../ledger/counters.ts";
import { putGrant } from "../../ledger/grants.ts";
import { findOrganization, type Organization, putOrganization } from "../../ledger/organizations.ts";
import { addMember } from "../../ledger/people.ts";
import { OrganizationSettings } from "../../ledger/settings.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { type KeyRing, parseKeyRing } from "../../security/key-ring.ts";
import { sealRefreshToken } from "../../security/refresh-token.ts";
import type { Seed } from "./seed-file.ts";
import { askZoho, type ZohoFacts } from "./zoho-facts.ts";

export interface ZohoUrls {
  accountsUrl: string;
  paymentsUrl: string;
  apiUrl: string;
}

type SeedOrganization = Seed["organizations"][number];

export interface Seeding {
  ledger: Ledger;
  seed: Seed;
  zoho: ZohoUrls;
  encryptionKeys: string;
  now: number;
}

/**
 * Connects the seed's organizations: adds what the ledger does not have and renews their grants, whose addresses may
 * have changed; counters and keys that are there stay as they are. Returns what a person should know of it.
 */
export async function seedLedger(seeding: Seeding): Promise<string[]> {
  const ring = await parseKeyRing(seeding.encryptionKeys);
  const notes: string[] = [];
  for (const [index, organization] of seeding.seed.organizations.entries()) {
    notes.push(...(await seedOrganization(seeding, ring, organization, seeding.now + index)));
  }
  return notes;
}

async function seedOrganization(
  { ledger, seed, zoho }: Seeding,
  ring: KeyRing,
  organization: SeedOrganization,
  now: number,
): Promise<string[]> {
  const { organization_id: id, product, payments_account_id: paymentsAccountId, refresh_tokens } = organization;
  const notes: string[] = [];

  const known = await findOrganization(ledger, id);
  const facts = await factsOf({ seed, zoho }, organization, known);
  if (facts === null)
    notes.push(`Zoho does not say what organization ${id} is called: its id and Asia/Kolkata are used.`);
  const { name, timeZone } = facts ?? { name: id, timeZone: "Asia/Kolkata" };
  const settings = known?.settings ?? OrganizationSettings.parse({});
  const createdAt = known?.createdAt ?? now;
  await putOrganization(ledger, { id, name, product, paymentsAccountId, timeZone, settings, createdAt });

  for (const [service, token] of tokensOf(refresh_tokens)) {
    const { keyId, sealed } = await sealRefreshToken(ring, id, service, token);
    const apiUrl = service === "books" ? zoho.apiUrl : zoho.paymentsUrl;
    const { accountsUrl } = zoho;
    const grant = { organizationId: id, service, keyId, accountsUrl, apiUrl, createdAt: now };
    await putGrant(ledger, { ...grant, sealedRefreshToken: sealed });
  }

  // Who was removed since stays so.
  const administrators = organization.product === "external" && known === null ? organization.administrators : [];
  for (const administrator of administrators) {
    const member = {
      id: `in:${administrator.zoho_user_id}`,
      name: administrator.name,
      email: "",
      role: "admin",
    } as const;
    await addMember(ledger, { organizationId: id, ...member, addedAt: now });
  }

  const hash = await apiKeyHash(organization.api_key);
  await addApiKey(ledger, { id: `key_${hash.slice(0, 16)}`, organizationId: id, label: "seed", hash, createdAt: now });

  for (const counter of organization.counters) {
    if (await findCounter(ledger, id, counter.id)) continue;
    const { terminal_id: terminalId, ...rest } = counter;
    const row = { organizationId: id, ...rest, terminalId, locationId: null, createdAt: now, retiredAt: null };
    const saved = await addCounter(ledger, row);
    if (saved.kind === "taken") {
      notes.push(`Counter ${counter.id} of organization ${id} was not added: another counter has its ${saved.field}.`);
    }
  }
  return notes;
}

/** What an organization is called: as is known, as the seed says where nobody else can, else as Zoho says. */
async function factsOf(
  { seed, zoho }: Pick<Seeding, "seed" | "zoho">,
  organization: SeedOrganization,
  known: Organization | null,
): Promise<ZohoFacts | null> {
  const { organization_id: id } = organization;
  if (known && known.name !== id) return known;
  if (organization.product === "external") return { name: organization.name, timeZone: "Asia/Kolkata" };
  const { product, refresh_tokens } = organization;
  return askZoho(zoho, seed.clients.books, { id, product, refreshToken: refresh_tokens.books });
}

const tokensOf = ({ books, payments }: { books?: string; payments: string }): ["books" | "payments", string][] => [
  ...(books === undefined ? [] : [["books", books] as ["books", string]]),
  ["payments", payments],
];
