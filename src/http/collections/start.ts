import type { BillingInvoice } from "../../billing/billing.ts";
import { born, type Collection, type HistoryEntry, type Method } from "../../collection/collection.ts";
import { type CounterId, CustomerId, InvoiceId, newCollectionId, type OrganizationId } from "../../collection/ids.ts";
import type { Paise } from "../../collection/money.ts";
import { type CollectionView, view } from "../../collection/view.ts";
import { beforeStart, type Insertion, insertCollection } from "../../ledger/collections.ts";
import type { Organization } from "../../ledger/organizations.ts";
import { recordingSettings } from "../../ledger/settings.ts";
import type { Dependencies } from "../dependencies.ts";
import { isLedgerOutage } from "../ledger-outage.ts";
import { type InvoiceRef, type InvoiceRefusal, readInvoice } from "./invoice.ts";
import { objectionTo } from "./objection-to.ts";

export interface StartRequest {
  organizationId: OrganizationId;
  /** By id or number, or as it was read a moment ago. Of an external organization only the number, and an amount. */
  invoice: InvoiceRef | { read: BillingInvoice };
  counterId: CounterId;
  /** Null takes the whole balance. */
  amount: Paise | null;
  method: Method;
  idempotencyKey: string;
  acknowledgeUnresolved: boolean;
  /** Who starts it, for the history. */
  by: string;
  /** What the terminal's payment is described by. */
  description?: string | null;
  /** The caller's own pairs for the payment session; at most four, for one is ours. */
  metaData?: Collection["metaData"];
  /** What makes two requests the same, when it is not all that is asked for. */
  sameAs?: string;
}

export type StartRefusal =
  | InvoiceRefusal
  | { reason: "invoice_not_payable"; status: string }
  | { reason: "invoice_not_inr"; currency: string }
  | { reason: "invoice_without_balance" }
  | { reason: "amount_over_balance"; balance: Paise }
  | { reason: "unknown_counter" }
  /** The organization bills outside Zoho, and this is needed to start without an invoice to read. */
  | { reason: "billed_elsewhere"; missing: "invoice_number" | "amount" }
  | { reason: "invoice_held"; by: Collection }
  | { reason: "invoice_unresolved"; by: Collection }
  | { reason: "idempotency_key_reused" }
  | { reason: "ledger_unavailable" };

export type Started =
  | { kind: "started"; view: CollectionView; repeated: boolean }
  /** `product` is what the organization bills with, when that was looked up. */
  | { kind: "refused"; refusal: StartRefusal; product?: Organization["product"] };

type StartDependencies = Pick<
  Dependencies,
  "ledger" | "transport" | "now" | "randomBytes" | "terminal" | "organization" | "log"
>;

/**
 * Starts a collection: reads the invoice, puts the collection into the ledger, hands it to its terminal. The ledger's
 * constraints decide between requests that come together; the same request twice is answered with the same collection.
 * Rejects only for a mistake of ours: then nobody knows whether it was started, and the same request tells.
 */
export async function startCollection(deps: StartDependencies, request: StartRequest): Promise<Started> {
  const { ledger } = deps;
  const asked = whatIsAsked(request);
  try {
    const { organizationId, counterId, idempotencyKey, acknowledgeUnresolved } = request;
    const { known, organization, counter } = await beforeStart(ledger, organizationId, counterId, idempotencyKey);
    if (known) return await again(deps, known.collection, known.request === asked);
    if (!organization || !counter) return refuse({ reason: "unknown_counter" });

    const read = organization.product === "external" ? given(request) : await readOrTake(deps, request);
    const { product } = organization;
    if (read.kind === "refused") return { ...read, product };
    const checked = check(read.invoice, request.amount);
    if ("reason" in checked) return { ...refuse(checked), product };

    const now = deps.now();
    const birth = born(
      {
        id: newCollectionId(now, deps.randomBytes(10)),
        organizationId,
        invoiceId: read.invoice.id,
        invoiceNumber: read.invoice.number,
        customerId: read.invoice.customerId,
        customerName: read.invoice.customerName,
        counterId: counter.id,
        counterName: counter.name,
        terminalId: counter.terminalId,
        amount: checked.amount,
        method: request.method,
        startedBy: request.by,
        biller: organization.product === "external" ? "external" : "zoho",
        description: request.description ?? null,
        metaData: request.metaData ?? [],
        settings: recordingSettings(organization.settings, organization.timeZone, request.method),
      },
      now,
    );
    return await insert(deps, { ...birth, idempotencyKey, request: asked, acknowledgeUnresolved });
  } catch (error) {
    if (!isLedgerOutage(error)) throw error;
    deps.log({ event: "ledger_unavailable", reason: error instanceof Error ? error.name : "unknown" });
    return refuse({ reason: "ledger_unavailable" });
  }
}

