import { expect, test } from "vitest";
import { CounterId, InvoiceId, OrganizationId } from "../../src/collection/ids.ts";
import { startCollection } from "../../src/http/collections/start.ts";
import { seedFor } from "../../src/simulator/index.ts";
import { World } from "../world/world.ts";

test("P1: a paid collection is recorded once", async () => {
  const world = await World.create({
    seed: 1,
    zoho: seedFor({ organizations: 1, terminals: 2 }),
    settings: { latency_ms: 50 },
    log: (e) => console.log(JSON.stringify(e)),
  });
  const org = world.seed.organizations[0];
  if (!org) throw new Error("no organization");
  const organizationId = OrganizationId.parse(org.organization_id);
  const invoice = world.zoho.books(org.organization_id).createInvoice({ total: 10050 });
  const counter = org.counters[0];
  if (!counter) throw new Error("no counter");
  const started = startCollection(world.dependencies(), {
    organizationId,
    invoice: { id: InvoiceId.parse(invoice.invoice_id) },
    counterId: CounterId.parse(counter.id),
    amount: null,
    method: "card",
    idempotencyKey: "k1",
    acknowledgeUnresolved: false,
    by: "test",
  });
  started.catch(() => {});
  await world.clock.run(world.clock.now() + 10_000);
  console.log(await started);
  const device = world.zoho.device(counter.terminal_id);
  console.log(device.fetchPayments());
  console.log(device.pay());
  await world.clock.run(world.clock.now() + 10_000);
  console.log(
    world.zoho.calls
      .list()
      .map((c) => `${c.at} ${c.route} ${c.status}`)
      .join("\n"),
  );
  expect(world.zoho.books(org.organization_id).invoice(invoice.invoice_id)?.status).toBe("paid");
});
