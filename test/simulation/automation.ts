import type { Posted } from "../../src/notifier/notifier.ts";
import { sendFromBooks, sendFromPayments, takeHooks, tellEndpoint } from "../world/automation.ts";
import type { Random } from "../world/random.ts";
import type { World } from "../world/world.ts";
import type { Broken, Story } from "./checks.ts";

/** What a receiver of events took, in the order it came. */
interface Heard {
  id: string;
  type: string;
  collection: string;
}

/**
 * Webhooks of both kinds and a receiver of events for every shop, in weather of their own: lost, late, twice, out of
 * order, forged; the receiver refuses, hangs and breaks off. Workflow rules race the cashiers for the same invoices.
 */
export class Automation {
  private readonly heard = new Map<string, Heard[]>();
  /** Whether each event of Zoho Payments is delivered in the end. */
  private readonly allTold: boolean;

  private constructor(allTold: boolean) {
    this.allTold = allTold;
  }

  static async begin(world: World, random: Random): Promise<Automation> {
    const lost = random.chance(0.5) ? 0 : random.next() * 0.3;
    const automation = new Automation(lost === 0);
    const fails = random.next() * 0.4;
    for (const shop of world.seed.organizations) {
      const { organization_id: organization } = shop;
      await takeHooks(world, organization);
      const weather = () => ({
        duplicate: random.next() * 0.5,
        forged: random.next() * 0.2,
        delay_ms: [0, random.pick([0, 500, 30_000])] as [number, number],
      });
      const counter = random.pick(shop.counters).id;
      const body = random.pick(["default", "raw", "form", "json_string"] as const);
      const rule = { on: "both" as const, body, query: `?counter_id=${counter}` };
      sendFromBooks(world, organization, { ...rule, weather: { ...weather(), lost: 0.6 } });
      // A second rule for the same invoices, of which some hear long after the first one's collection has failed.
      const late = { ...weather(), lost: 0.5, delay_ms: [0, 240_000] as [number, number] };
      const other = body === "raw" ? "form" : "raw";
      sendFromBooks(world, organization, { ...rule, on: "created", body: other, weather: late });
      sendFromPayments(world, shop, { ...weather(), lost });
      await tellEndpoint(world, organization, { id: `erp${organization}` });
    }
    world.receiver = async (url, _headers, body): Promise<Posted> => {
      await world.clock.sleep(random.between(1, 200));
      const broken = random.chance(fails);
      // Some that break off have taken it all the same.
      if (!broken || random.chance(0.3)) automation.note(url, body, _headers["webhook-id"] ?? "");
      if (!broken) return { kind: "answer", status: 200, text: "", retryAfterMs: null };
      if (random.chance(0.3)) await world.clock.sleep(10_000);
      return random.chance(0.5)
        ? { kind: "none", detail: "no connection" }
        : { kind: "answer", status: random.pick([302, 404, 500, 503]), text: "", retryAfterMs: null };
    };
    return automation;
  }

  private note(url: string, body: string, id: string): void {
    const { type, data } = JSON.parse(body) as { type: string; data: { id: string } };
    const list = this.heard.get(url) ?? [];
    list.push({ id, type, collection: data.id });
    this.heard.set(url, list);
  }

  /** What was given back is known, once each, and a human is called where Books still shows it as paid. */
  private checkRefunds(world: World, stories: Map<string, Story>): Broken[] {
    const broken: Broken[] = [];
    for (const shop of world.seed.organizations) {
      const books = world.zoho.books(shop.organization_id);
      for (const payment of world.zoho.payments(shop.payments_account_id).payments()) {
        const id = payment.meta_data.find(({ key }) => key === "collection_id")?.value ?? "";
        const story = stories.get(id);
        if (story?.collection.status !== "recorded" || payment.refunded === 0) continue;
        const { collection, history } = story;
        const { refunded, attention } = collection;
        const last = (reason: string): number => history.findLastIndex((line) => line.reason === reason);
        const settled = last("refund_settled") > last("refunded");
        const say = (promise: string, what: string): number => broken.push({ promise, what, collection: id });
        if (refunded > payment.refunded) say("P9", `${refunded} given back of ${payment.refunded}`);
        if (refunded < payment.refunded && this.allTold)
          say("P5", `a refund of ${payment.id} was told and is not known`);
        const [record] = books.customerPayments({ reference_number: payment.id });
        const applied = record?.invoices[0]?.amount ?? 0;
        if (refunded > 0 && applied > collection.amount - refunded && !attention && !settled)
          say("P5", `given back, ${applied} still shown as paid, and nobody is told`);
      }
    }
    return broken;
  }

  /**
   * Every change of status was told, at least once and in its order; and whatever workflow rules said, how often and
   * how late, an invoice's balance was collected for them once.
   */
  check(world: World, stories: Map<string, Story>): Broken[] {
    const broken = this.checkRefunds(world, stories);
    const told = new Map<string, string[]>();
    for (const list of this.heard.values()) {
      const known = new Set<string>();
      for (const { id, type, collection } of list) {
        if (known.has(id)) continue;
        known.add(id);
        if (type === "collection.attention" || type === "collection.refunded") continue;
        told.set(collection, [...(told.get(collection) ?? []), type.slice("collection.".length)]);
      }
    }
    for (const [id, { history }] of stories) {
      const changes = history.map(({ status }) => status).filter((status, index, all) => status !== all[index - 1]);
      // A terminal that was never told of a collection tells nobody either.
      if (history.length === 1) continue;
      const wanted = changes.filter((status) => status !== "sending").join(" ");
      const got = (told.get(id) ?? []).join(" ");
      if (got !== wanted) broken.push({ promise: "P5", what: `events told "${got}" of "${wanted}"`, collection: id });
    }
    const asked = new Map<string, string>();
    for (const { collection } of stories.values()) {
      const { id, startedBy, invoiceId, amount } = collection;
      if (startedBy !== "Books workflow") continue;
      const before = asked.get(`${invoiceId} ${amount}`);
      if (before)
        broken.push({ promise: "P7", what: `rules collected one balance twice, first as ${before}`, collection: id });
      asked.set(`${invoiceId} ${amount}`, id);
    }
    return broken;
  }
}
