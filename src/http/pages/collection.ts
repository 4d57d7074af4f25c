import { Hono } from "hono";
import type { CollectionView } from "../../collection/view.ts";
import { billingName } from "../../views/billing-name.ts";
import { ALREADY } from "../../views/collection/already.ts";
import { CollectionPage } from "../../views/collection/page.tsx";
import { Panel } from "../../views/collection/panel.tsx";
import { ProblemPage } from "../../views/problem-pages.tsx";
import { closed } from "../collect/routes.ts";
import { current, known } from "../collections/current.ts";
import { Resolution } from "../collections/one.ts";
import { UNKNOWN, type Wanted, wish } from "../collections/wish.ts";
import type { AppContext, AppEnv } from "../context.ts";
import { statusOf } from "../errors.ts";
import { CROSS_SITE, fromOurPages } from "../identity.ts";
import { fragment, page } from "./page.ts";
import { type SignedIn, signedIn } from "./sign-in.ts";

type In = Extract<SignedIn, { kind: "in" }>;

/** A collection's own page, and the plain forms on it. */
export const collectionPage = new Hono<AppEnv>()
  .get("/collections/:id", async (c) => {
    const who = await signedIn(c, null);
    if (who.kind !== "in") return closed(c, who);
    const deps = c.get("deps");
    const found = await known(deps, who.identity.organizationId, c.req.param("id"));
    if (!found) return missing(c, who);
    const view = await current(deps, found);
    if (c.req.query("fragment") !== undefined) {
      const { timeZone, product } = who.organization;
      return fragment(c, Panel({ view, timeZone, billing: billingName(product), now: deps.now() }));
    }
    return show(c, who, view, c.req.query("already") === undefined ? undefined : ALREADY);
  })
  .post("/collections/:id/cancel", (c) => carry(c, c.req.param("id"), () => ({ action: "cancel" })))
  .post("/collections/:id/check", (c) => carry(c, c.req.param("id"), () => ({ action: "check" })))
  .post("/collections/:id/retry-recording", (c) => carry(c, c.req.param("id"), () => ({ action: "retry_recording" })))
  .post("/collections/:id/resolve", (c) =>
    carry(c, c.req.param("id"), async () => {
      const { outcome, reason, reference } = await c.req.parseBody();
      const read = Resolution.safeParse({ outcome, reason, reference: reference || null });
      return read.success ? { action: "resolve", ...read.data } : "Say how it ended, and how you know: a few words.";
    }),
  );

/** Carries out what a form asks for, and shows the collection as it is then; with why not, when it was not possible. */
async function carry(c: AppContext, id: string, read: () => Wanted | Promise<Wanted | string>): Promise<Response> {
  if (!fromOurPages(c)) return page(c, ProblemPage({ status: 403, message: CROSS_SITE.message }), 403);
  const who = await signedIn(c, null);
  if (who.kind !== "in") return closed(c, who);
  const wanted = await read();
  const deps = c.get("deps");
  const outcome = typeof wanted === "string" ? wanted : await wish(deps, who.identity, id, wanted);
  if (typeof outcome !== "string" && outcome.kind === "done") return c.redirect(`/collections/${id}`, 303);
  const found = await known(deps, who.identity.organizationId, id);
  if (!found) return missing(c, who);
  const [message, status] =
    typeof outcome === "string"
      ? ([outcome, 422] as const)
      : ([outcome.problem.message, statusOf(outcome.problem)] as const);
  return show(c, who, await current(deps, found), message, status);
}

function show(
  c: AppContext,
  { organization }: In,
  view: CollectionView,
  notice?: string,
  status: Parameters<typeof page>[2] = 200,
): Promise<Response> {
  const { name, timeZone, product } = organization;
  const billing = billingName(product);
  return page(
    c,
    CollectionPage({ organization: name, view, timeZone, billing, now: c.get("deps").now(), notice }),
    status,
  );
}

const missing = (c: AppContext, { organization }: In): Promise<Response> =>
  page(c, ProblemPage({ status: 404, message: UNKNOWN.message, organization: organization.name }), 404);
