import type { Method } from "../../src/collection/collection.ts";
import { CollectionId, CounterId, InvoiceId, OrganizationId } from "../../src/collection/ids.ts";
import { paise } from "../../src/collection/money.ts";
import { type Started, type StartRequest, startCollection } from "../../src/http/collections/start.ts";
import type { ConnectorSeed, DeviceActions, DevicePayment } from "../../src/simulator/index.ts";
import type { HumanWish } from "../../src/terminal/rpc.ts";
import type { Random } from "../world/random.ts";
import type { World } from "../world/world.ts";

type Shop = ConnectorSeed["organizations"][number];

/** What people were told: for each idempotency key, every collection they were ever answered with. */
export interface Told {
  key: string;
  ids: Set<string>;
}

/**
 * Cashiers, customers and accountants of a day. Each decides by the seed alone; they come back with the same key when
 * they got no answer, as our page and any sound client do.
 */
export class People {
  readonly told = new Map<string, Told>();
  readonly requests: StartRequest[] = [];
  private readonly world: World;
  private readonly random: Random;
  private readonly workerCrash: number;
  private keys = 0;

  constructor(world: World, random: Random, workerCrash: number) {
    this.world = world;
    this.random = random;
    this.workerCrash = workerCrash;
  }

  /** One customer at some counter, from the invoice to leaving the shop. */
  async serve(shop: Shop): Promise<void> {
    const { random, world } = this;
    const books = world.zoho.books(shop.organization_id);
    const total = random.between(100, 5_000_000);
    const invoice = books.createInvoice({ total });
    const counter = random.pick(shop.counters);
    const method = random.pick<Method>(["card", "upi"]);
    const partial = random.chance(0.15) ? paise(random.between(1, total)) : null;
    this.meddle(shop, invoice.invoice_id, total);

    const request = this.request(shop, invoice.invoice_id, counter.id, method, partial);
    const others: Promise<unknown>[] = [];
    if (random.chance(0.1)) others.push(this.ask(request));
    if (random.chance(0.08)) {
      others.push(this.ask(this.request(shop, invoice.invoice_id, random.pick(shop.counters).id, method, null)));
    }
    const started = await this.ask(request);
    await Promise.all(others);
    if (started?.kind !== "started") return;
    this.askAbout(started.view.id, shop, started.view.terminal_id);

    // A client that lost the answer, or a button pressed again much later.
    if (random.chance(0.1)) {
      world.clock.at(world.clock.now() + random.between(60_000, 1_800_000), () => void this.ask(request));
    }
    // A decline is often followed by another try, with another key.
    if (random.chance(0.3)) {
      await world.clock.sleep(random.between(60_000, 600_000));
      const again = this.request(shop, invoice.invoice_id, random.pick(shop.counters).id, method, null);
      await this.ask({ ...again, acknowledgeUnresolved: random.chance(0.5) });
    }
  }

  /** Stands at a terminal for a while: fetches what there is and does something with it. */
  async attend(terminalId: string, until: number): Promise<void> {
    const { random, world } = this;
    const device = world.zoho.device(terminalId);
    while (world.clock.now() < until) {
      await world.clock.sleep(random.between(1_500, 12_000));
      if (!device.fetchPayments().ok) continue;
      const mood = random.next();
      if (random.chance(0.01)) device.retypeAmount(random.between(100, 5_000_000));
      if (mood < 0.015) {
        // Nearly too late, and too late.
        await world.clock.sleep(random.between(150_000, 178_000));
        device.startPaying();
        await world.clock.sleep(random.between(1_000, 55_000));
        this.regret(device, device.pay());
      } else if (mood < 0.65) {
        device.startPaying();
        await world.clock.sleep(random.between(1_000, 12_000));
        this.regret(device, device.pay());
      } else if (mood < 0.85) {
        await world.clock.sleep(random.between(2_000, 20_000));
        device.decline(random.pick(["insufficient_funds", "card_expired", "do_not_honour"]));
        if (!world.zoho.settings.decline_ends_session && random.chance(0.5)) {
          await world.clock.sleep(random.between(2_000, 20_000));
          this.regret(device, device.pay());
        }
      } else if (mood < 0.97) {
        device.cancel();
      } else {
        device.walkAway();
        await world.clock.sleep(random.between(20_000, 120_000));
      }
    }
  }

  /** Somebody brings it back, the moment after or hours later. */
  private regret(device: DeviceActions, paid: DevicePayment): void {
    const { random, world } = this;
    if (!paid.ok || !random.chance(0.05)) return;
    const when = world.clock.now() + random.pick([1_000, random.between(1_000, 60_000), random.between(0, 7_200_000)]);
    const amounts = random.pick([[undefined], [random.between(1, 100_000)], [100, undefined]]);
    for (const amount of amounts) world.clock.at(when, () => void device.refund(paid.payment_id, amount));
  }

