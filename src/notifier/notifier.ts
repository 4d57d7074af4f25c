import { Webhook } from "standardwebhooks";
import type { Told } from "../ledger/collections.ts";
import type { Alarm, Clock, Log, Sql } from "../objects/ports.ts";
import { WakeUp } from "../objects/wake-up.ts";
import { type EventType, eventsOf } from "./event.ts";
import { referenceIn } from "./reference.ts";
import type { Attempt, Delivery, DeliveryFilter, NotifierRpc } from "./rpc.ts";
import { ANSWER_WITHIN, DISABLE_AFTER, KEEP, nextGap, RETRY_FOR, WATCH } from "./schedule.ts";
import { type Acknowledgement, asDelivery, NotifierStore, type Waiting } from "./store.ts";

/** Where an organization wants to be told. */
export interface Endpoint {
  id: string;
  url: string;
  /** `whsec_…`, in the clear; null while it does not open with the keys at hand: then what is for it waits. */
  secret: string | null;
  /** Null wants all. */
  events: EventType[] | null;
  /** Whether its 2xx to `collection.succeeded` is the billing software's acknowledgement. */
  acknowledges: boolean;
  disabledAt: number | null;
}

/** What came of one request to an endpoint. */
export type Posted =
  | { kind: "answer"; status: number; text: string; retryAfterMs: number | null }
  /** No answer, or none was asked for: the address is not one we may reach. */
  | { kind: "none"; detail: string };

export interface NotifierPorts {
  sql: Sql;
  alarm: Alarm;
  clock: Clock;
  /** 0 ≤ x < 1. */
  random(): number;
  newId(prefix: "dlv" | "evt"): string;
  /** The organization's endpoints; rejects while the ledger is away. */
  endpoints(): Promise<Endpoint[]>;
  /** One POST, never to an address that is not public. Never rejects. */
  post(url: string, headers: Record<string, string>, body: string): Promise<Posted>;
  /** Notes in the ledger that an endpoint is disabled, and why. */
  disable(endpointId: string, at: number, reason: string): Promise<void>;
  /** Tells a terminal that the billing software has taken a payment over. */
  acknowledge(one: Pick<Acknowledgement, "collectionId" | "terminalId" | "by" | "reference">): Promise<void>;
  log: Log;
}

const AT_ONCE = 6;
const AT_ONCE_EACH = 3;
const ENDPOINTS_GOOD_FOR = 30_000;
const LEDGER_GAP = 15_000;
const KEYS_GAP = 5 * 60_000;
const PRUNE_EVERY = 3_600_000;

/**
 * Tells an organization's own systems what happens to its collections: at least once, in order for each collection
 * and endpoint, for 24 hours. Events are stored before `take` answers; the rest is one alarm and what is due.
 */
export class Notifier implements NotifierRpc {
  private readonly ports: NotifierPorts;
  private readonly store: NotifierStore;
  private readonly underWay = new Map<string, { endpointId: string; work: Promise<void> }>();
  private readonly acknowledging = new Map<string, Promise<void>>();
  private known: { list: Endpoint[]; readAt: number } | null = null;
  private reading: Promise<Endpoint[]> | null = null;
  private readonly wakeUp: WakeUp;
  private prunedAt = 0;

  constructor(ports: NotifierPorts) {
    this.ports = ports;
    this.wakeUp = new WakeUp(ports);
    this.store = new NotifierStore(ports.sql);
  }

  /** To be awaited before anything else reaches a new instance: an alarm may have been lost with the last one. */
  wake(): Promise<void> {
    return this.wakeUp.mend(() => this.nextDue());
  }

  /** Does what is due. Never throws. */
  async alarm(): Promise<void> {
    this.wakeUp.forget();
    try {
      this.pass();
      await this.settled();
    } catch (error) {
      this.ports.log({ event: "notifier_failed", reason: reasonOf(error) });
      await this.wakeUp.arm(this.ports.clock.now() + WATCH);
    }
  }

  async take(told: Told[]): Promise<void> {
    const endpoints = (await this.endpoints()).filter(({ disabledAt }) => disabledAt === null);
    if (endpoints.length === 0) return;
    const now = this.ports.clock.now();
    for (const one of told) {
      const { collection } = one;
      const before = this.store.seen(collection.id);
      const { events, seen } = eventsOf(before, one);
      if (seen === before) continue;
      this.store.keepSeen(collection.id, seen, now);
      for (const { id, type, at, data } of events) {
        const wanted = endpoints.filter(({ events }) => events === null || events.includes(type));
        const acknowledge =
          type === "collection.succeeded" && collection.biller === "external" ? collection.terminalId : null;
        const body = JSON.stringify({ type, timestamp: new Date(at).toISOString(), data });
        if (wanted.length === 0 || !this.store.addEvent({ id, type, at, body, acknowledge })) continue;
        for (const { id: endpointId } of wanted) {
          const delivery = { id: this.ports.newId("dlv"), eventId: id, endpointId, collectionId: collection.id };
          this.store.addDelivery({ ...delivery, once: false }, now);
        }
      }
    }
    this.pass();
  }

