import type { Delivery, NotifierRpc } from "../../notifier/rpc.ts";

/** A notifier at its port: it knows one delivery of each endpoint it is asked about, and sends nothing. */
export function silentNotifier(): NotifierRpc & { changes: number } {
  const delivery = (endpointId: string, id = "dlv_1"): Delivery => ({
    id,
    endpointId,
    eventId: "evt_1",
    eventType: "collection.recorded",
    collectionId: null,
    state: "delivered",
    createdAt: 1_800_000_000_000,
    dueAt: null,
    attempts: [{ at: 1_800_000_000_000, ms: 12, status: 200, detail: "accepted" }],
    place: 1,
  });
  const notifier = {
    changes: 0,
    take: async () => {},
    endpointsChanged: async () => {
      notifier.changes += 1;
    },
    deliveries: async ({ endpointId = "end_1" }: { endpointId?: string }) => [delivery(endpointId)],
    sendAgain: async (endpointId: string, id: string) => (id === "dlv_1" ? delivery(endpointId, "dlv_2") : null),
    test: async (endpointId: string) => (endpointId.startsWith("end_") ? delivery(endpointId) : null),
  };
  return notifier;
}
