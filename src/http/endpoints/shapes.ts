import { z } from "@hono/zod-openapi";
import type { EndpointRow } from "../../ledger/endpoints.ts";
import { EventType } from "../../notifier/event.ts";
import type { Delivery } from "../../notifier/rpc.ts";

/** An address events are sent to, as the API shows it: never with its secret. */
export const EndpointBody = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(EventType).nullable().describe("null is all, also those to come"),
    acknowledges: z
      .boolean()
      .describe("Its 2xx to collection.succeeded acknowledges, in an organization that bills outside Zoho"),
    created_at: z.iso.datetime(),
    disabled_at: z.iso.datetime().nullable(),
    disabled_reason: z.string().nullable(),
  })
  .openapi("Endpoint");

export const NewEndpointBody = EndpointBody.extend({
  secret: z.string().describe("Verifies what is sent, by the Standard Webhooks scheme; shown only now"),
}).openapi("NewEndpoint");

const AttemptBody = z.object({
  at: z.iso.datetime(),
  ms: z.number().int().describe("How long it took"),
  status: z.number().int().nullable().describe("The receiver's HTTP status; null when none came"),
  detail: z.string(),
});

export const DeliveryBody = z
  .object({
    id: z.string(),
    endpoint_id: z.string(),
    event_id: z.string().describe("webhook-id: the same at every try and at every sending again"),
    event_type: z.string(),
    collection_id: z.string().nullable(),
    state: z.enum(["pending", "delivered", "failed"]),
    created_at: z.iso.datetime(),
    next_try_at: z.iso.datetime().nullable(),
    attempts: z.array(AttemptBody).describe("The newest fifty, oldest first"),
  })
  .openapi("Delivery");

const iso = (ms: number): string => new Date(ms).toISOString();

export const endpointBody = (row: EndpointRow): z.infer<typeof EndpointBody> => ({
  id: row.id,
  url: row.url,
  description: row.description,
  events: row.events,
  acknowledges: row.acknowledges,
  created_at: iso(row.createdAt),
  disabled_at: row.disabledAt === null ? null : iso(row.disabledAt),
  disabled_reason: row.disabledReason,
});

export const deliveryBody = (delivery: Delivery): z.infer<typeof DeliveryBody> => ({
  id: delivery.id,
  endpoint_id: delivery.endpointId,
  event_id: delivery.eventId,
  event_type: delivery.eventType,
  collection_id: delivery.collectionId,
  state: delivery.state,
  created_at: iso(delivery.createdAt),
  next_try_at: delivery.dueAt === null ? null : iso(delivery.dueAt),
  attempts: delivery.attempts.map(({ at, ...attempt }) => ({ at: iso(at), ...attempt })),
});
