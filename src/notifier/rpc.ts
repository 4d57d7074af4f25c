import type { OrganizationId } from "../collection/ids.ts";
import type { Told } from "../ledger/collections.ts";

export type DeliveryState = "pending" | "delivered" | "failed";

/** One try of a delivery, as its log shows it. */
export interface Attempt {
  /** Epoch ms. */
  at: number;
  ms: number;
  /** The receiver's HTTP status; null when none came. */
  status: number | null;
  detail: string;
}

/** One event on its way to one endpoint. */
export interface Delivery {
  id: string;
  endpointId: string;
  eventId: string;
  eventType: string;
  collectionId: string | null;
  state: DeliveryState;
  createdAt: number;
  /** When it is tried next; null once it is over. */
  dueAt: number | null;
  attempts: Attempt[];
  /** Its place in the order of all; the cursor of lists. */
  place: number;
}

export interface DeliveryFilter {
  endpointId?: string;
  state?: DeliveryState;
  /** Only those before this place. */
  before?: number;
  limit: number;
}

/** What an organization's notifier answers. Every call may be repeated without harm, but for the two that send. */
export interface NotifierRpc {
  /** Takes what a terminal tells and queues the events that follow. Rejects when it cannot: tell it again. */
  take(told: Told[]): Promise<void>;
  /** Endpoints were added, changed or removed. */
  endpointsChanged(): Promise<void>;
  /** Newest first. */
  deliveries(filter: DeliveryFilter): Promise<Delivery[]>;
  /** Sends a delivery's event once more and waits a little for what comes of it; null when this endpoint has no such. */
  sendAgain(endpointId: string, deliveryId: string): Promise<Delivery | null>;
  /** Sends one test event, tried once; null when there is no such endpoint. */
  test(endpointId: string): Promise<Delivery | null>;
}

/** The object's name: one per organization. */
export const notifierName = (organizationId: OrganizationId): string => organizationId;