  async endpointsChanged(): Promise<void> {
    this.known = null;
    this.pass();
  }

  async deliveries(filter: DeliveryFilter): Promise<Delivery[]> {
    return this.store.list(filter);
  }

  async sendAgain(endpointId: string, deliveryId: string): Promise<Delivery | null> {
    const before = this.store.delivery(deliveryId);
    if (before?.endpointId !== endpointId) return null;
    const { eventId, collectionId, once } = before;
    return this.send({ id: this.ports.newId("dlv"), eventId, endpointId, collectionId, once });
  }

  async test(endpointId: string): Promise<Delivery | null> {
    const endpoint = (await this.endpoints()).find(({ id }) => id === endpointId);
    if (!endpoint) return null;
    const at = this.ports.clock.now();
    const event = { id: this.ports.newId("evt"), type: "test", at, acknowledge: null };
    const data = { message: "A test of this endpoint. Nothing was collected." };
    this.store.addEvent({
      ...event,
      body: JSON.stringify({ type: "test", timestamp: new Date(at).toISOString(), data }),
    });
    const id = this.ports.newId("dlv");
    return this.send({ id, eventId: event.id, endpointId, collectionId: null, once: true });
  }

  private async send(delivery: Parameters<NotifierStore["addDelivery"]>[0]): Promise<Delivery | null> {
    const { clock } = this.ports;
    this.store.addDelivery(delivery, clock.now());
    this.pass();
    const work = this.underWay.get(delivery.id)?.work;
    if (work) await clock.within(work, clock.now() + ANSWER_WITHIN + 1_000);
    const after = this.store.delivery(delivery.id);
    return after && asDelivery(after);
  }

  /** Starts everything that may leave now and arms the alarm for the rest. Does not wait. */
  private pass(): void {
    const now = this.ports.clock.now();
    if (now - this.prunedAt >= PRUNE_EVERY) {
      this.prunedAt = now;
      this.store.prune(now - KEEP);
    }
    for (const one of this.store.acknowledgements(now)) this.startAcknowledging(one, now);
    for (const endpointId of this.store.awaited()) {
      const busy = [...this.underWay.values()].filter((one) => one.endpointId === endpointId).length;
      const room = Math.min(AT_ONCE_EACH - busy, AT_ONCE - this.underWay.size);
      if (room <= 0) continue;
      // Those under way may be due again and come first.
      const due = this.store.due(endpointId, now, room + busy).filter(({ id }) => !this.underWay.has(id));
      for (const delivery of due.slice(0, room)) this.start(delivery, now);
    }
    void this.wakeUp.arm(this.nextDue());
  }

  private start(delivery: Waiting, now: number): void {
    const { id, endpointId } = delivery;
    this.store.putOff(id, now + WATCH);
    const work = this.deliver(delivery)
      .catch((error) => this.ports.log({ event: "notifier_failed", delivery: id, reason: reasonOf(error) }))
      .then(() => {
        this.underWay.delete(id);
        this.pass();
      });
    this.underWay.set(id, { endpointId, work });
  }

  private async deliver(delivery: Waiting): Promise<void> {
    const { clock, log } = this.ports;
    const endpoint = await this.endpointFor(delivery);
    if (!endpoint) return;
    const event = this.store.event(delivery.eventId);
    if (!event) return;
    const at = clock.now();
    const headers = {
      "content-type": "application/json",
      "user-agent": "collect-via-pos/1",
      "webhook-id": event.id,
      "webhook-timestamp": String(Math.floor(at / 1_000)),
      "webhook-signature": new Webhook(endpoint.secret).sign(event.id, new Date(at), event.body),
    };
    const posted = await this.ports.post(endpoint.url, headers, event.body);
    const now = clock.now();
    const status = posted.kind === "answer" ? posted.status : null;
    const attempts = [...delivery.attempts, { at, ms: now - at, status, detail: detailOf(posted) }];
    log({
      event: "delivery",
      delivery: delivery.id,
      endpoint: endpoint.id,
      type: event.type,
      result: status ?? "none",
    });
    if (status !== null && status >= 200 && status < 300) {
      this.store.settle(delivery.id, "delivered", now, attempts);
      if (event.acknowledge !== null && endpoint.acknowledges && delivery.collectionId !== null) {
        const reference = posted.kind === "answer" ? referenceIn(posted.text) : null;
        const [terminalId, collectionId, by] = [event.acknowledge, delivery.collectionId, hostOf(endpoint.url)];
        this.store.addAcknowledgement({ collectionId, terminalId, by, reference, dueAt: now });
      }
      if (this.store.failingSince(endpoint.id) === null) return;
      this.store.setFailing(endpoint.id, null);
      this.store.hasten(endpoint.id, now);
      return;
    }
    await this.failed(delivery, endpoint, attempts, posted, now);
  }

