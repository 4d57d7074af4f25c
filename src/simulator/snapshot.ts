import type { AccountsState, Client, Code, Grant, User } from "./accounts/state.ts";
import { AccountsState as Accounts } from "./accounts/state.ts";
import {
  type Comment,
  type CustomerPayment,
  emptyOrganization,
  fileInvoice,
  filePayment,
  type Invoice,
  type Organization,
} from "./books/state.ts";
import { install } from "./extension/state.ts";
import type { FaultRule } from "./faults.ts";
import { accountFrom, type Payment, type PaymentsAccount, type Session, type Terminal } from "./payments/state.ts";
import type { CustomerSeed } from "./seed.ts";
import type { SimulatorSettings } from "./settings.ts";
import type { World } from "./world.ts";

/** All state as JSON. Rate-limit windows and the call log are left out: they belong to one run. */
export type Snapshot = {
  version: 1;
  sequence: number;
  clock_offset_ms: number;
  settings: SimulatorSettings;
  faults: FaultRule[];
  accounts: {
    clients: Client[];
    users: User[];
    grants: (Omit<Grant, "scopes"> & { scopes: string[] })[];
    codes: Code[];
  };
  payments: { account_id: string; name: string; terminals: Terminal[]; sessions: Session[]; payments: Payment[] }[];
  books: {
    profile: Organization["profile"];
    customers: CustomerSeed[];
    invoices: Invoice[];
    comments: Comment[];
    payments: CustomerPayment[];
    payments_made: number;
    invoices_made: number;
    locked_until: string | null;
    buttons?: Organization["buttons"];
  }[];
  extensions?: { organization_id: string; zip: string; authorization: string }[];
};

export function takeSnapshot(world: World): Snapshot {
  const { clients, users, grants, codes } = world.accounts;
  return structuredClone({
    version: 1,
    sequence: world.ids.position(),
    clock_offset_ms: world.clock.offset,
    settings: world.settings,
    faults: world.faults.list().map(({ rule }) => rule),
    accounts: {
      clients: [...clients.values()],
      users: [...users.values()],
      grants: [...grants.values()].map((grant) => ({ ...grant, scopes: [...grant.scopes] })),
      codes: [...codes.values()],
    },
    payments: [...world.payments.values()].map(({ account_id, name, terminals, sessions, payments }) => ({
      account_id,
      name,
      terminals,
      sessions: [...sessions.values()],
      payments,
    })),
    books: [...world.books.values()].map((organization) => ({
      profile: organization.profile,
      customers: [...organization.customers.values()],
      invoices: [...organization.invoices.values()],
      comments: [...organization.comments.values()].flat(),
      payments: [...organization.payments.values()],
      payments_made: organization.paymentsMade,
      invoices_made: organization.invoicesMade,
      locked_until: organization.locked_until,
      buttons: organization.buttons,
    })),
    extensions: [...world.extensions].map(([organization_id, { zip, authorization }]) => ({
      organization_id,
      zip,
      authorization,
    })),
  });
}

/** Puts the world into the state of a snapshot, replacing all it had. */
export function restoreSnapshot(world: World, from: Snapshot): void {
  const snapshot = structuredClone(from);
  world.ids.resume(snapshot.sequence);
  world.clock.advance(snapshot.clock_offset_ms - world.clock.offset);
  Object.assign(world.settings, snapshot.settings);
  world.faults.clear();
  for (const rule of snapshot.faults) world.faults.add(rule);
  world.accounts = restoreAccounts(snapshot.accounts);
  world.payments = new Map(snapshot.payments.map((account) => [account.account_id, restoreAccount(account)]));
  world.terminals = new Map(
    [...world.payments.values()].flatMap(({ terminals }) => terminals).map((one) => [one.terminal_id, one]),
  );
  world.extensions = restoreExtensions(snapshot.extensions ?? []);
  world.books = new Map(snapshot.books.map((books) => [books.profile.organization_id, restoreOrganization(books)]));
}

function restoreExtensions(extensions: NonNullable<Snapshot["extensions"]>): World["extensions"] {
  const restored: World["extensions"] = new Map();
  for (const { organization_id, zip, authorization } of extensions) {
    const installed = install(zip, authorization);
    if (!("reason" in installed)) restored.set(organization_id, installed);
  }
  return restored;
}

function restoreAccounts({ clients, users, grants, codes }: Snapshot["accounts"]): AccountsState {
  const state = new Accounts();
  for (const client of clients) state.clients.set(client.id, client);
  for (const user of users) state.users.set(user.id, user);
  for (const grant of grants) state.add({ ...grant, scopes: new Set(grant.scopes) });
  for (const code of codes) state.codes.set(code.code, code);
  return state;
}

function restoreAccount({
  account_id,
  name,
  terminals,
  sessions,
  payments,
}: Snapshot["payments"][number]): PaymentsAccount {
  return {
    ...accountFrom({ account_id, name, terminals: [] }),
    terminals,
    sessions: new Map(sessions.map((session) => [session.id, session])),
    payments,
    byPaymentId: new Map(payments.map((payment) => [payment.id, payment])),
  };
}

function restoreOrganization(books: Snapshot["books"][number]): Organization {
  const organization = emptyOrganization({ ...books.profile, customers: books.customers, invoices: [] });
  for (const invoice of books.invoices) fileInvoice(organization, invoice);
  for (const payment of books.payments) filePayment(organization, payment);
  for (const comment of books.comments) {
    const known = organization.comments.get(comment.invoice_id);
    if (known === undefined) organization.comments.set(comment.invoice_id, [comment]);
    else known.push(comment);
  }
  organization.paymentsMade = books.payments_made;
  organization.invoicesMade = books.invoices_made;
  organization.locked_until = books.locked_until;
  organization.buttons = books.buttons ?? [];
  return organization;
}
