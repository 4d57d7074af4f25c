import { env, exports } from "cloudflare:workers";
import { inject, vi } from "vitest";
import { z } from "zod";
import { OrganizationId, TerminalId } from "../../src/collection/ids.ts";
import { CollectionView } from "../../src/collection/view.ts";
import type { Bindings } from "../../src/objects/env.ts";
import { terminalName } from "../../src/terminal/rpc.ts";

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
    interface GlobalProps {
      mainModule: typeof import("../../src/index.ts");
    }
  }
}

export const { default: worker } = exports;

const Seeded = z.object({ invoice: z.object({ invoice_id: z.string(), invoice_number: z.string() }) });
const Invoice = z.object({ invoice: z.object({ status: z.string(), balance: z.number() }) });
const Received = z.object({ reference_number: z.string(), amount: z.number(), unused: z.number() });
const Snapshot = z.object({ books: z.array(z.object({ payments: z.array(Received) })) });
const Calls = z.object({ calls: z.array(z.object({ route: z.string(), effect: z.boolean() })) });

/** The simulator's controls, over HTTP as everything else here. */
export async function control(method: "GET" | "POST" | "DELETE", path: string, body: unknown = {}): Promise<unknown> {
  const init = { method, headers: { "content-type": "application/json" } };
  const address = `${inject("zohoUrl")}/_control${path}`;
  const response = await fetch(address, method === "GET" ? init : { ...init, body: JSON.stringify(body) });
  const told = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(told)}`);
  return told;
}

let passed = 0;
const realNow = Date.now.bind(Date);

/** Moves the Worker's clock; nothing here waits for time. */
export function pass(ms: number): void {
  passed += ms;
  vi.spyOn(Date, "now").mockImplementation(() => realNow() + passed);
}

/** From here on the Worker's clock is so far ahead that only tests run alarms: workerd's own come minutes late. */
export const keepRealAlarmsAway = (): void => pass(10 * 60_000);

/** The nth organization of the set-up, for one file of tests; each test takes a counter nobody else uses. */
export function shop(nth: number) {
  const organizationId = OrganizationId.parse(String(60_100_000_000 + nth));
  const key = `cvp_demo_${organizationId}`;
  let counters = 0;

  const api = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    worker.fetch(`https://pos.test/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  return {
    organizationId,
    api,

    /** A counter with its terminal, as its object, its device and what Zoho was asked about it. */
    counter() {
      counters += 1;
      const terminalId = `T${String(nth + 1).padStart(4, "0")}${String(counters).padStart(3, "0")}`;
      const object = () => env.TERMINAL.getByName(terminalName(organizationId, TerminalId.parse(terminalId)));
      return {
        id: `counter-${nth + 1}-${counters}`,
        terminalId,
        object,
        device: (action: Record<string, unknown>) => control("POST", `/terminals/${terminalId}`, action),
        creates: async () => (await calls({ route: "payments.create", terminal: terminalId })).length,
      };
    },

    async invoice(total = "100.50") {
      const made = await control("POST", `/organizations/${organizationId}/invoices`, { total });
      const { invoice_id: id, invoice_number: number } = Seeded.parse(made).invoice;
      const path = `/organizations/${organizationId}/invoices/${id}`;
      return { id, number, now: async () => Invoice.parse(await control("GET", path)).invoice };
    },

    collect(invoice: { id: string }, counter: { id: string }, key: string = crypto.randomUUID(), more: object = {}) {
      const what = { organization_id: organizationId, invoice_id: invoice.id, counter_id: counter.id };
      return api("POST", "/collections", { ...what, payment_method: "card", ...more }, { "idempotency-key": key });
    },

    async read(id: string): Promise<CollectionView> {
      return CollectionView.parse(await (await api("GET", `/collections/${id}`)).json());
    },

    /** What Books has received with this reference, in paise. */
    async received(paymentId: string | null) {
      const { books } = Snapshot.parse(await control("GET", "/snapshot"));
      return books.flatMap(({ payments }) => payments).filter((one) => one.reference_number === paymentId);
    },

    booksCalls: () => calls({ service: "books", organization: organizationId }),
  };
}

export type Shop = ReturnType<typeof shop>;

export const collection = async (response: Response): Promise<CollectionView> =>
  CollectionView.parse(await response.json());

async function calls(filter: Record<string, string>) {
  return Calls.parse(await control("GET", `/calls?${new URLSearchParams(filter)}`)).calls;
}