  private async failed(
    delivery: Waiting,
    endpoint: Endpoint,
    attempts: Attempt[],
    posted: Posted,
    now: number,
  ): Promise<void> {
    const wish = posted.kind === "answer" ? posted.retryAfterMs : null;
    const over = delivery.once || now - delivery.createdAt >= RETRY_FOR;
    const dueAt = now + nextGap(delivery.tries + 1, this.ports.random(), wish);
    this.store.settle(delivery.id, over ? "failed" : "pending", dueAt, attempts);
    if (delivery.once) return;
    this.store.setFailing(endpoint.id, now);
    const gone = posted.kind === "answer" && posted.status === 410;
    const since = this.store.failingSince(endpoint.id) ?? now;
    if (!gone && now - since < DISABLE_AFTER) return;
    const reason = gone ? "it answered 410 Gone" : "it accepted nothing for three days";
    try {
      await this.ports.disable(endpoint.id, now, reason);
    } catch (error) {
      // The next failure tries again.
      this.ports.log({ event: "endpoint_not_disabled", endpoint: endpoint.id, reason: reasonOf(error) });
      return;
    }
    this.ports.log({ event: "endpoint_disabled", endpoint: endpoint.id, reason });
    this.known = null;
    this.store.setFailing(endpoint.id, null);
    this.store.giveUp(endpoint.id, now, `the endpoint was disabled: ${reason}`);
  }

  /** The endpoint a delivery goes to; null when it cannot be read now, or is gone: then the delivery is seen to. */
  private async endpointFor(delivery: Waiting): Promise<(Endpoint & { secret: string }) | null> {
    const { clock } = this.ports;
    let endpoint: Endpoint | undefined;
    try {
      endpoint = (await this.endpoints()).find(({ id }) => id === delivery.endpointId);
    } catch {
      this.store.putOff(delivery.id, clock.now() + LEDGER_GAP);
      return null;
    }
    if (endpoint && (endpoint.disabledAt === null || delivery.once)) {
      const { secret } = endpoint;
      if (secret !== null) return { ...endpoint, secret };
      this.ports.log({ event: "endpoint_secret_lost", endpoint: endpoint.id });
      this.store.putOff(delivery.id, clock.now() + KEYS_GAP);
      return null;
    }
    const detail = endpoint ? "the endpoint is disabled" : "the endpoint was removed";
    const attempt = { at: clock.now(), ms: 0, status: null, detail };
    this.store.settle(delivery.id, "failed", clock.now(), [...delivery.attempts, attempt]);
    return null;
  }

  private startAcknowledging(one: Acknowledgement, now: number): void {
    if (this.acknowledging.has(one.collectionId)) return;
    this.store.putOffAcknowledgement(one.collectionId, now + nextGap(one.tries + 1, this.ports.random(), null));
    const work = this.ports.acknowledge(one).then(
      () => this.store.removeAcknowledgement(one.collectionId),
      (error) => this.ports.log({ event: "not_acknowledged", collection: one.collectionId, reason: reasonOf(error) }),
    );
    const over = work.then(() => {
      this.acknowledging.delete(one.collectionId);
      this.pass();
    });
    this.acknowledging.set(one.collectionId, over);
  }

  /** Read anew every half minute; while the ledger is away the last reading serves. */
  private async endpoints(): Promise<Endpoint[]> {
    const { clock } = this.ports;
    if (this.known && clock.now() - this.known.readAt < ENDPOINTS_GOOD_FOR) return this.known.list;
    this.reading ??= this.ports.endpoints().finally(() => {
      this.reading = null;
    });
    try {
      const list = await this.reading;
      this.known = { list, readAt: clock.now() };
      return list;
    } catch (error) {
      if (this.known) return this.known.list;
      throw error;
    }
  }

  private async settled(): Promise<void> {
    while (this.underWay.size > 0 || this.acknowledging.size > 0) {
      const until = this.wakeUp.at ?? Number.POSITIVE_INFINITY;
      const now = this.ports.clock.now();
      if (until <= now) return;
      const work: Promise<unknown>[] = [...this.acknowledging.values()];
      for (const one of this.underWay.values()) work.push(one.work);
      const first = Promise.race(work);
      if (Number.isFinite(until)) await this.ports.clock.within(first, until);
      else await first;
    }
  }

  /** Never sooner than a moment from now while something is under way: its end looks for more by itself. */
  private nextDue(): number | null {
    const due = this.store.nextDue();
    if (due === null) return null;
    const busy = this.underWay.size > 0 || this.acknowledging.size > 0;
    return busy ? Math.max(due, this.ports.clock.now() + 5_000) : due;
  }
}

function detailOf(posted: Posted): string {
  if (posted.kind === "none") return posted.detail;
  if (posted.status >= 300 && posted.status < 400) return "a redirect, which is not followed";
  return posted.status >= 200 && posted.status < 300 ? "accepted" : "not accepted";
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : "unknown");
const hostOf = (url: string): string => new URL(url).host;
