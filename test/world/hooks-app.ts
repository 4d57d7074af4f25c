import { Hono } from "hono";
import type { AppContext, AppEnv } from "../../src/http/context.ts";
import type { Dependencies } from "../../src/http/dependencies.ts";
import { booksHook } from "../../src/http/hooks/books/routes.ts";
import { paymentsHook } from "../../src/http/hooks/payments/routes.ts";
import { refuse } from "../../src/http/refuse.ts";
import { problemOf } from "../../src/http/service/unexpected.ts";
import { holdCrypto } from "./held.ts";

/** The part of the Worker that takes Zoho's webhooks; what Node runs without compiling the pages. */
export function hooksApp(dependencies: () => Dependencies): Hono<AppEnv> {
  holdCrypto();
  const app = new Hono<AppEnv>();
  app.use((c, next) => {
    c.set("deps", dependencies());
    return next();
  });
  app.onError((error, c) => refuse(c, problemOf(error, c as AppContext)));
  return app.route("/", booksHook).route("/", paymentsHook);
}
