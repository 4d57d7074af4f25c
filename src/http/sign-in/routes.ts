import { Hono } from "hono";
import { OrganizationId } from "../../collection/ids.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { ChooseOrganizationPage, ChooseProductPage } from "../../views/sign-in/pages.tsx";
import type { AppContext, AppEnv } from "../context.ts";
import { stopSession } from "../identity.ts";
import { knownPath } from "../local-path.ts";
import { SignInProduct } from "../oauth/attempts.ts";
import { connectProblem } from "../oauth/problem.ts";
import { toZoho } from "../oauth/to-zoho.ts";
import { page } from "../pages/page.ts";
import { dropSealed, readSealed } from "../sealed-cookie.ts";
import { ourPagesOnly, unhurried } from "../visitors.ts";
import { CHOICE, enter } from "./arrive.ts";

/** Staff come in by their Zoho account, and leave again. */
export const signIn = new Hono<AppEnv>()
  .get("/sign-in", unhurried, async (c) => {
    const returnTo = knownPath(c.req.query("return_to"));
    const organizationId = organizationIn(returnTo);
    const product = await productOf(c, organizationId);
    if (!product) return page(c, ChooseProductPage({ returnTo, left: c.req.query("left") !== undefined }));
    return c.redirect(await toZoho(c, { kind: "sign_in", product, organizationId, returnTo }), 302);
  })
  .get("/sign-in/choose", async (c) => {
    const choice = await readSealed(c, CHOICE);
    if (!choice) return connectProblem(c, { reason: "choice_expired" }, null);
    return page(c, ChooseOrganizationPage({ organizations: choice.entries, action: "/sign-in/choose" }));
  })
  .post("/sign-in/choose", unhurried, ourPagesOnly, async (c) => {
    const choice = await readSealed(c, CHOICE);
    const { organization_id: chosen } = await c.req.parseBody();
    const entry = choice?.entries.find(({ id }) => id === chosen);
    if (!choice || !entry) return connectProblem(c, { reason: "choice_expired" }, null);
    dropSealed(c, CHOICE);
    return enter(c, entry, choice.returnTo);
  })
  .post("/sign-out", unhurried, ourPagesOnly, async (c) => {
    await stopSession(c);
    c.header("Clear-Site-Data", '"cache"');
    return c.redirect("/sign-in?left", 303);
  });

/** The organization whose page somebody came for. */
function organizationIn(path: string): OrganizationId | null {
  const asked = new URL(path, "https://here.invalid").searchParams.get("organization_id");
  return OrganizationId.safeParse(asked ?? undefined).data ?? null;
}

/** What the organization bills with, as far as it is connected; otherwise what the person says. */
async function productOf(c: AppContext, organizationId: OrganizationId | null): Promise<SignInProduct | null> {
  const known = organizationId && (await findOrganization(c.get("deps").ledger, organizationId));
  return SignInProduct.safeParse(known ? known.product : c.req.query("product")).data ?? null;
}
