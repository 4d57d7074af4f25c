import { zohoBilling } from "../../src/billing/zoho-billing.ts";
import { CollectionId, OrganizationId, PaymentsAccountId, TerminalId } from "../../src/collection/ids.ts";
import type { Dependencies, TerminalStub } from "../../src/http/dependencies.ts";
import { takeHistory } from "../../src/ledger/collections.ts";
import { addCounter } from "../../src/ledger/counters.ts";
import { putOrganization } from "../../src/ledger/organizations.ts";
import { OrganizationSettings } from "../../src/ledger/settings.ts";
import type { Notifier } from "../../src/notifier/notifier.ts";
import type { Log } from "../../src/objects/ports.ts";
import { turnsAtBooks } from "../../src/organization/call-books.ts";
import { Organization } from "../../src/organization/organization.ts";
import type { OrganizationRpc } from "../../src/organization/rpc.ts";
import {
  type ConnectorSeed,
  connectorSeed,
  createSimulator,
  type Simulator,
  type SimulatorSeed,
  type SimulatorSettings,
} from "../../src/simulator/index.ts";
import { giveNotice } from "../../src/terminal/give-notice.ts";
import { terminalName } from "../../src/terminal/rpc.ts";
import { Terminal } from "../../src/terminal/terminal.ts";
import { accountsClient } from "../../src/zoho/accounts/client.ts";
import { booksClient } from "../../src/zoho/books/client.ts";
import { paymentsClient } from "../../src/zoho/payments/client.ts";
import { VirtualClock } from "./clock.ts";
import { holdCrypto } from "./held.ts";
import { hooksApp } from "./hooks-app.ts";
import { type Fate, HostedObject, kindFate, type Platform } from "./host.ts";
import { type Engine, type TestLedger, testLedger, type Weather } from "./ledger.ts";
import { buildNotifier, notifierStub, type Receiver } from "./notifier.ts";
import { Polls } from "./polls.ts";
import { Random } from "./random.ts";
import { SETTINGS } from "./settings.ts";
import { simulatedTransport } from "./transport.ts";

export interface WorldOptions {
  seed: number;
  zoho: SimulatorSeed;
  settings?: Partial<SimulatorSettings>;
  fate?: Fate;
  weather?: Weather;
  engine?: Engine;
  start?: number;
  log?: Log;
}

/**
 * The whole product on one virtual clock: the real objects, ledger code and Zoho clients, with the simulator as Zoho.
 * Only the platform is ours: storage, alarms, time and the network.
 */
export class World {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly zoho: Simulator;
  readonly seed: ConnectorSeed;
  readonly terminals = new Map<string, HostedObject<Terminal>>();
  readonly organizations = new Map<string, HostedObject<Organization>>();
  readonly notifiers = new Map<string, HostedObject<Notifier>>();
  /** What stands at the addresses events are sent to. */
  receiver: Receiver = async () => ({ kind: "none", detail: "no connection" });
  readonly ledger: TestLedger;
  readonly polls = new Polls();
  private readonly fate: Fate;
  private readonly log: Log;
  private hooks: ReturnType<typeof hooksApp> | null = null;

  private constructor(options: WorldOptions, clock: VirtualClock, ledger: TestLedger) {
    holdCrypto();
    this.clock = clock;
    this.ledger = ledger;
    this.random = new Random(options.seed);
    this.fate = options.fate ?? kindFate;
    this.log = options.log ?? (() => {});
    const chance = this.random.fork();
    this.zoho = createSimulator({
      now: clock.now,
      random: chance.next,
      sleep: clock.sleep,
      seed: options.zoho,
      publicUrl: "http://zoho.test",
      deliver: async (request) => {
        await clock.sleep(options.settings?.latency_ms ?? 1);
        return this.answer(request);
      },
      ...(options.settings ? { settings: options.settings } : {}),
    });
    this.seed = connectorSeed(options.zoho);
  }

  /** A world whose ledger knows the seed's organizations and counters. */
  static async create(options: WorldOptions, clock = new VirtualClock(options.start ?? START)): Promise<World> {
    const world = new World(options, clock, await testLedger(options.weather, options.engine));
    const { calm } = world.ledger;
    for (const organization of world.seed.organizations) {
      const id = OrganizationId.parse(organization.organization_id);
      await putOrganization(calm, {
        id,
        name: `Shop ${id}`,
        product: organization.product,
        paymentsAccountId: PaymentsAccountId.parse(organization.payments_account_id),
        timeZone: "Asia/Kolkata",
        settings: OrganizationSettings.parse({}),
        createdAt: clock.now(),
      });
      for (const counter of organization.counters) {
        await addCounter(calm, {
          organizationId: id,
          id: counter.id as never,
          name: counter.name,
          terminalId: TerminalId.parse(counter.terminal_id),
          locationId: null,
          createdAt: clock.now(),
          retiredAt: null,
        });
      }
    }
    return world;
  }

  /** What the Worker answers to one of Zoho's webhooks. */
  async answer(request: Request): Promise<Response> {
    this.hooks ??= hooksApp(() => this.dependencies());
    return this.hooks.request(request);
  }

  /** What a route of the Worker has, over this world. */
  dependencies(): Dependencies {
    return {
      settings: SETTINGS,
      ledger: this.ledger.ledger,
      transport: simulatedTransport(this.zoho, this.clock),
      now: this.clock.now,
      randomBytes: this.random.bytes,
      terminal: (organization, terminal) => this.terminalStub(terminalName(organization, terminal)),
      organization: (id) => this.organizationStub(id),
      reconnected: (id) => this.organization(id).call((organization) => organization.reconnected()),
      notifier: (id) => notifierStub(this.notifier(id)),
      later: (work) => {
        // A Worker's work after its answer may fail; nobody hears of it.
        work.catch(() => {});
      },
      wait: this.clock.sleep,
      log: this.log,
    };
  }

