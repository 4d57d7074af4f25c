import { Hono } from "hono";
import { OrganizationId } from "../../../collection/ids.ts";
import { sameEvent } from "../../../ledger/hook-deliveries.ts";
import { findHook, noteMismatch } from "../../../ledger/hooks.ts";
import { findOrganization } from "../../../ledger/organizations.ts";
import { openHookSecret } from "../../../security/hook-secret.ts";
import { parseKeyRing } from "../../../security/key-ring.ts";
import { readPaymentsSignature, verifyPayments } from "../../../security/zoho-signature.ts";
import type { AppEnv } from "../../context.ts";
import { refuse } from "../../refuse.ts";
import { takeIn, tellAgain } from "../take-in.ts";
import { unhurriedSender } from "../unhurried-sender.ts";
import { readPaymentsEvent } from "./payload.ts";

/** Zoho delivers for two days; an event id is known for a day longer. */
const KNOWN_FOR = 3 * 24 * 3_600_000;
/** Every try is signed anew: what was signed longer ago, or is from the future, is a replay or a wrong clock. */
const WINDOW = 10 * 60_000;

/** `POST /hooks/payments/{organization_id}`: Zoho Payments tells of payments and refunds. */
export const paymentsHook = new Hono<AppEnv>()
  .get("/hooks/payments/:organization", (c) => c.json({ ready: true }, 200))
  .post("/hooks/payments/:organization", unhurriedSender("payments"), async (c) => {
    const deps = c.get("deps");
    const { ledger } = deps;
    const organizationId = OrganizationId.safeParse(c.req.param("organization")).data;
    const hook = organizationId && (await findHook(ledger, organizationId, "payments"));
    // Zoho gives the signing key only after this address has answered it once.
    if (!hook) return c.json({ outcome: "ignored", message: "Give us the signing key on the set-up page." }, 200);
    const body = new Uint8Array(await c.req.arrayBuffer());
    const ring = await parseKeyRing(deps.settings.ENCRYPTION_KEYS);
    const sealed = { keyId: hook.keyId, sealed: hook.sealedSecret };
    const key = await openHookSecret(ring, hook.organizationId, "payments", sealed);
    const signature = readPaymentsSignature(c.req.header("X-Zoho-Webhook-Signature"));
    if (key === null || !signature || !(await verifyPayments(key, signature, body))) {
      await noteMismatch(ledger, hook, deps.now());
      return refuse(c, MISMATCH);
    }
    if (Math.abs(deps.now() - signature.at) > WINDOW) return refuse(c, LATE);
    const event = readPaymentsEvent(new TextDecoder().decode(body));
    if (!event) return refuse(c, { code: "malformed_hook", message: "This is not an event of Zoho Payments." });
    const organization = await findOrganization(ledger, hook.organizationId);
    if (organization?.paymentsAccountId !== event.accountId) {
      return refuse(c, { code: "forbidden_organization", message: "This event is of another Payments account." });
    }

    const since = deps.now() - KNOWN_FOR;
    const { eventId, accountId: _, ...request } = event;
    const [known] = await sameEvent(ledger, hook.organizationId, "payments", eventId, since);
    if (known) return tellAgain(c, known);
    return takeIn(c, {
      organizationId: hook.organizationId,
      source: "payments",
      eventId,
      subject: event.type,
      request,
    });
  });

const MISMATCH = {
  code: "signature_mismatch",
  message:
    "The signature is not of this delivery and the signing key we know. Nothing was changed. Copy the key of this webhook from Zoho Payments again.",
} as const;

const LATE = {
  code: "signature_late",
  message: "This delivery was signed more than ten minutes ago, or ahead of our clock. Nothing was changed.",
} as const;
