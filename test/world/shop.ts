import type { Collection } from "../../src/collection/collection.ts";
import { CollectionId, CounterId, InvoiceId, OrganizationId } from "../../src/collection/ids.ts";
import type { CollectionView } from "../../src/collection/view.ts";
import { type Started, type StartRequest, startCollection } from "../../src/http/collections/start.ts";
import { findCollection } from "../../src/ledger/collections.ts";
import { type FaultRule, type SimulatorSettings, seedFor } from "../../src/simulator/index.ts";
import type { HumanWish, WishAnswer } from "../../src/terminal/rpc.ts";
import { VirtualClock } from "./clock.ts";
import { type Fate, kindFate } from "./host.ts";
import type { Weather } from "./ledger.ts";
import { START, World } from "./world.ts";

export interface ShopOptions {
  terminals?: number;
  settings?: Partial<SimulatorSettings>;
  fate?: Partial<Fate>;
  /** Made once the clock is known. */
  weather?: (clock: VirtualClock) => Weather;
}

/** What the shop bills in. The promises are run once for each (vitest.config.ts). */
const PRODUCT = process.env.PRODUCT === "invoice" ? "invoice" : "books";

/** One shop in a world of its own: what the scenario tests of the promises are written in. */
export class Shop {
  readonly world: World;
  private keys = 0;

  private constructor(world: World) {
    this.world = world;
  }

  static async open({ terminals = 1, settings, fate, weather }: ShopOptions = {}): Promise<Shop> {
    const clock = new VirtualClock(START);
    const zoho = seedFor({ organizations: 1, terminals, product: () => PRODUCT });
    return new Shop(
      await World.create(
        {
          seed: 1,
          zoho,
          settings: { latency_ms: 50, ...settings },
          fate: { ...kindFate, ...fate },
          ...(weather ? { weather: weather(clock) } : {}),
        },
        clock,
      ),
    );
  }

  get seed() {
    const [first] = this.world.seed.organizations;
    if (!first) throw new Error("the seed has no organization");
    return first;
  }

  get books() {
    return this.world.zoho.books(this.seed.organization_id);
  }

  get now(): number {
    return this.world.clock.now();
  }

  counter(index = 0) {
    const counter = this.seed.counters[index];
    if (!counter) throw new Error("the seed has no such counter");
    return counter;
  }

  device(index = 0) {
    return this.world.zoho.device(this.counter(index).terminal_id);
  }

  fault(rule: FaultRule): void {
    this.world.zoho.faults.add(rule);
  }

  /** Lets time pass until what was begun is answered. */
  async wait<T>(work: Promise<T>, atMost = 60_000): Promise<T> {
    let done = false;
    const watched = work.finally(() => {
      done = true;
    });
    watched.catch(() => {});
    await this.world.clock.run(this.now + atMost, () => done);
    if (!done) throw new Error(`no answer within ${atMost} ms`);
    return watched;
  }

  pass(ms: number): Promise<void> {
    return this.world.clock.run(this.now + ms);
  }

  request(invoiceId: string, wish: Partial<StartRequest> & { counter?: number } = {}): StartRequest {
    const { counter = 0, ...rest } = wish;
    this.keys += 1;
    return {
      organizationId: OrganizationId.parse(this.seed.organization_id),
      invoice: { id: InvoiceId.parse(invoiceId) },
      counterId: CounterId.parse(this.counter(counter).id),
      amount: null,
      method: "card",
      idempotencyKey: `key-${this.keys}`,
      acknowledgeUnresolved: false,
      by: "cashier",
      ...rest,
    };
  }

  start(request: StartRequest): Promise<Started> {
    return this.wait(startCollection(this.world.dependencies(), request));
  }

  /** Starts and expects it to be taken. */
  async collect(invoiceId: string, wish: Partial<StartRequest> & { counter?: number } = {}): Promise<CollectionView> {
    const started = await this.start(this.request(invoiceId, wish));
    if (started.kind !== "started") throw new Error(`refused: ${started.refusal.reason}`);
    return started.view;
  }

  /** The customer pays what is on the terminal. */
  pay(counter = 0): string {
    const device = this.device(counter);
    device.fetchPayments();
    const paid = device.pay();
    if (!paid.ok) throw new Error(`the device says ${paid.reason}`);
    return paid.payment_id;
  }

  terminal(counter = 0) {
    return this.world.terminal(`${this.seed.organization_id}/${this.counter(counter).terminal_id}`);
  }

  async read(id: string, counter = 0): Promise<CollectionView> {
    const stub = this.world.terminalStub(`${this.seed.organization_id}/${this.counter(counter).terminal_id}`);
    const view = await this.wait(stub.read(CollectionId.parse(id)));
    if (!view) throw new Error("the terminal does not know it");
    return view;
  }

  wish(id: string, wish: HumanWish, counter = 0): Promise<WishAnswer> {
    const stub = this.world.terminalStub(`${this.seed.organization_id}/${this.counter(counter).terminal_id}`);
    return this.wait(stub.wish(CollectionId.parse(id), wish));
  }

  /** What the ledger holds. */
  async ledger(id: string): Promise<{ collection: Collection; history: { status: string; reason: string }[] }> {
    const organization = OrganizationId.parse(this.seed.organization_id);
    const found = await findCollection(this.world.ledger.calm, organization, CollectionId.parse(id));
    if (!found) throw new Error("the ledger does not know it");
    return found;
  }

  /** Calls Zoho has seen, by route. */
  calls(route: string) {
    return this.world.zoho.calls.list({ route });
  }

  close(): void {
    this.world.close();
  }
}
