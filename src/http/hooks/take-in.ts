import { type HookDelivery, keepHookDelivery, sameEvent } from "../../ledger/hook-deliveries.ts";
import { toBase64Url } from "../../security/base64.ts";
import type { AppContext } from "../context.ts";
import { carryOut } from "./carry-out.ts";
import type { Conclusion } from "./conclusion.ts";

/** How long Zoho waits for the outcome; after that it is told that the delivery is kept. */
const PATIENCE = 800;
/** When a kept delivery that nobody finished is taken up again. */
const TAKEN_UP_AFTER = 30_000;

/** A delivery that was verified and read. `request` is what is needed to carry it out, now or later. */
export type Verified = Pick<HookDelivery, "organizationId" | "source" | "eventId" | "subject"> & { request: object };

/**
 * Keeps a delivery, then carries it out, and answers within a second of its being kept: with the outcome, or that it
 * is still to come. From then on it is ours to finish, whatever dies or is away.
 */
export async function takeIn(c: AppContext, verified: Verified): Promise<Response> {
  const deps = c.get("deps");
  const { organizationId, source, eventId } = verified;
  const delivery: HookDelivery = {
    ...verified,
    id: `hkd_${toBase64Url(deps.randomBytes(12))}`,
    receivedAt: deps.now(),
    outcome: "waiting",
    code: null,
    message: "",
    collectionId: null,
    request: JSON.stringify(verified.request),
    retryAt: deps.now() + TAKEN_UP_AFTER,
    tries: 0,
  };
  if (!(await keepHookDelivery(deps.ledger, delivery))) {
    const [first] = await sameEvent(deps.ledger, organizationId, source, eventId, 0);
    return tellAgain(c, first ?? delivery);
  }
  const work = carryOut(deps, delivery).catch((error: unknown) => {
    // It is kept; the cron takes it up.
    const reason = error instanceof Error ? error.name : "unknown";
    deps.log({ event: "hook_put_off", delivery: delivery.id, reason });
    return delivery;
  });
  deps.later(work);
  return tell(c, delivery.id, await Promise.race([work, deps.wait(PATIENCE).then(() => delivery)]));
}

/** The answer to a delivery that came before: what came of the first. */
export const tellAgain = (c: AppContext, first: HookDelivery): Response =>
  tell(c, first.id, { ...first, outcome: first.outcome === "waiting" ? "waiting" : "repeated" });

function tell(c: AppContext, deliveryId: string, { outcome, code, message, collectionId }: Conclusion): Response {
  const error = code === null ? {} : { error: { code, message } };
  const body = { delivery_id: deliveryId, outcome, collection_id: collectionId, ...error };
  return c.json(body, outcome === "waiting" ? 202 : 200);
}
