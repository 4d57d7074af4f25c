import type { Answer } from "../collection/answer.ts";
import type { Collection } from "../collection/collection.ts";
import type { Looked, Recorded, Standing } from "../collection/events.ts";
import type { CustomerId, InvoiceId, PaymentId } from "../collection/ids.ts";
import type { Paise } from "../collection/money.ts";

/** An invoice as every billing system knows it. */
export interface BillingInvoice {
  id: InvoiceId;
  number: string;
  status: string;
  customerId: CustomerId;
  customerName: string;
  currency: string;
  total: Paise;
  balance: Paise;
  locationId: string | null;
  /** By the field's API name and by its label. */
  customFields?: Readonly<Record<string, string>>;
}

/** What we ask of a billing system. Kinds: Zoho Books and Zoho Invoice (`zoho-billing.ts`). */
export interface Billing {
  invoice(id: InvoiceId): Promise<Answer<BillingInvoice>>;
  /** Invoices of exactly this number; Books allows more than one. */
  invoicesByNumber(number: string): Promise<Answer<BillingInvoice[]>>;
  /** What stands recorded under this payment, and the invoice's balance when asked for. */
  look(collection: Collection, paymentId: PaymentId, readBalance: boolean): Promise<Answer<Looked>>;
  /** Records the payment, `applied` of it on the invoice, the rest as the customer's credit. Not idempotent. */
  record(collection: Collection, paymentId: PaymentId, applied: Paise, paidAt: number): Promise<Answer<Recorded>>;
  /** What the billing system shows of the recorded payment now, and the invoice's balance when asked for. */
  standing(collection: Collection, paymentId: PaymentId, readBalance: boolean): Promise<Answer<Standing>>;
  comment(collection: Collection, paymentId: PaymentId): Promise<Answer<null>>;
}
