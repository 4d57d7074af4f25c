import { Hono } from "hono";
import { packageFiles, zipPackage } from "../../extension/package.ts";
import { billingName } from "../../views/billing-name.ts";
import { ButtonPage } from "../../views/extension/button-page.tsx";
import { ExtensionPage } from "../../views/extension/extension-page.tsx";
import { ProblemPage } from "../../views/problem-pages.tsx";
import { closed } from "../collect/routes.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { CROSS_SITE, fromOurPages } from "../identity.ts";
import { page } from "../pages/page.ts";
import { type SignedIn, signedIn } from "../pages/sign-in.ts";
import { type ButtonInstalled, buttonAddress, installButton } from "./install-button.ts";
import { extensionParts } from "./parts.ts";

type In = Extract<SignedIn, { kind: "in" }>;

/** Where an administrator gets what goes into Zoho: the extension's package, and the button. */
export const extension = new Hono<AppEnv>()
  .get("/setup/extension", (c) =>
    forAdmin(c, async ({ organization }) => {
      const { settings } = c.get("deps");
      const product = billingName(organization.product);
      const ready = (await extensionParts(c.get("deps"))) !== null;
      return page(c, ExtensionPage({ organization: organization.name, product, address: settings.PUBLIC_URL, ready }));
    }),
  )
  .get("/setup/extension.zip", (c) =>
    forAdmin(c, async ({ organization }) => {
      const { settings } = c.get("deps");
      const parts = await extensionParts(c.get("deps"));
      if (!parts)
        return page(c, ProblemPage({ status: 404, message: NOT_BUILT, organization: organization.name }), 404);
      c.header("Cache-Control", "no-store");
      c.header("Content-Type", "application/zip");
      c.header("Content-Disposition", 'attachment; filename="collect-via-pos.zip"');
      return c.body(new Uint8Array(zipPackage(packageFiles(parts, settings.PUBLIC_URL))));
    }),
  )
  .get("/setup/button", (c) => forAdmin(c, (who) => buttonPage(c, who, null)))
  .post("/setup/button", async (c) => {
    if (!fromOurPages(c)) return page(c, ProblemPage({ status: 403, message: CROSS_SITE.message }), 403);
    return forAdmin(c, async (who) => {
      const outcome = await installButton(c.get("deps"), who.organization.id);
      const { log } = c.get("deps");
      log({ event: "button_install", organization: who.organization.id, outcome: outcome.kind });
      return buttonPage(c, who, outcome);
    });
  });

function buttonPage(c: AppContext, { organization }: In, outcome: ButtonInstalled | null): Promise<Response> {
  const address = buttonAddress(c.get("deps").settings.PUBLIC_URL, organization.id);
  const product = billingName(organization.product);
  return page(c, ButtonPage({ organization: organization.name, product, address, outcome }));
}

/** Pages of set-up show and change what holds for everybody: administrators only. */
async function forAdmin(c: AppContext, show: (who: In) => Promise<Response>): Promise<Response> {
  const who = await signedIn(c, null);
  if (who.kind !== "in") return closed(c, who);
  const { name: organization, product } = who.organization;
  if (product === "external")
    return page(c, ProblemPage({ status: 404, message: BILLED_ELSEWHERE, organization }), 404);
  if (who.identity.role === "admin") return show(who);
  return page(c, ProblemPage({ status: 403, message: ADMIN_ONLY, organization }), 403);
}

const BILLED_ELSEWHERE =
  "This organization's invoices are not in Zoho, so there is nothing to put beside them. Its billing software sends payments to the counters.";
const ADMIN_ONLY = "Only an administrator of the organization may set this up. Ask one to open this page.";
const NOT_BUILT = "This deployment was made without the extension's package. Deploy it again with wrangler deploy.";
