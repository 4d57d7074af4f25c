import { Hono } from "hono";
import { z } from "zod";
import { InvoiceId, OrganizationId } from "../../collection/ids.ts";
import { ElsewherePage, ProblemPage, SignInPage, UnknownOrganizationPage } from "../../views/problem-pages.tsx";
import type { InvoiceRef } from "../collections/invoice.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { CROSS_SITE, fromOurPages, type Identity } from "../identity.ts";
import { page } from "../pages/page.ts";
import { type SignedIn, signedIn, signInAddress } from "../pages/sign-in.ts";
import { collectForm } from "./form.ts";
import { send } from "./send.ts";

const Query = z.object({
  organization_id: OrganizationId.optional(),
  invoice_id: InvoiceId.optional(),
  invoice_number: z.string().trim().min(1).max(100).optional(),
});

/** `/collect`, the page behind the button in Books, and where its form goes. */
export const collect = new Hono<AppEnv>()
  .get("/collect", async (c) => {
    if (Object.values(c.req.query()).some(isPlaceholder)) {
      return page(c, ProblemPage({ status: 400, message: NOT_FILLED_IN }), 400);
    }
    const query = Query.safeParse(c.req.query());
    const ref = query.success ? invoiceOf(query.data) : null;
    if (!query.success || !ref) return page(c, ProblemPage({ status: 400, message: INCOMPLETE }), 400);
    const who = await signedIn(c, query.data.organization_id ?? null);
    return who.kind === "in" ? collectForm(c, who.organization, ref) : closed(c, who);
  })
  .post("/collect", async (c) => {
    if (!fromOurPages(c)) return page(c, ProblemPage({ status: 403, message: CROSS_SITE.message }), 403);
    const body = await c.req.parseBody();
    const asked = OrganizationId.safeParse(body.organization_id);
    const who = await signedIn(c, asked.success ? asked.data : null);
    return who.kind === "in" ? send(c, who, body) : closed(c, who);
  });

/** The page for somebody who may not see what the address shows. */
export function closed(c: AppContext, who: Exclude<SignedIn, { kind: "in"; identity: Identity }>): Promise<Response> {
  const signIn = signInAddress(addressOf(c));
  switch (who.kind) {
    case "out":
      return page(c, SignInPage({ signIn }), 401);
    case "elsewhere":
      return page(c, ElsewherePage({ signIn }), 403);
    case "unknown_organization":
      return page(c, UnknownOrganizationPage(), 404);
    case "too_often":
      c.header("Retry-After", String(who.retryAfter));
      return page(c, ProblemPage({ status: 429, message: who.message }), 429);
  }
}

/** The page a person is at: of a form that was sent, the page it was on. */
function addressOf(c: AppContext): string {
  const here = new URL(c.req.url);
  const from = c.req.header("Referer");
  const at = c.req.method !== "GET" && from && URL.canParse(from) ? new URL(from) : here;
  return at.origin === here.origin ? at.pathname + at.search : here.pathname;
}

function invoiceOf({ invoice_id: id, invoice_number: number }: z.infer<typeof Query>): InvoiceRef | null {
  if (id !== undefined) return { id };
  return number === undefined ? null : { number };
}

/** `${INVOICE.INVOICE_ID}` as it stands: typed by hand, or written another way than Zoho does. */
const isPlaceholder = (value: string): boolean => /^\$?\{.*\}$/.test(value.trim());

const NOT_FILLED_IN =
  "Zoho did not put the invoice into this address. Edit the button in Zoho, delete what follows invoice_id= and insert the placeholder Invoice ID with the picker.";

const INCOMPLETE =
  "This address needs organization_id and invoice_id (or invoice_number). Open the invoice in Zoho and press Collect via POS.";
