import { Hono } from "hono";
import { type AccountsActions, accountsActions } from "./accounts/actions.ts";
import { accountsRoutes } from "./accounts/routes.ts";
import { accountsFrom } from "./accounts/state.ts";
import { type BooksActions, booksActions } from "./books/actions.ts";
import { booksRoutes } from "./books/routes.ts";
import { type CallLog, createCallLog } from "./calls.ts";
import { controlRoutes } from "./control/routes.ts";
import { answer } from "./edge.ts";
import { extensionRoutes } from "./extension/routes.ts";
import { createFaultList, type FaultList } from "./faults.ts";
import { fill } from "./fill.ts";
import { createIds } from "./ids.ts";
import { pagesRoutes } from "./pages/routes.ts";
import { type DeviceActions, deviceActions, type PaymentsView, paymentsView } from "./payments/device.ts";
import { paymentsRoutes } from "./payments/routes.ts";
import { demoSeed } from "./seed/demo.ts";
import type { SimulatorSeed } from "./seed.ts";
import { DEFAULT_SETTINGS, type SimulatorSettings } from "./settings.ts";
import { restoreSnapshot, type Snapshot, takeSnapshot } from "./snapshot.ts";
import { createWebhooks, type Deliver, type Webhooks } from "./webhooks/webhooks.ts";
import { type Clock, createClock, type World } from "./world.ts";

export type SimulatorOptions = {
  /** Epoch milliseconds. */
  now: () => number;
  /** 0 ≤ x < 1. */
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  /** demoSeed() unless given. */
  seed?: SimulatorSeed;
  /** Origin of the simulator as others reach it; the request's own when absent. */
  publicUrl?: string;
  /** Origin of the connector, behind the Collect via POS button. */
  collectUrl?: string;
  settings?: Partial<SimulatorSettings>;
  /** How webhooks reach their receivers; without it nobody is reached. */
  deliver?: Deliver;
  /** How many calls the log keeps; 10,000 unless given. */
  callLimit?: number;
};

export type Simulator = {
  app: Hono;
  /** One request in process; cut connections reject, see edge.ts. */
  fetch(request: Request): Promise<Response>;
  clock: Clock;
  /** Live: changing a field changes the simulator. */
  settings: SimulatorSettings;
  faults: FaultList;
  calls: CallLog;
  accounts: AccountsActions;
  /**
   * Answers a consent page as its user would: takes the address the connector sent the browser to, and gives the one
   * the browser is sent back to. Throws, with the page's status, when that page would not have asked.
   */
  consent(address: string, answer: { user_id: string; accept?: boolean }): Promise<string>;
  /** Throws for an id the seed does not have; likewise books and payments. */
  device(terminalId: string): DeviceActions;
  books(organizationId: string): BooksActions;
  payments(accountId: string): PaymentsView;
  /** Webhooks set up at Zoho; they belong to one run, and no snapshot has them. */
  webhooks: Webhooks;
  snapshot(): Snapshot;
  restore(snapshot: Snapshot): void;
  /** Calls back after every change of state; returns the way to stop. */
  onChange(listener: () => void): () => void;
};

/** Zoho on this machine: accounts, Payments, Books and Invoice, and terminals; no timer, clock or chance of its own. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const listeners = new Set<() => void>();
  const seed = options.seed ?? demoSeed();
  const world: World = {
    clock: createClock(options.now),
    random: options.random,
    sleep: options.sleep,
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
    faults: createFaultList(options.random),
    calls: createCallLog(options.callLimit ?? 10_000),
    ids: createIds(),
    publicUrl: options.publicUrl ?? "",
    collectUrl: options.collectUrl ?? "http://127.0.0.1:8787",
    accounts: accountsFrom(seed, 0),
    payments: new Map(),
    terminals: new Map(),
    books: new Map(),
    extensions: new Map(),
    underWay: new Map(),
    happened: (happening) => webhooks.tell(happening),
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  const webhooks = createWebhooks(world, options.deliver);
  fill(world, seed);

  const app = new Hono();
  app.route("/accounts", accountsRoutes(world));
  app.route("/payments", paymentsRoutes(world));
  app.route("/api/books/v3", booksRoutes(world, "books"));
  app.route("/api/invoice/v3", booksRoutes(world, "invoice"));
  const simulator: Simulator = {
    app,
    fetch: (request) => answer(world, (asked) => app.fetch(asked), request),
    clock: world.clock,
    settings: world.settings,
    faults: world.faults,
    calls: world.calls,
    accounts: accountsActions(world),
    async consent(address, { user_id, accept = true }) {
      const body = new URLSearchParams({ user_id, decision: accept ? "accept" : "reject" });
      const response = await simulator.fetch(new Request(address, { method: "POST", body, redirect: "manual" }));
      const back = response.headers.get("location");
      if (back === null) throw new Error(`the consent page answered ${response.status}`);
      return back;
    },
    device: (id) => found(deviceActions(world, id), `terminal ${id}`),
    books: (id) => booksActions(world, found(world.books.get(id), `organization ${id}`)),
    payments: (id) => paymentsView(world, found(world.payments.get(id), `Payments account ${id}`)),
    webhooks,
    snapshot: () => takeSnapshot(world),
    restore: (snapshot) => {
      restoreSnapshot(world, snapshot);
      world.changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  app.route(
    "/_control",
    controlRoutes(world, simulator, () => {
      fill(world, seed);
      world.faults.clear();
      webhooks.clear();
      Object.assign(world.settings, { ...DEFAULT_SETTINGS, ...options.settings });
      world.calls.clear();
      world.changed();
    }),
  );
  app.route("/extension", extensionRoutes(world));
  app.route("/", pagesRoutes(world));
  return simulator;
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`the simulator has no ${what}`);
  return value;
}
