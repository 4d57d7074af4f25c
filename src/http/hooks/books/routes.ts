import { Hono } from "hono";
import { Method } from "../../../collection/collection.ts";
import { OrganizationId } from "../../../collection/ids.ts";
import { type HookDelivery, keepHookDelivery, sameEvent } from "../../../ledger/hook-deliveries.ts";
import { findHook, noteMismatch } from "../../../ledger/hooks.ts";
import { toBase64Url } from "../../../security/base64.ts";
import { openHookSecret } from "../../../security/hook-secret.ts";
import { parseKeyRing } from "../../../security/key-ring.ts";
import { booksSigned, verifyBooks } from "../../../security/zoho-signature.ts";
import type { AppContext, AppEnv } from "../../context.ts";
import { refuse } from "../../refuse.ts";
import { type BooksRequest, type Conclusion, carryOut } from "./carry-out.ts";
import { readBooksPayload } from "./payload.ts";

const DAY = 24 * 3_600_000;
/** Exact repeats are known for as long as deliveries are kept. */
const KNOWN_FOR = 30 * DAY;
/** How long Zoho waits for the outcome; after that it is told that the delivery is kept. */
const PATIENCE = 800;
/** When a kept delivery that nobody finished is taken up again. */
const TAKEN_UP_AFTER = 30_000;

/** `POST /hooks/books/{organization_id}`: a workflow rule of Zoho Books or Zoho Invoice sends an invoice to a counter. */
export const booksHook = new Hono<AppEnv>()
  .get("/hooks/books/:organization", (c) => c.json({ ready: true }, 200))
  .post("/hooks/books/:organization", async (c) => {
    const deps = c.get("deps");
    const organizationId = OrganizationId.safeParse(c.req.param("organization")).data;
    const hook = organizationId && (await findHook(deps.ledger, organizationId, "books"));
    const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
    const sealed = hook && { keyId: hook.keyId, sealed: hook.sealedSecret };
    const secret = hook && sealed ? await openHookSecret(ring, hook.organizationId, "books", sealed) : null;
    const query = new URL(c.req.url).searchParams;
    const contentType = c.req.header("Content-Type") ?? "";
    const body = new Uint8Array(await c.req.arrayBuffer());
    const signed = booksSigned(query, contentType, body);
    if (!hook || !secret || !(await verifyBooks(secret, signed, c.req.header("X-Zoho-Webhook-Signature")))) {
      if (hook) await noteMismatch(deps.ledger, hook, deps.now());
      return refuse(c, MISMATCH);
    }
    const payload = readBooksPayload(query, contentType, body);
    if (!payload) return refuse(c, { code: "malformed_hook", message: "No invoice_id was found in this delivery." });
    if (payload.organizationId !== null && payload.organizationId !== hook.organizationId) {
      return refuse(c, { code: "forbidden_organization", message: "This delivery is of another organization." });
    }
    const eventId = await sha256(signed);
    const known = await sameEvent(deps.ledger, hook.organizationId, "books", eventId, deps.now() - KNOWN_FOR);
    const first = known.find(({ outcome }) => outcome === "started" || outcome === "repeated" || outcome === "waiting");
    if (first) return tell(c, first.id, first.outcome === "started" ? { ...first, outcome: "repeated" } : first);

    const request: BooksRequest = {
      invoiceId: payload.invoiceId,
      counter: query.get("counter_id") ?? query.get("counter"),
      method: Method.safeParse(query.get("payment_method")).data ?? null,
    };
    const delivery: HookDelivery = {
      id: `hkd_${toBase64Url(deps.randomBytes(12))}`,
      organizationId: hook.organizationId,
      source: "books",
      receivedAt: deps.now(),
      eventId,
      subject: `invoice ${payload.invoiceId}`,
      outcome: "waiting",
      code: null,
      message: "",
      collectionId: null,
      request: JSON.stringify(request),
      retryAt: deps.now() + TAKEN_UP_AFTER,
      tries: 0,
    };
    await keepHookDelivery(deps.ledger, delivery);
    const work = carryOut(deps, delivery).catch((error: unknown) => {
      // It is kept; the sweep takes it up.
      deps.log({
        event: "hook_put_off",
        delivery: delivery.id,
        reason: error instanceof Error ? error.name : "unknown",
      });
      return delivery;
    });
    deps.later(work);
    return tell(c, delivery.id, await Promise.race([work, deps.wait(PATIENCE).then(() => delivery)]));
  });

const MISMATCH = {
  code: "signature_mismatch",
  message:
    "The signature is not of this delivery and the secret we know, or no webhook is set up here. Nothing was changed. Copy the secret from the set-up page again.",
} as const;

function tell(c: AppContext, deliveryId: string, { outcome, code, message, collectionId }: Conclusion): Response {
  const error = code === null ? {} : { error: { code, message } };
  const body = { delivery_id: deliveryId, outcome, collection_id: collectionId, ...error };
  return c.json(body, outcome === "waiting" ? 202 : 200);
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
