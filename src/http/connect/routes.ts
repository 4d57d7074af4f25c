import { Hono } from "hono";
import type { Grant } from "../../ledger/grants.ts";
import { countOpen } from "../../ledger/open-collections.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { DisconnectPage } from "../../views/connect/disconnect-page.tsx";
import { ConnectPage } from "../../views/connect/start-page.tsx";
import { ChooseOrganizationPage } from "../../views/sign-in/pages.tsx";
import { dialects, Product } from "../../zoho/books/product.ts";
import { dataCentres } from "../../zoho/data-centres.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { readSession, startSession } from "../identity.ts";
import { giveBack } from "../oauth/give-back.ts";
import { connectProblem } from "../oauth/problem.ts";
import { toZoho } from "../oauth/to-zoho.ts";
import { page } from "../pages/page.ts";
import { dropSealed, readSealed } from "../sealed-cookie.ts";
import { type Administrator, administrator, onlyAdministrators } from "../setup/door.ts";
import { ourPagesOnly, unhurried } from "../visitors.ts";
import { accountIn, beginExternal } from "./begin-external.ts";
import { disconnect } from "./disconnect.ts";
import { PENDING, type Pending } from "./pending.ts";
import { saveBooks } from "./save-books.ts";

const Service = { books: "books", payments: "payments" } as const satisfies Record<string, Grant["service"]>;

/** Connecting an organization to Zoho, and taking that back. */
export const connect = new Hono<AppEnv>()
  .get("/connect", unhurried, async (c) => {
    if ((await readSession(c))?.role === "admin") return c.redirect("/setup", 302);
    return page(c, ConnectPage({ values: {}, errors: {} }));
  })
  .post("/connect/external", unhurried, ourPagesOnly, beginExternal)
  .post("/connect/books", unhurried, ourPagesOnly, async (c) => {
    const { product, again } = await c.req.parseBody();
    if (again === undefined) {
      const chosen = Product.safeParse(product);
      if (!chosen.success) return c.redirect("/connect", 303);
      return c.redirect(await toZoho(c, { kind: "connect_books", product: chosen.data, organizationId: null }), 303);
    }
    const who = await administrator(c);
    if (who.kind !== "administrator") return onlyAdministrators(c, who);
    if (who.organization.product === "external") return c.redirect("/setup", 303);
    // An organization whose product is of no grant any more may choose anew.
    const chosen = Product.safeParse(product ?? who.organization.product);
    if (!chosen.success) return c.redirect("/setup", 303);
    const organizationId = who.organization.id;
    return c.redirect(await toZoho(c, { kind: "connect_books", product: chosen.data, organizationId }), 303);
  })
  .get("/connect/choose", async (c) => {
    const pending = await readSealed(c, PENDING);
    return pending ? choose(c, pending) : connectProblem(c, { reason: "choice_expired" }, null);
  })
  .post("/connect/choose", unhurried, ourPagesOnly, async (c) => {
    const pending = await readSealed(c, PENDING);
    const { organization_id: chosen } = await c.req.parseBody();
    const candidate = pending?.candidates.find(({ id }) => id === chosen);
    if (!pending || !candidate) return connectProblem(c, { reason: "choice_expired" }, null);
    dropSealed(c, PENDING);
    const deps = c.get("deps");
    const { candidates: _, ...grant } = pending;
    const saved = await saveBooks(deps, { ...grant, ...candidate });
    const purpose = { kind: "connect_books", product: pending.product, organizationId: null } as const;
    if (saved.kind === "problem") {
      await returnToken(c, pending);
      return connectProblem(c, saved.problem, purpose);
    }
    const { id: organizationId, by, userId } = candidate;
    await startSession(c, { organizationId, by, userId, role: "admin", demo: false });
    return c.redirect("/setup?done=books_connected#connections", 303);
  })
  .post("/connect/cancel", unhurried, ourPagesOnly, async (c) => {
    const pending = await readSealed(c, PENDING);
    dropSealed(c, PENDING);
    if (pending) await returnToken(c, pending);
    return c.redirect("/connect", 303);
  })
  .post("/connect/payments", unhurried, ourPagesOnly, async (c) => {
    const who = await administrator(c);
    if (who.kind !== "administrator") return onlyAdministrators(c, who);
    const { account_id } = await c.req.parseBody();
    const accountId = accountIn(account_id);
    if (accountId === null) return c.redirect("/setup?wrong=account_id#connections", 303);
    const organizationId = who.organization.id;
    return c.redirect(await toZoho(c, { kind: "connect_payments", organizationId, accountId }), 303);
  })
  .post("/connect/books/disconnect", ourPagesOnly, (c) => end(c, Service.books))
  .post("/connect/payments/disconnect", ourPagesOnly, (c) => end(c, Service.payments));

async function choose(c: AppContext, pending: Pending): Promise<Response> {
  const known = await Promise.all(
    pending.candidates.map(async (one) => ({
      ...one,
      connected: (await findOrganization(c.get("deps").ledger, one.id)) !== null,
    })),
  );
  const product = dialects[pending.product].name;
  return page(
    c,
    ChooseOrganizationPage({
      organizations: known.map(({ id, name, connected }) => ({
        id,
        name,
        ...(connected && { hint: "connected before" }),
      })),
      action: "/connect/choose",
      title: "Connect which organization?",
      lead: `You are an administrator of these in ${product}. Only the one you choose is connected.`,
      submit: "Connect",
      cancel: "/connect/cancel",
    }),
  );
}

async function returnToken(c: AppContext, { dataCentre, refreshToken }: Pending): Promise<void> {
  const deps = c.get("deps");
  const centre = dataCentres(deps.settings).find(({ id }) => id === dataCentre);
  if (centre) await giveBack(deps, centre, { refreshToken });
}

/** The first time it asks whether that is meant; with `confirm` it does it. */
async function end(c: AppContext, service: Grant["service"]): Promise<Response> {
  const who = await administrator(c);
  if (who.kind !== "administrator") return onlyAdministrators(c, who);
  const { organization, identity }: Administrator = who;
  const deps = c.get("deps");
  if (service === "books" && organization.product === "external") return c.redirect("/setup", 303);
  const product = service === "payments" ? "Zoho Payments" : productName(organization.product);
  const { confirm } = await c.req.parseBody();
  if (confirm !== "yes") {
    const open = await countOpen(deps.ledger, organization.id);
    return page(c, DisconnectPage({ organization: organization.name, service, product, open }));
  }
  const done = await disconnect(deps, organization.id, service, identity.by);
  if (done.kind === "disconnected") return c.redirect(`/setup?done=${service}_disconnected#connections`, 303);
  return connectProblem(
    c,
    { reason: "revoke_unanswered", product },
    { kind: "connect_books", product: "books", organizationId: organization.id },
  );
}

const productName = (product: string): string => dialects[Product.safeParse(product).data ?? "books"].name;