  notifier(id: OrganizationId): HostedObject<Notifier> {
    let object = this.notifiers.get(id);
    if (!object) {
      object = new HostedObject(`notifier ${id}`, this.clock, this.fate, (platform) =>
        buildNotifier(id, platform, {
          ledger: this.ledger,
          random: this.random,
          receiver: (...sent) => this.receiver(...sent),
          acknowledge: async ({ collectionId, terminalId, by, reference }) => {
            const at = { organizationId: id, id: CollectionId.parse(collectionId) };
            const terminal = this.terminalStub(terminalName(id, TerminalId.parse(terminalId)));
            await giveNotice({ ledger: this.ledger.ledger, terminal }, at, { type: "acknowledged", by, reference });
          },
          log: this.log,
        }),
      );
      this.notifiers.set(id, object);
    }
    return object;
  }

  terminal(name: string): HostedObject<Terminal> {
    let object = this.terminals.get(name);
    if (!object) {
      object = new HostedObject(`terminal ${name}`, this.clock, this.fate, (platform) =>
        this.buildTerminal(name, platform),
      );
      this.terminals.set(name, object);
    }
    return object;
  }

  organization(id: string): HostedObject<Organization> {
    let object = this.organizations.get(id);
    if (!object) {
      object = new HostedObject(`organization ${id}`, this.clock, this.fate, (platform) =>
        this.buildOrganization(OrganizationId.parse(id), platform),
      );
      this.organizations.set(id, object);
    }
    return object;
  }

  terminalStub(name: string): TerminalStub {
    const object = this.terminal(name);
    return {
      accept: (collection, history) => object.call((terminal) => terminal.accept(collection, history)),
      read: (id) => object.call((terminal) => terminal.read(id)),
      wish: (id, wish) => object.call((terminal) => terminal.wish(id, wish)),
      notice: (id, notice) => object.call((terminal) => terminal.notice(id, notice)),
      flush: () => object.call((terminal) => terminal.flush()),
      remind: (collection) => object.call((terminal) => terminal.remind(collection)),
      fetch: async () => new Response("no sockets here", { status: 501 }),
    };
  }

  organizationStub(id: string): OrganizationRpc {
    const object = this.organization(id);
    return {
      payments: (ask) => object.call((organization) => organization.payments(ask)),
      books: (ask) => object.call((organization) => organization.books(ask)),
      booksDone: (...given) => object.call((organization) => organization.booksDone(...given)),
      throttled: (...told) => object.call((organization) => organization.throttled(...told)),
    };
  }

  close(): void {
    this.ledger.close();
  }

  private buildTerminal(name: string, platform: Platform): Terminal {
    const [id = "", terminalId = ""] = name.split("/");
    const organizationId = OrganizationId.parse(id);
    const stub = this.organizationStub(id);
    const organization: OrganizationRpc = {
      payments: platform.guard(stub.payments),
      books: platform.guard(stub.books),
      booksDone: platform.guard(stub.booksDone),
      throttled: platform.guard(stub.throttled),
    };
    const transport = platform.guard(this.polls.watch(simulatedTransport(this.zoho, this.clock), this.clock.now));
    const books = booksClient(transport, platform.clock.now);
    return new Terminal({
      terminalId,
      sql: platform.sql,
      alarm: platform.alarm,
      clock: platform.clock,
      organization,
      payments: paymentsClient(transport, platform.clock.now),
      billing: (collection) => {
        const paidAt = collection.payment?.paidAt ?? collection.createdAt;
        const purpose = { kind: "recording" as const, paidAt, key: collection.id };
        return zohoBilling(books, turnsAtBooks(organization, organizationId, purpose, platform.clock.now));
      },
      takeHistory: platform.guard((told) => takeHistory(this.ledger.ledger, told)),
      notify: platform.guard((told) => notifierStub(this.notifier(organizationId)).take(told)),
      // No page watches here.
      publish: () => {},
      log: this.log,
    });
  }

  private buildOrganization(id: OrganizationId, platform: Platform): Organization {
    const transport = platform.guard(simulatedTransport(this.zoho, this.clock));
    const { clients, organizations } = this.seed;
    return new Organization({
      id,
      sql: platform.sql,
      clock: platform.clock,
      accounts: accountsClient(transport, platform.clock.now),
      clients,
      loadConnection: platform.guard(async () => {
        const found = organizations.find((organization) => organization.organization_id === id);
        if (!found) return null;
        const { product, payments_account_id, refresh_tokens } = found;
        const grant = (refreshToken: string, api: string) => ({ refreshToken, accountsUrl: ACCOUNTS, apiUrl: api });
        const books = "books" in refresh_tokens ? { books: grant(refresh_tokens.books, API) } : {};
        return {
          product: product === "external" ? "books" : product,
          paymentsAccountId: payments_account_id,
          grants: { ...books, payments: grant(refresh_tokens.payments, PAYMENTS) },
        };
      }),
      seal: async (text) => text,
      open: async (sealed) => sealed,
      log: this.log,
    });
  }
}

/** 22 November 2026, 10:00 in Kolkata. */
export const START = Date.UTC(2026, 10, 22, 4, 30);
const ACCOUNTS = "http://zoho.test/accounts";
const PAYMENTS = "http://zoho.test/payments";
const API = "http://zoho.test/api";
