import { OrganizationId } from "./collection/ids.ts";
import { readSettings } from "./environment.ts";
import { createApp } from "./http/app.ts";
import type { Dependencies } from "./http/dependencies.ts";
import { takeUpHooks } from "./http/hooks/take-up.ts";
import { openLedger } from "./ledger/client.ts";
import { notifierName } from "./notifier/rpc.ts";
import type { Bindings } from "./objects/env.ts";
import { consoleLog, loggedTransport } from "./objects/workerd.ts";
import { sweep } from "./sweep.ts";
import { terminalName } from "./terminal/rpc.ts";

export { NotifierObject } from "./notifier/object.ts";
export { OrganizationObject } from "./organization/object.ts";
export { TerminalObject } from "./terminal/object.ts";

/** POS payments exist in India only; a hint is taken at an object's first use. */
const locationHint = "apac";

function dependencies(
  env: Bindings,
  ctx: Pick<ExecutionContext, "waitUntil">,
  cause: Record<string, string>,
): Dependencies {
  const settings = readSettings(env);
  return {
    settings,
    ledger: openLedger({ url: settings.DATABASE_URL, authToken: settings.DATABASE_AUTH_TOKEN }),
    transport: loggedTransport(cause),
    now: Date.now,
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    terminal: (organization, terminal) =>
      env.TERMINAL.getByName(terminalName(organization, terminal), { locationHint }),
    organization: (id) => env.ORGANIZATION.getByName(OrganizationId.parse(id), { locationHint }),
    reconnected: (id) => env.ORGANIZATION.getByName(id, { locationHint }).reconnected(),
    notifier: (id) => env.NOTIFIER.getByName(notifierName(id), { locationHint }),
    later: (work) => ctx.waitUntil(work),
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    ...limits(env),
    ...assets(env),
    log: consoleLog,
  };
}

/** Cloudflare's rate limits, where they are bound (wrangler.toml). */
function limits(env: Bindings): Pick<Dependencies, "mayGoOn"> {
  const { KEY_LIMIT, STAFF_LIMIT, VISITOR_LIMIT, HOOK_LIMIT } = env;
  if (!KEY_LIMIT || !STAFF_LIMIT || !VISITOR_LIMIT || !HOOK_LIMIT) return {};
  const bindings = { key: KEY_LIMIT, staff: STAFF_LIMIT, visitor: VISITOR_LIMIT, hook: HOOK_LIMIT };
  return { mayGoOn: async (kind, who) => (await bindings[kind].limit({ key: who })).success };
}

/** The host in the address of an asset says nothing; the path does. */
function assets({ ASSETS }: Bindings): Pick<Dependencies, "asset"> {
  return ASSETS ? { asset: (path) => ASSETS.fetch(new URL(path, "https://assets.local")) } : {};
}

const app = createApp((env, c) => dependencies(env as Bindings, c.executionCtx, { request: c.get("requestId") }));

/** While the ledger is away there is nothing to do; the next minute tries again. */
const orNone = (task: string, work: Promise<number>): Promise<number> =>
  work.catch((error) => {
    consoleLog({ event: "cron_failed", task, reason: error instanceof Error ? error.name : "unknown" });
    return 0;
  });

export default {
  fetch: app.fetch,
  async scheduled(_controller, env, ctx) {
    const deps = dependencies(env, ctx, { request: "cron" });
    const [reminded, takenUp] = await Promise.all([
      orNone("sweep", sweep(deps)),
      orNone("take_up_hooks", takeUpHooks(deps)),
    ]);
    if (reminded + takenUp > 0) consoleLog({ event: "sweep", reminded, takenUp });
  },
} satisfies ExportedHandler<Bindings>;