  private request(
    shop: Shop,
    invoiceId: string,
    counterId: string,
    method: Method,
    amount: StartRequest["amount"],
  ): StartRequest {
    this.keys += 1;
    return {
      organizationId: OrganizationId.parse(shop.organization_id),
      invoice: { id: InvoiceId.parse(invoiceId) },
      counterId: CounterId.parse(counterId),
      amount,
      method,
      idempotencyKey: `key-${this.keys}`,
      acknowledgeUnresolved: false,
      by: "cashier",
    };
  }

  /** Asks the Worker, which may die at it; asks again with the same key when no answer comes. */
  private async ask(request: StartRequest): Promise<Started | null> {
    const { clock } = this.world;
    this.requests.push(request);
    for (let tries = 0; tries < 3; tries++) {
      const answer = await this.once(request);
      if (answer?.kind === "started") {
        const told = this.told.get(request.idempotencyKey) ?? { key: request.idempotencyKey, ids: new Set() };
        told.ids.add(answer.view.id);
        this.told.set(request.idempotencyKey, told);
        return answer;
      }
      const later = answer?.refusal.reason;
      if (later !== undefined && later !== "ledger_unavailable" && later !== "books_unavailable") return answer;
      await clock.sleep(this.random.between(1_000, 20_000));
    }
    return null;
  }

  private once(request: StartRequest): Promise<Started | null> {
    const { clock } = this.world;
    const deps = this.world.dependencies();
    const { random, workerCrash } = this;
    // The Worker's isolate may die at any of its calls: then nothing more of this request happens.
    const mortal = <A extends unknown[], T>(port: (...args: A) => Promise<T>) => {
      return async (...args: A): Promise<T> => {
        if (random.chance(workerCrash)) return new Promise<never>(() => {});
        return port(...args);
      };
    };
    const terminal: typeof deps.terminal = (...name) => {
      const stub = deps.terminal(...name);
      return { ...stub, accept: mortal(stub.accept), flush: mortal(stub.flush) };
    };
    const work = startCollection({ ...deps, terminal, transport: mortal(deps.transport) }, request);
    return Promise.race([work, clock.sleep(30_000).then(() => null)]);
  }

  /** Presses buttons of the live page now and then. */
  private askAbout(id: string, shop: Shop, terminalId: string): void {
    const { random, world } = this;
    const wishes: [number, () => HumanWish][] = [
      [0.08, () => ({ by: "cashier", action: "cancel" })],
      [0.2, () => ({ by: "cashier", action: "check" })],
      [0.2, () => ({ by: "cashier", action: "check" })],
      [0.1, () => ({ by: "accountant", action: "retry_recording", settings: SETTINGS })],
      [
        0.02,
        () => ({ by: "accountant", action: "resolve", outcome: "paid", reason: "recorded by hand", reference: "77" }),
      ],
      // Said of every second one; the terminal objects where nobody waits for the word.
      [
        0.5,
        () => ({
          by: "accountant",
          action: "resolve",
          outcome: "refund_settled",
          reason: "put right",
          reference: null,
        }),
      ],
    ];
    for (const [chance, wish] of wishes) {
      if (!random.chance(chance)) continue;
      const soon = random.pick([30_000, 900_000, 3 * 3_600_000]);
      world.clock.at(world.clock.now() + random.between(500, soon), () => {
        const stub = world.terminalStub(`${shop.organization_id}/${terminalId}`);
        // A terminal that dies while asked answers nobody; the person looks again.
        stub.wish(CollectionId.parse(id), wish()).catch(() => {});
      });
    }
    if (random.chance(0.5)) {
      const later = world.clock.now() + random.between(360_000, 2_400_000);
      world.clock.at(later, () => void this.giveUpOn(id, shop, terminalId));
    }
  }

  /** The customer swears that nothing was charged, and the accountant believes it before Zoho has answered. */
  private async giveUpOn(id: string, shop: Shop, terminalId: string): Promise<void> {
    const stub = this.world.terminalStub(`${shop.organization_id}/${terminalId}`);
    const word = { action: "resolve", outcome: "not_paid", reason: "customer says so", reference: null } as const;
    try {
      const view = await stub.read(CollectionId.parse(id));
      if (view?.status === "unresolved") await stub.wish(CollectionId.parse(id), { by: "accountant", ...word });
    } catch {
      // The terminal died while asked; the accountant leaves it.
    }
  }

  /** The invoice changes in Books meanwhile. */
  private meddle(shop: Shop, invoiceId: string, total: number): void {
    const { random, world } = this;
    if (!random.chance(0.08)) return;
    const books = world.zoho.books(shop.organization_id);
    const deed = random.pick([
      () => books.payInCash(invoiceId),
      () => books.payInCash(invoiceId, random.between(1, total)),
      () => books.voidInvoice(invoiceId),
      () => books.editTotal(invoiceId, random.between(100, 5_000_000)),
      () => books.deleteInvoice(invoiceId),
    ]);
    world.clock.at(world.clock.now() + random.between(500, 120_000), deed);
  }
}

const SETTINGS = {
  paymentMode: "creditcard",
  depositAccountId: null,
  commentOnInvoice: false,
  timeZone: "Asia/Kolkata",
};
