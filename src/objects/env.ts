import type { NotifierObject } from "../notifier/object.ts";
import type { OrganizationObject } from "../organization/object.ts";
import type { TerminalObject } from "../terminal/object.ts";

/** What wrangler.toml binds. The settings beside them are read with `readSettings`. */
export interface Bindings {
  TERMINAL: DurableObjectNamespace<TerminalObject>;
  ORGANIZATION: DurableObjectNamespace<OrganizationObject>;
  NOTIFIER: DurableObjectNamespace<NotifierObject>;
  /** Our static assets (wrangler.toml, [assets]). */
  ASSETS?: Fetcher;
  KEY_LIMIT?: RateLimit;
  STAFF_LIMIT?: RateLimit;
  VISITOR_LIMIT?: RateLimit;
  HOOK_LIMIT?: RateLimit;
}
