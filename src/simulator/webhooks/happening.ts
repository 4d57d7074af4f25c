import type { Organization } from "../books/state.ts";
import type { Paise } from "../money.ts";
import type { Payment } from "../payments/state.ts";

/** What happened at Zoho that a webhook may tell of. */
export type Happening =
  | { kind: "invoice"; organization: Organization; invoice_id: string; change: "created" | "edited" }
  | { kind: "payment"; payment: Payment }
  | { kind: "refund"; payment: Payment; amount: Paise };
