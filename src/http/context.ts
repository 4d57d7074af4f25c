import type { Context } from "hono";
import type { Dependencies } from "./dependencies.ts";
import type { Identity } from "./identity.ts";

/** What every handler finds in its context. `identity` is set behind the doors that need one. */
export interface AppEnv {
  Variables: { deps: Dependencies; identity: Identity; requestId: string };
}

export type AppContext = Context<AppEnv>;
