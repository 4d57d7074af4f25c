import { Webhook } from "standardwebhooks";
import type { ApiClient } from "../../src/http/client.ts";

/** A billing program that has nothing to do with Zoho: it collects its bills on a terminal, and books what was paid. */
export function externalBiller(api: ApiClient, organization: string, secret: string) {
  const bills = new Map<string, { state: string; receipt?: string }>();

  const collect = async (number: string, amount: string, counter: string) => {
    bills.set(number, { state: "sent to the counter" });
    const bill = { organization_id: organization, invoice_number: number, amount, description: `Bill ${number}` };
    const response = await api.api.v1.collections.$post({
      header: { "Idempotency-Key": `bill-${number}` },
      json: { ...bill, counter_id: counter, payment_method: "upi", meta_data: [{ key: "till", value: "7" }] },
    });
    return response.json();
  };

  /** What stands at the endpoint's address. */
  const receive = async (request: Request): Promise<Response> => {
    const event = new Webhook(secret).verify(await request.text(), Object.fromEntries(request.headers)) as Event;
    const bill = bills.get(event.data.invoice_number);
    if (!bill) return new Response(null, { status: 404 });
    bill.state = event.type;
    if (event.type !== "collection.succeeded") return new Response(null, { status: 204 });
    bill.receipt = `RCPT-${event.data.invoice_number}`;
    return Response.json({ reference: bill.receipt });
  };

  return { bills, collect, receive };
}

type Event = { type: string; data: { invoice_number: string } };