async function insert(deps: StartDependencies, insertion: Insertion): Promise<Started> {
  const { collection, history } = insertion;
  let inserted = await insertCollection(deps.ledger, insertion);
  if (inserted.kind === "invoice_held" || inserted.kind === "invoice_unresolved") {
    // The ledger may be behind: its terminal may know that this one is over.
    const { organizationId, terminalId } = inserted.by;
    const told = await deps
      .terminal(organizationId, terminalId)
      .flush()
      .catch(() => false);
    if (told) inserted = await insertCollection(deps.ledger, insertion);
  }
  switch (inserted.kind) {
    case "inserted":
      return { kind: "started", view: await tell(deps, collection, history), repeated: false };
    case "key_known":
      return again(deps, inserted.collection, inserted.sameRequest);
    case "invoice_held":
    case "invoice_unresolved":
      return refuse({ reason: inserted.kind, by: inserted.by });
  }
}

async function again(deps: StartDependencies, collection: Collection, sameRequest: boolean): Promise<Started> {
  if (!sameRequest) return refuse({ reason: "idempotency_key_reused" });
  return { kind: "started", view: await tell(deps, collection, []), repeated: true };
}

/** The terminal's answer, or the ledger's when the terminal does not answer: the sweep tells it again then. */
async function tell(deps: StartDependencies, collection: Collection, history: HistoryEntry[]): Promise<CollectionView> {
  for (let tries = 0; tries < 2; tries++) {
    try {
      return await deps.terminal(collection.organizationId, collection.terminalId).accept(collection, history);
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      deps.log({ event: "terminal_not_told", collection: collection.id, reason });
    }
  }
  return view(collection, history, null);
}

function check(invoice: BillingInvoice, asked: Paise | null): { amount: Paise } | StartRefusal {
  const objection = objectionTo(invoice);
  if (objection) return objection;
  const amount = asked ?? invoice.balance;
  return amount > invoice.balance ? { reason: "amount_over_balance", balance: invoice.balance } : { amount };
}

const refuse = (refusal: StartRefusal): Extract<Started, { kind: "refused" }> => ({ kind: "refused", refusal });

type Read = { kind: "ok"; invoice: BillingInvoice } | Extract<Started, { kind: "refused" }>;

async function readOrTake(deps: StartDependencies, { organizationId, invoice }: StartRequest): Promise<Read> {
  return "read" in invoice ? { kind: "ok", invoice: invoice.read } : readInvoice(deps, organizationId, invoice);
}

/** The invoice of an external organization: nobody but the caller knows it. Its number stands for its id. */
function given({ invoice, amount }: StartRequest): Read {
  const id = InvoiceId.safeParse("number" in invoice ? invoice.number : undefined);
  if (!id.success) return refuse({ reason: "billed_elsewhere", missing: "invoice_number" });
  if (amount === null) return refuse({ reason: "billed_elsewhere", missing: "amount" });
  const customer = { customerId: CustomerId.parse("external"), customerName: "" };
  const facts = { status: "sent", currency: "INR", total: amount, balance: amount, locationId: null };
  return { kind: "ok", invoice: { id: id.data, number: id.data, ...customer, ...facts } };
}

/** What makes two requests the same: everything asked for except who asks and whether a risk was acknowledged. */
function whatIsAsked(request: StartRequest): string {
  const { organizationId, invoice, counterId, amount, method, description, metaData, sameAs } = request;
  if (sameAs !== undefined) return sameAs;
  const extras = description || metaData?.length ? [description ?? null, metaData ?? []] : [];
  return JSON.stringify([organizationId, invoice, counterId, amount, method, ...extras]);
}
