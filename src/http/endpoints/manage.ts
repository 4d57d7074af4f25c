import { isLoopback } from "../../environment.ts";
import {
  addEndpoint,
  changeEndpoint,
  type EndpointRow,
  endpointWords,
  listEndpoints,
  removeEndpoint,
} from "../../ledger/endpoints.ts";
import { noteSetup, type SetupChange } from "../../ledger/setup-events.ts";
import type { EventType } from "../../notifier/event.ts";
import { toBase64, toBase64Url } from "../../security/base64.ts";
import { sealHookSecret } from "../../security/hook-secret.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { readOutboundAddress } from "../../security/outbound-address.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Problem } from "../errors.ts";
import type { Identity } from "../identity.ts";

type Needs = Pick<Dependencies, "ledger" | "settings" | "now" | "randomBytes" | "notifier" | "log">;
type Outcome<T> = { kind: "done"; value: T } | { kind: "refused"; problem: Problem };

/** More would only be forgotten ones. */
const MOST = 10;

export interface EndpointWish {
  url: string;
  description: string;
  events: EventType[] | null;
  acknowledges: boolean;
}

/** Adds an endpoint and makes its secret, which is given out this once. */
export async function createEndpoint(
  deps: Needs,
  identity: Identity,
  wish: EndpointWish,
): Promise<Outcome<{ row: EndpointRow; secret: string }>> {
  const { organizationId } = identity;
  const address = readOutboundAddress(wish.url, isLoopback(deps.settings));
  if (address.kind === "refused") return refuse(notAllowed(address.message));
  const present = await listEndpoints(deps.ledger, organizationId);
  if (present.length >= MOST) {
    const message = `An organization may have ${MOST} endpoints. Remove one that is not needed first.`;
    return refuse({ code: "too_many_endpoints", message });
  }
  const id = `end_${toBase64Url(deps.randomBytes(12))}`;
  const secret = `whsec_${toBase64(deps.randomBytes(24))}`;
  const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
  const { keyId, sealed: sealedSecret } = await sealHookSecret(ring, organizationId, id, secret);
  const state = { createdAt: deps.now(), disabledAt: null, disabledReason: null };
  const row = { ...wish, ...state, id, organizationId, url: address.url.href, keyId, sealedSecret };
  await addEndpoint(deps.ledger, row);
  await note(deps, identity, "endpoint_added", row);
  await tell(deps, organizationId);
  return { kind: "done", value: { row, secret } };
}

/** Changes an endpoint; `disabled: false` sends to it again. */
export async function alterEndpoint(
  deps: Needs,
  identity: Identity,
  id: string,
  wish: Partial<EndpointWish> & { disabled?: boolean | undefined },
): Promise<Outcome<EndpointRow>> {
  const { organizationId } = identity;
  const { url, disabled, ...rest } = wish;
  let change: Parameters<typeof changeEndpoint>[3] = rest;
  const changed = Object.keys(url === undefined ? rest : { address: url, ...rest });
  if (url !== undefined) {
    const address = readOutboundAddress(url, isLoopback(deps.settings));
    if (address.kind === "refused") return refuse(notAllowed(address.message));
    change = { ...change, url: address.url.href };
  }
  if (disabled === true) change = { ...change, disabledAt: deps.now(), disabledReason: "switched off" };
  if (disabled === false) change = { ...change, disabledAt: null, disabledReason: null };
  if (Object.keys(change).length === 0) {
    const same = (await listEndpoints(deps.ledger, organizationId)).find((row) => row.id === id);
    return same ? { kind: "done", value: same } : refuse(UNKNOWN_ENDPOINT);
  }
  const row = await changeEndpoint(deps.ledger, organizationId, id, change);
  if (!row) return refuse(UNKNOWN_ENDPOINT);
  if (changed.length > 0) await note(deps, identity, "endpoint_changed", row, changed);
  if (disabled !== undefined) await note(deps, identity, disabled ? "endpoint_disabled" : "endpoint_enabled", row);
  await tell(deps, organizationId);
  return { kind: "done", value: row };
}

export async function dropEndpoint(deps: Needs, identity: Identity, id: string): Promise<Outcome<EndpointRow>> {
  const { organizationId } = identity;
  const row = await removeEndpoint(deps.ledger, organizationId, id, deps.now());
  if (!row) return refuse(UNKNOWN_ENDPOINT);
  await note(deps, identity, "endpoint_removed", row);
  await tell(deps, organizationId);
  return { kind: "done", value: row };
}

export const UNKNOWN_ENDPOINT: Problem = {
  code: "unknown_endpoint",
  field: "id",
  message: "Your organization has no endpoint with this id. GET /api/v1/endpoints lists them.",
};

const note = (
  { ledger, now }: Needs,
  { organizationId, by }: Identity,
  what: SetupChange,
  endpoint: EndpointRow,
  changed: string[] = [],
): Promise<void> =>
  noteSetup(ledger, { organizationId, at: now(), by, what, detail: [endpointWords(endpoint), ...changed].join(", ") });

/** A notifier that is not told reads the ledger within half a minute all the same. */
async function tell(deps: Needs, organizationId: Identity["organizationId"]): Promise<void> {
  try {
    await deps.notifier(organizationId).endpointsChanged();
  } catch (error) {
    deps.log({ event: "notifier_not_told", reason: error instanceof Error ? error.message : "unknown" });
  }
}

const notAllowed = (message: string): Problem => ({ code: "address_not_allowed", field: "url", message });
const refuse = (problem: Problem): { kind: "refused"; problem: Problem } => ({ kind: "refused", problem });
