import type { Client, User } from "./accounts/state.ts";
import type { Paise } from "./money.ts";

/** A refresh token that exists from the start. */
export type GrantSeed = {
  client_id: string;
  user_id: string;
  refresh_token: string;
  scopes: string[];
  soid: string | null;
};

export type TerminalSeed = { terminal_id: string; name: string; serial_number: string; active: boolean };
export type AccountSeed = { account_id: string; name: string; terminals: TerminalSeed[] };

export type CustomerSeed = { customer_id: string; name: string; email: string; phone: string; address: string };

/** Rates include GST; `tax_percentage` says how much of it. */
export type LineSeed = {
  name: string;
  description: string;
  hsn: string;
  quantity: number;
  rate: Paise;
  tax_percentage: number;
};

export type InvoiceSeed = {
  invoice_id: string;
  invoice_number: string;
  reference_number: string;
  customer_id: string;
  currency_code: "INR" | "USD";
  status: "draft" | "sent" | "void";
  /** Days from the moment the simulator is created; negative is past. */
  dated_in_days: number;
  due_in_days: number;
  lines: LineSeed[];
  /** Paid in cash before the story begins. */
  paid: Paise;
};

export type CounterSeed = { id: string; name: string; terminal_id: string };

export type OrganizationSeed = {
  organization_id: string;
  product: "books" | "invoice";
  name: string;
  address: string[];
  gst_no: string;
  email: string;
  time_zone: string;
  payments_account_id: string;
  /** What connectorSeed hands to the connector; nothing in the simulator uses these two. */
  api_key: string;
  counters: CounterSeed[];
  bank_accounts: { account_id: string; account_name: string; account_type: string }[];
  locations: { location_id: string; location_name: string }[];
  customers: CustomerSeed[];
  invoices: InvoiceSeed[];
};

/** A shop with terminals whose invoices are in nobody's software here: Zoho knows of it as a Payments account alone. */
export type ExternalSeed = {
  organization_id: string;
  name: string;
  payments_account_id: string;
  /** Whose Zoho accounts administer it in the connector. */
  administrators: { zoho_user_id: string; name: string }[];
  api_key: string;
  counters: CounterSeed[];
};

/** Everything that exists when a simulator starts. */
export type SimulatorSeed = {
  clients: Client[];
  users: User[];
  grants: GrantSeed[];
  accounts: AccountSeed[];
  organizations: OrganizationSeed[];
  external: ExternalSeed[];
};
