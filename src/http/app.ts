import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { methodNotAllowed } from "hono/method-not-allowed";
import { requestId } from "hono/request-id";
import { ProblemPage } from "../views/problem-pages.tsx";
import { automation } from "./automation/routes.ts";
import { collect } from "./collect/routes.ts";
import { create } from "./collections/create.ts";
import { list } from "./collections/list.ts";
import { one } from "./collections/one.ts";
import { connect } from "./connect/routes.ts";
import type { AppContext, AppEnv } from "./context.ts";
import { counters } from "./counters/routes.ts";
import type { Dependencies } from "./dependencies.ts";
import { requireIdentity } from "./doors.ts";
import { endpoints } from "./endpoints/routes.ts";
import { type Problem, statusOf } from "./errors.ts";
import { extension } from "./extension/routes.ts";
import { hooks } from "./hooks/api.ts";
import { booksHook } from "./hooks/books/routes.ts";
import { paymentsHook } from "./hooks/payments/routes.ts";
import { invoices } from "./invoices/routes.ts";
import { join } from "./join/routes.ts";
import { callback } from "./oauth/callback.ts";
import { organization } from "./organization/routes.ts";
import { collectionPage } from "./pages/collection.ts";
import { collectionList } from "./pages/collections.ts";
import { live } from "./pages/live.ts";
import { page } from "./pages/page.ts";
import { refuse } from "./refuse.ts";
import { describe } from "./service/describe.ts";
import { docs } from "./service/docs.ts";
import { securityHeaders } from "./service/headers.ts";
import { health } from "./service/health.ts";
import { securitySchemes } from "./service/openapi.ts";
import { problemOf, TOO_LARGE } from "./service/unexpected.ts";
import { setup } from "./setup/routes.ts";
import { signIn } from "./sign-in/routes.ts";
import { unreadableForm } from "./unreadable-form.ts";
import { onInvalid } from "./validation.ts";

const MAX_BODY = 64 * 1024;
/** Books sends a whole invoice, with all its lines. */
const MAX_HOOK_BODY = 1024 * 1024;

/** Makes the dependencies of one request from the environment the platform hands over. */
export type MakeDependencies = (env: unknown, c: AppContext) => Dependencies;

/** The whole of what answers over HTTP: pages, API, and the service's own addresses. */
export function createApp(makeDependencies: MakeDependencies) {
  const app = new OpenAPIHono<AppEnv>({ defaultHook: onInvalid });
  app.use(requestId(), securityHeaders, depend(makeDependencies));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: (c, methods) => notAllowed(c, methods) }));
  const limit = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => answer(c as AppContext, TOO_LARGE) });
  const [usual, hook] = [limit(MAX_BODY), limit(MAX_HOOK_BODY)];
  app.use((c, next) => (c.req.path.startsWith("/hooks/") ? hook(c, next) : usual(c, next)));
  app.use(async (c, next) => ((await unreadableForm(c)) ? answer(c, MALFORMED_FORM) : next()));
  app.use("/api/*", requireIdentity);
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    app.openAPIRegistry.registerComponent("securitySchemes", name, scheme);
  }
  app.get("/openapi.json", (c) => c.json(describe(app, c.get("deps").settings.PUBLIC_URL), 200));
  app.notFound((c) => answer(c, NOT_FOUND));
  app.onError((error, c) => answer(c, problemOf(error, c)));
  return app
    .route("/", health)
    .route("/", docs)
    .route("/api/v1/collections", create)
    .route("/api/v1/collections", list)
    .route("/api/v1/collections", one)
    .route("/api/v1/counters", counters)
    .route("/api/v1/invoices", invoices)
    .route("/api/v1/organization", organization)
    .route("/api/v1/endpoints", endpoints)
    .route("/api/v1/hooks", hooks)
    .route("/", automation)
    .route("/", booksHook)
    .route("/", paymentsHook)
    .route("/", collect)
    .route("/", extension)
    .route("/", signIn)
    .route("/", callback)
    .route("/", connect)
    .route("/", join)
    .route("/", setup)
    .route("/", live)
    .route("/", collectionList)
    .route("/", collectionPage);
}

export type App = ReturnType<typeof createApp>;

const depend = (make: MakeDependencies) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const deps = make(c.env, c);
    c.set("deps", deps);
    const started = deps.now();
    await next();
    const { method, path } = c.req;
    const ms = deps.now() - started;
    const collection = /\bcol_[0-9a-z]{20,40}\b/.exec(path)?.[0];
    const organization = c.get("identity")?.organizationId;
    const request = c.get("requestId");
    deps.log({ event: "request", request, method, path, status: c.res.status, ms, organization, collection });
  });

/** JSON for programs, a page for people. */
function answer(c: AppContext, problem: Problem): Response | Promise<Response> {
  const people = !c.req.path.startsWith("/api/") && (c.req.header("Accept") ?? "").includes("text/html");
  if (!people) return refuse(c, problem);
  if (problem.retryAfter !== undefined) c.header("Retry-After", String(problem.retryAfter));
  const status = statusOf(problem);
  return page(c, ProblemPage({ status, message: problem.message, requestId: c.get("requestId") }), status);
}

function notAllowed(c: AppContext, methods: string[]): Response | Promise<Response> {
  const allow = methods.join(", ");
  c.header("Allow", allow);
  return answer(c, { code: "method_not_allowed", message: `This address answers ${allow} only.` });
}

const MALFORMED_FORM: Problem = {
  code: "malformed_form",
  message: "This form did not arrive whole. Go back, load the page again and send it once more.",
};

const NOT_FOUND: Problem = {
  code: "not_found",
  message: "There is nothing at this address. The API is described at /openapi.json.",
};
