import { Hono } from "hono";
import { Method } from "../../../collection/collection.ts";
import { OrganizationId } from "../../../collection/ids.ts";
import { sameEvent } from "../../../ledger/hook-deliveries.ts";
import { findHook, noteMismatch } from "../../../ledger/hooks.ts";
import { openHookSecret } from "../../../security/hook-secret.ts";
import { parseKeyRing } from "../../../security/key-ring.ts";
import { booksSigned, verifyBooks } from "../../../security/zoho-signature.ts";
import type { AppEnv } from "../../context.ts";
import { refuse } from "../../refuse.ts";
import { takeIn, tellAgain } from "../take-in.ts";
import { unhurriedSender } from "../unhurried-sender.ts";
import type { BooksRequest } from "./carry-out.ts";
import { readBooksPayload } from "./payload.ts";

const DAY = 24 * 3_600_000;
/** Exact repeats are known for as long as deliveries are kept. */
const KNOWN_FOR = 30 * DAY;

/** `POST /hooks/books/{organization_id}`: a workflow rule of Zoho Books or Zoho Invoice sends an invoice to a counter. */
export const booksHook = new Hono<AppEnv>()
  .get("/hooks/books/:organization", (c) => c.json({ ready: true }, 200))
  .post("/hooks/books/:organization", unhurriedSender("books"), async (c) => {
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
    if (first) return tellAgain(c, first);

    const request: BooksRequest = {
      invoiceId: payload.invoiceId,
      counter: query.get("counter_id") ?? query.get("counter"),
      method: Method.safeParse(query.get("payment_method")).data ?? null,
    };
    const subject = `invoice ${payload.invoiceId}`;
    return takeIn(c, { organizationId: hook.organizationId, source: "books", eventId, subject, request });
  });

const MISMATCH = {
  code: "signature_mismatch",
  message:
    "The signature is not of this delivery and the secret we know, or no webhook is set up here. Nothing was changed. Copy the secret from the set-up page again.",
} as const;

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
