import type { OrganizationId } from "../../collection/ids.ts";
import { type Counter, listCounters, terminalLoads } from "../../ledger/counters.ts";
import type { CounterCard } from "../../views/collect/counter-choice.tsx";
import { type InvoiceRead, type InvoiceRef, readInvoice } from "../collections/invoice.ts";
import type { Dependencies } from "../dependencies.ts";
import { type Earlier, earlier } from "./earlier.ts";

/** All that a form to collect an invoice is made of. */
export interface Gathered {
  read: InvoiceRead;
  before: Earlier;
  /** Counters in use, those at the invoice's location first. */
  counters: CounterCard[];
}

/** Reads an invoice, what was done about it before, and where it can be collected. One call to Books. */
export async function gather(
  deps: Pick<Dependencies, "ledger" | "terminal" | "log" | "transport" | "organization" | "now">,
  organizationId: OrganizationId,
  ref: InvoiceRef,
): Promise<Gathered> {
  const [before, read, counters, loads] = await Promise.all([
    earlier(deps, organizationId, ref),
    readInvoice(deps, organizationId, ref),
    listCounters(deps.ledger, organizationId),
    terminalLoads(deps.ledger, organizationId),
  ]);
  const location = read.kind === "ok" ? read.invoice.locationId : null;
  return { before, read, counters: cardsOf(counters, loads, location) };
}

function cardsOf(counters: Counter[], loads: Map<string, number>, location: string | null): CounterCard[] {
  const isHere = ({ locationId }: Counter): boolean => location !== null && locationId === location;
  const elsewhere = counters.some((counter) => !isHere(counter));
  const cards = counters.map((counter) => ({
    id: counter.id,
    name: counter.name,
    terminalId: counter.terminalId,
    waiting: loads.get(counter.terminalId) ?? 0,
    here: elsewhere && isHere(counter),
  }));
  return [...cards.filter(({ here }) => here), ...cards.filter(({ here }) => !here)];
}
