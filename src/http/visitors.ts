import { createMiddleware } from "hono/factory";
import { ProblemPage } from "../views/problem-pages.tsx";
import type { AppContext, AppEnv } from "./context.ts";
import { CROSS_SITE, fromOurPages } from "./identity.ts";
import { page } from "./pages/page.ts";
import { callerAddress, tooOften } from "./rate.ts";

/** Doors of pages that anybody may come to, before it is known who they are. */

/** Lets a browser through that does not come too often. */
export const unhurried = createMiddleware<AppEnv>(async (c, next) => {
  const problem = await tooOften(c, "visitor", callerAddress(c as AppContext));
  if (problem) {
    c.header("Retry-After", String(problem.retryAfter));
    return page(c, ProblemPage({ status: 429, message: problem.message }), 429);
  }
  await next();
  return undefined;
});

/** Lets a form through that one of our own pages sent. */
export const ourPagesOnly = createMiddleware<AppEnv>(async (c, next) => {
  if (!fromOurPages(c as AppContext)) return page(c, ProblemPage({ status: 403, message: CROSS_SITE.message }), 403);
  await next();
  return undefined;
});
