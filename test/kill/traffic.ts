import { setTimeout as delay } from "node:timers/promises";
import type { Simulator } from "../../src/simulator/index.ts";
import { Random } from "../world/random.ts";

interface Shop {
  organizationId: string;
  apiKey: string;
  counters: { id: string; terminal_id: string }[];
}

/**
 * Collections that keep coming through the API, and customers who pay them. A request that gets no clear answer is
 * repeated with its key until it does, as a sound client does.
 */
export class Traffic {
  readonly answered = new Map<string, Set<string>>();
  started = 0;
  private readonly zoho: Simulator;
  private readonly shop: Shop;
  private readonly workerUrl: string;
  private readonly random: Random;
  private open = true;

  constructor(zoho: Simulator, shop: Shop, workerUrl: string, seed: number) {
    this.zoho = zoho;
    this.shop = shop;
    this.workerUrl = workerUrl;
    this.random = new Random(seed);
  }

  /** Runs until `close`; resolves when the last customer has left. */
  async run(): Promise<void> {
    await Promise.all(
      this.shop.counters.flatMap((counter) => [this.queueAt(counter.id), this.attend(counter.terminal_id)]),
    );
  }

  close(): void {
    this.open = false;
  }

  private async queueAt(counterId: string): Promise<void> {
    const books = this.zoho.books(this.shop.organizationId);
    while (this.open) {
      const invoice = books.createInvoice({ total: this.random.between(100, 900_000) });
      await this.start(invoice.invoice_id, counterId);
      await delay(this.random.between(500, 3_000));
    }
  }

  private async start(invoiceId: string, counterId: string): Promise<void> {
    this.started += 1;
    const key = `kill-${this.started}`;
    const body = JSON.stringify({
      organization_id: this.shop.organizationId,
      invoice_id: invoiceId,
      counter_id: counterId,
      payment_method: this.random.pick(["card", "upi"]),
    });
    const headers = {
      authorization: `Bearer ${this.shop.apiKey}`,
      "content-type": "application/json",
      "idempotency-key": key,
    };
    for (;;) {
      try {
        const signal = AbortSignal.timeout(20_000);
        const response = await fetch(`${this.workerUrl}/api/v1/collections`, { method: "POST", headers, body, signal });
        const answer = (await response.json()) as { id?: string };
        if (response.status === 201 && answer.id) {
          this.answered.set(key, (this.answered.get(key) ?? new Set()).add(answer.id));
          return;
        }
        if (response.status < 500 && response.status !== 429) return;
      } catch {
        // Killed, or on its way up again.
      }
      await delay(500);
    }
  }

  private async attend(terminalId: string): Promise<void> {
    const device = this.zoho.device(terminalId);
    while (this.open) {
      await delay(this.random.between(300, 1_500));
      if (!device.fetchPayments().ok) continue;
      await delay(this.random.between(200, 2_000));
      if (this.random.chance(0.15)) device.decline("insufficient_funds");
      else device.pay();
    }
  }
}
