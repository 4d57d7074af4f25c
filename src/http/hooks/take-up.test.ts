import { expect, test } from "vitest";
import type { OrganizationId } from "../../collection/ids.ts";
import { keepHookDelivery, listHookDeliveries } from "../../ledger/hook-deliveries.ts";
import { ORGANIZATION, OTHER, openShop } from "../testing/shop.ts";
import { takeUpHooks } from "./take-up.ts";

const refund = { type: "refund.succeeded", payment: null, refund: { refundId: "1", paymentId: "2", amount: 100 } };

test("P5: one organization's backlog makes no other wait, and is itself taken up oldest first", async () => {
  const { ledger, clock, deps } = await openShop();
  /** Refunds of payments nobody knows; each is due `minutesAgo`. */
  const keep = async (organizationId: OrganizationId, name: string, minutesAgo: number): Promise<void> => {
    const at = clock.now - minutesAgo * 60_000;
    const waiting = { outcome: "waiting", code: null, message: "", collectionId: null, tries: 0 } as const;
    const told = { source: "payments", subject: refund.type, request: JSON.stringify(refund) } as const;
    const id = `hook_${organizationId}_${name}`;
    await keepHookDelivery(ledger, {
      id,
      organizationId,
      eventId: name,
      receivedAt: at,
      retryAt: at,
      ...waiting,
      ...told,
    });
  };
  for (let i = 0; i < 120; i++) await keep(ORGANIZATION, `${i}`, 200 - i);
  for (let i = 0; i < 3; i++) await keep(OTHER, `${i}`, i);
  const tried = async (organizationId: OrganizationId) =>
    (await listHookDeliveries(ledger, organizationId, { limit: 200 }))
      .filter(({ tries }) => tries > 0)
      .map(({ eventId }) => Number(eventId))
      .sort((a, b) => a - b);

  expect(await takeUpHooks(deps())).toBe(50);
  expect(await tried(OTHER)).toEqual([0, 1, 2]);
  expect(await tried(ORGANIZATION)).toEqual(Array.from({ length: 47 }, (_, i) => i));
  // Alone, it has the whole of a run.
  expect(await takeUpHooks(deps())).toBe(50);
  expect(await tried(ORGANIZATION)).toHaveLength(97);
});
