import { OrganizationId } from "../../src/collection/ids.ts";
import { addEndpoint } from "../../src/ledger/endpoints.ts";
import type { HookSettings } from "../../src/ledger/hooks.ts";
import { putHook } from "../../src/ledger/hooks.ts";
import type { EventType } from "../../src/notifier/event.ts";
import { sealHookSecret } from "../../src/security/hook-secret.ts";
import { parseKeyRing } from "../../src/security/key-ring.ts";
import type { WebhookWish } from "../../src/simulator/index.ts";
import { holdCrypto } from "./held.ts";
import { SETTINGS } from "./settings.ts";
import type { World } from "./world.ts";

export const BOOKS_SECRET = "workflowSecretOfTheShop2026";
export const SIGNING_KEY = "signing-key-of-zoho-payments";

export const hookAddress = (source: "books" | "payments", organization: string): string =>
  `${SETTINGS.PUBLIC_URL}/hooks/${source}/${organization}`;

/** Sets both webhooks of an organization up on our side. */
export async function takeHooks(
  { ledger, clock }: Pick<World, "ledger" | "clock">,
  organization: string,
  settings?: HookSettings,
): Promise<void> {
  holdCrypto();
  const organizationId = OrganizationId.parse(organization);
  const ring = await parseKeyRing(SETTINGS.ENCRYPTION_KEYS);
  for (const [source, secret] of [
    ["books", BOOKS_SECRET],
    ["payments", SIGNING_KEY],
  ] as const) {
    const { keyId, sealed: sealedSecret } = await sealHookSecret(ring, organizationId, source, secret);
    const given = settings && source === "books" ? { settings } : {};
    await putHook(ledger.calm, { organizationId, source, keyId, sealedSecret, createdAt: clock.now(), ...given });
  }
}

/** Sets a workflow rule with a webhook up in the simulated Books. */
export function sendFromBooks(
  world: World,
  organization: string,
  wish: Partial<Extract<WebhookWish, { source: "books" }>> & { query?: string } = {},
): void {
  const { query = "", ...rest } = wish;
  const address = hookAddress("books", organization) + query;
  world.zoho.webhooks.add({ source: "books", organization_id: organization, address, secret: BOOKS_SECRET, ...rest });
}

/** Sets the webhook up in the simulated Zoho Payments. */
export function sendFromPayments(
  world: World,
  { organization_id, payments_account_id }: { organization_id: string; payments_account_id: string },
  weather: Extract<WebhookWish, { source: "payments" }>["weather"] = {},
): void {
  const address = hookAddress("payments", organization_id);
  world.zoho.webhooks.add({
    source: "payments",
    account_id: payments_account_id,
    address,
    signing_key: SIGNING_KEY,
    weather,
  });
}

export const ENDPOINT_SECRET = `whsec_${btoa("0123456789abcdef01234567")}`;

/** Adds an endpoint of the organization; what stands behind its address is the world's `receiver`. */
export async function tellEndpoint(
  world: World,
  organization: string,
  endpoint: { id: string; url?: string; events?: EventType[] | null },
): Promise<void> {
  holdCrypto();
  const organizationId = OrganizationId.parse(organization);
  const ring = await parseKeyRing(SETTINGS.ENCRYPTION_KEYS);
  const { id, url = `https://${id}.example.com/events`, events = null } = endpoint;
  const { keyId, sealed: sealedSecret } = await sealHookSecret(ring, organizationId, id, ENDPOINT_SECRET);
  const state = { createdAt: world.clock.now(), disabledAt: null, disabledReason: null };
  const row = { id, organizationId, url, description: "", events, acknowledges: true, keyId, sealedSecret, ...state };
  await addEndpoint(world.ledger.calm, row);
  // As our routes do: a notifier that was not told reads the ledger soon by itself.
  await world
    .notifier(organizationId)
    .call((notifier) => notifier.endpointsChanged())
    .catch(() => {});
}
