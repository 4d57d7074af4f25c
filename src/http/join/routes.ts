import { Hono } from "hono";
import { findInvitation } from "../../ledger/invitations.ts";
import { apiKeyHash } from "../../security/api-key.ts";
import { JoinPage } from "../../views/join/page.tsx";
import type { AppEnv } from "../context.ts";
import { toZoho } from "../oauth/to-zoho.ts";
import { page } from "../pages/page.ts";
import { fields } from "../setup/fields.ts";
import { ourPagesOnly, unhurried } from "../visitors.ts";

/** Somebody with an invitation to an organization that bills outside Zoho comes in. The code is in no address. */
export const join = new Hono<AppEnv>()
  .get("/join", unhurried, (c) => page(c, JoinPage({ error: null })))
  .post("/join", unhurried, ourPagesOnly, async (c) => {
    const { code = "" } = await fields(c);
    const { ledger, now } = c.get("deps");
    const hash = await apiKeyHash(code);
    const invitation = await findInvitation(ledger, hash, now());
    if (!invitation) return page(c, JoinPage({ error: UNKNOWN }), 422);
    return c.redirect(await toZoho(c, { kind: "join", invitation: hash }), 303);
  });

const UNKNOWN = "This code is unknown, used up or too old. Check that it is whole, or ask for a new one.";
