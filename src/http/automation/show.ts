import { listCounters } from "../../ledger/counters.ts";
import { listEndpoints } from "../../ledger/endpoints.ts";
import { listHookDeliveries } from "../../ledger/hook-deliveries.ts";
import { findHook, type Hook, HookSettings } from "../../ledger/hooks.ts";
import type { Delivery } from "../../notifier/rpc.ts";
import { AutomationPage } from "../../views/automation/page.tsx";
import type { AppContext } from "../context.ts";
import { hookAddress } from "../hooks/manage.ts";
import { page } from "../pages/page.ts";
import type { Administrator } from "../setup/door.ts";

const SHOWN = 20;

/** What was done, by the word in the address. */
const DONE: Record<string, string> = {
  saved: "Saved.",
  removed: "Removed. Nothing more is sent there.",
  enabled: "Events are sent there again.",
  sent: "Sent. What came of it is below.",
};

export interface Returned {
  values: { url: string; description: string };
  error: string;
}

/** The automation page as everything is now; with the form that came back when one did. */
export async function showAutomation(
  c: AppContext,
  { organization }: Administrator,
  returned: Returned | null = null,
  problem: string | null = null,
): Promise<Response> {
  const deps = c.get("deps");
  const { ledger, settings } = deps;
  const { id, name, timeZone, product } = organization;
  const [books, payments, endpoints, received, counters, deliveries] = await Promise.all([
    findHook(ledger, id, "books"),
    findHook(ledger, id, "payments"),
    listEndpoints(ledger, id),
    listHookDeliveries(ledger, id, { limit: SHOWN }),
    listCounters(ledger, id),
    newest(c, id),
  ]);
  const one = (hook: Hook | null, source: Hook["source"]) => ({
    address: hookAddress(settings, source, id),
    setUpAt: hook?.createdAt ?? null,
    mismatchAt: hook?.mismatchAt ?? null,
  });
  const present = new Set(endpoints.map((endpoint) => endpoint.id));
  const view = AutomationPage({
    organization: { name, timeZone },
    books:
      product === "external"
        ? null
        : { ...one(books, "books"), settings: books?.settings ?? HookSettings.parse({}), counters },
    payments: one(payments, "payments"),
    endpoints: {
      endpoints,
      deliveries: deliveries?.filter(({ endpointId }) => present.has(endpointId)) ?? null,
      values: returned?.values ?? { url: "", description: "" },
      error: returned?.error ?? null,
    },
    received,
    publicUrl: settings.PUBLIC_URL,
    counterId: counters[0]?.id ?? null,
    done: DONE[c.req.query("done") ?? ""] ?? null,
    problem,
  });
  return page(c, view, returned || problem ? 422 : 200);
}

async function newest(c: AppContext, id: Administrator["organization"]["id"]): Promise<Delivery[] | null> {
  const { notifier, log } = c.get("deps");
  try {
    return await notifier(id).deliveries({ limit: SHOWN });
  } catch (error) {
    log({ event: "notifier_not_read", reason: error instanceof Error ? error.message : "unknown" });
    return null;
  }
}
