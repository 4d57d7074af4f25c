import { type Hook, type HookSettings, type HookSource, putHook } from "../../ledger/hooks.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { sealHookSecret } from "../../security/hook-secret.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Problem } from "../errors.ts";
import type { Identity } from "../identity.ts";

type Needs = Pick<Dependencies, "ledger" | "settings" | "now" | "randomBytes">;

/** Where Zoho's webhooks of an organization are to be sent. */
export const hookAddress = (settings: Dependencies["settings"], source: HookSource, organizationId: string): string =>
  `${settings.PUBLIC_URL}/hooks/${source}/${organizationId}`;

/** Makes a new secret for the Books webhook, in place of the one before; given out this once. */
export async function newBooksSecret(
  deps: Needs,
  { organizationId }: Identity,
  settings: HookSettings | undefined,
): Promise<{ kind: "done"; secret: string } | { kind: "refused"; problem: Problem }> {
  const organization = await findOrganization(deps.ledger, organizationId);
  if (organization?.product === "external") {
    const message = "This organization's invoices are not in Zoho Books, so there is no webhook of Books to take.";
    return { kind: "refused", problem: { code: "billed_elsewhere", message } };
  }
  const secret = alphanumeric(deps.randomBytes(64));
  await keep(deps, organizationId, "books", secret, settings);
  return { kind: "done", secret };
}

/** Keeps the signing key Zoho Payments shows for its webhook. */
export const keepSigningKey = (deps: Needs, { organizationId }: Identity, key: string): Promise<void> =>
  keep(deps, organizationId, "payments", key, undefined);

async function keep(
  deps: Needs,
  organizationId: Hook["organizationId"],
  source: HookSource,
  secret: string,
  settings: HookSettings | undefined,
): Promise<void> {
  const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
  const { keyId, sealed: sealedSecret } = await sealHookSecret(ring, organizationId, source, secret);
  const given = settings === undefined ? {} : { settings };
  await putHook(deps.ledger, { organizationId, source, keyId, sealedSecret, createdAt: deps.now(), ...given });
}

const LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789";

/** Forty letters and digits: Books takes 12 to 50 alphanumeric ones (books.md §4.2). No letter is likelier than another. */
function alphanumeric(bytes: Uint8Array): string {
  const fair = Math.floor(256 / LETTERS.length) * LETTERS.length;
  return [...bytes]
    .filter((byte) => byte < fair)
    .slice(0, 40)
    .map((byte) => LETTERS[byte % LETTERS.length])
    .join("");
}
