import {
  changeHookSettings,
  findHook,
  HookSettings,
  type HookSource,
  putHook,
  removeHook,
} from "../../ledger/hooks.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { noteSetup, type SetupChange } from "../../ledger/setup-events.ts";
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
  identity: Identity,
): Promise<{ kind: "done"; secret: string } | { kind: "refused"; problem: Problem }> {
  const organization = await findOrganization(deps.ledger, identity.organizationId);
  if (organization?.product === "external") {
    const message = "This organization's invoices are not in Zoho, so no workflow rule of Zoho can send any.";
    return { kind: "refused", problem: { code: "billed_elsewhere", message } };
  }
  const secret = alphanumeric(deps.randomBytes(64));
  await keep(deps, identity, "books", secret);
  await note(deps, identity, "books_hook_secret_made");
  return { kind: "done", secret };
}

/** Keeps the signing key Zoho Payments shows for its webhook. */
export async function keepSigningKey(deps: Needs, identity: Identity, key: string): Promise<void> {
  await keep(deps, identity, "payments", key);
  await note(deps, identity, "payments_hook_key_given");
}

/** Changes how the Books webhook is carried out; what is not given stays. False when it was never set up. */
export async function changeBooksRules(
  deps: Needs,
  identity: Identity,
  given: Partial<HookSettings>,
): Promise<boolean> {
  const { organizationId } = identity;
  const hook = await findHook(deps.ledger, organizationId, "books");
  if (!hook) return false;
  const settings = HookSettings.parse({ ...hook.settings, ...given });
  if (!(await changeHookSettings(deps.ledger, organizationId, "books", settings))) return false;
  const { default_counter_id: counter, counter_field: field, payment_method: method } = settings;
  const words = `counter from ${field}, else ${counter ?? "none"}; ${method}`;
  if (JSON.stringify(settings) !== JSON.stringify(hook.settings))
    await note(deps, identity, "books_hook_changed", words);
  return true;
}

/** From now on nothing of this source is taken. */
export async function dropHook(deps: Needs, identity: Identity, source: HookSource): Promise<void> {
  if (await removeHook(deps.ledger, identity.organizationId, source))
    await note(deps, identity, `${source}_hook_removed`);
}

async function keep(deps: Needs, { organizationId }: Identity, source: HookSource, secret: string): Promise<void> {
  const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
  const { keyId, sealed: sealedSecret } = await sealHookSecret(ring, organizationId, source, secret);
  await putHook(deps.ledger, { organizationId, source, keyId, sealedSecret, createdAt: deps.now() });
}

const note = (
  { ledger, now }: Needs,
  { organizationId, by }: Identity,
  what: SetupChange,
  detail = "",
): Promise<void> => noteSetup(ledger, { organizationId, at: now(), by, what, detail });

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
