import type { AccountSeed, ExternalSeed, GrantSeed, OrganizationSeed, SimulatorSeed } from "../seed.ts";

export const BOOKS_CLIENT = { id: "1000.BOOKSDEMO0000000000000000000000", secret: "books-demo-client-secret" } as const;
export const PAYMENTS_CLIENT = {
  id: "1000.PAYMENTSDEMO0000000000000000000",
  secret: "payments-demo-client-secret",
} as const;

const BOOKS_SCOPES = [
  "settings.READ",
  "settings.CREATE",
  "invoices.READ",
  "invoices.CREATE",
  "customerpayments.CREATE",
  "customerpayments.READ",
  "customerpayments.DELETE",
  "banking.READ",
];

/** All scopes a connector may want of Books or Invoice. */
export function billingScopes(product: "books" | "invoice"): string[] {
  const prefix = product === "books" ? "ZohoBooks" : "ZohoInvoice";
  return [...BOOKS_SCOPES.map((scope) => `${prefix}.${scope}`), "AaaServer.profile.READ"];
}

export const PAYMENTS_SCOPES = ["ZohoPay.payments.CREATE", "ZohoPay.payments.READ"];

/** The two registered applications, open to any redirect address. */
export function demoClients(): SimulatorSeed["clients"] {
  return [
    { ...BOOKS_CLIENT, name: "Collect via POS", kind: "server", redirect_uris: [] },
    { ...PAYMENTS_CLIENT, name: "Collect via POS", kind: "org", redirect_uris: [] },
  ];
}

const paymentsToken = (account: string): string => `1000.refresh-payments-${account}`;

/** The refresh token of a Payments account, fixed text so that a seed names it. */
export const paymentsGrant = (account: string, userId: string): GrantSeed => ({
  client_id: PAYMENTS_CLIENT.id,
  user_id: userId,
  refresh_token: paymentsToken(account),
  scopes: PAYMENTS_SCOPES,
  soid: `zohopay.${account}`,
});

/** The two refresh tokens of an organization, fixed text too. */
export function grantsOf(
  organization: Pick<OrganizationSeed, "organization_id" | "product" | "payments_account_id">,
  userId: string,
): GrantSeed[] {
  return [
    {
      client_id: BOOKS_CLIENT.id,
      user_id: userId,
      refresh_token: `1000.refresh-books-${organization.organization_id}`,
      scopes: billingScopes(organization.product),
      soid: null,
    },
    paymentsGrant(organization.payments_account_id, userId),
  ];
}

export type Crowd = {
  organizations: number;
  /** Terminals, and counters, of each organization. */
  terminals: number;
  /** Product of the nth organization; all Books unless told. */
  product?: (index: number) => "books" | "invoice" | "external";
};

/** Many alike organizations without invoices, for a simulation or a benchmark. Ids follow from the index. */
export function seedFor({ organizations, terminals, product = () => "books" }: Crowd): SimulatorSeed {
  const seed: SimulatorSeed = {
    clients: demoClients(),
    users: [],
    grants: [],
    accounts: [],
    organizations: [],
    external: [],
  };
  for (let index = 0; index < organizations; index++) {
    const organizationId = String(60_100_000_000 + index);
    const accountId = String(60_200_000_000 + index);
    const userId = String(60_300_000_000 + index);
    const counters = Array.from({ length: terminals }, (_, counter) => ({
      id: `counter-${index + 1}-${counter + 1}`,
      name: `Counter ${counter + 1}`,
      terminal_id: `T${String(index + 1).padStart(4, "0")}${String(counter + 1).padStart(3, "0")}`,
    }));
    const account: AccountSeed = {
      account_id: accountId,
      name: `Shop ${index + 1}`,
      terminals: counters.map(({ terminal_id, name }) => ({
        terminal_id,
        name,
        serial_number: `SN-${terminal_id}`,
        active: true,
      })),
    };
    const [name, billed] = [`Shop ${index + 1}`, product(index)];
    const shop = {
      organization_id: organizationId,
      name,
      payments_account_id: accountId,
      api_key: `cvp_demo_${organizationId}`,
      counters,
    };
    seed.accounts.push(account);
    seed.users.push({
      id: userId,
      name: `Owner ${index + 1}`,
      email: `owner${index + 1}@example.in`,
      role: "admin",
      organizations: billed === "external" ? [] : [organizationId],
      payments_accounts: [accountId],
    });
    if (billed === "external") {
      seed.external.push({ ...shop, administrators: [{ zoho_user_id: userId, name: `Owner ${index + 1}` }] });
      seed.grants.push(paymentsGrant(accountId, userId));
      continue;
    }
    const organization: OrganizationSeed = {
      ...shop,
      product: billed,
      address: ["1 High Street", "Bengaluru"],
      gst_no: "29AAAAA0000A1Z5",
      email: `shop${index + 1}@example.in`,
      time_zone: "Asia/Kolkata",
      bank_accounts: [
        {
          account_id: `1461${String(index).padStart(12, "0")}001`,
          account_name: "Undeposited Funds",
          account_type: "cash",
        },
      ],
      locations: [{ location_id: `1461${String(index).padStart(12, "0")}002`, location_name: "Head Office" }],
      customers: [
        {
          customer_id: `1461${String(index).padStart(12, "0")}003`,
          name: "Walk-in customer",
          email: "",
          phone: "",
          address: "",
        },
      ],
      invoices: [],
    };
    seed.organizations.push(organization);
    seed.grants.push(...grantsOf(organization, userId));
  }
  return seed;
}

/** What the connector is told of a simulator's organizations, to start connected. */
export type ConnectorSeed = {
  clients: { books: { id: string; secret: string }; payments: { id: string; secret: string } };
  organizations: ({
    organization_id: string;
    payments_account_id: string;
    api_key: string;
    counters: { id: string; name: string; terminal_id: string }[];
  } & (
    | { product: "books" | "invoice"; refresh_tokens: { books: string; payments: string } }
    | {
        product: "external";
        refresh_tokens: { payments: string };
        name: string;
        administrators: { zoho_user_id: string; name: string }[];
      }
  ))[];
};

/** The connector's seed file for a seed made by demoSeed or seedFor. */
export function connectorSeed(seed: SimulatorSeed): ConnectorSeed {
  return {
    clients: { books: { ...BOOKS_CLIENT }, payments: { ...PAYMENTS_CLIENT } },
    organizations: [
      ...seed.organizations.map((organization) => ({
        ...common(organization),
        product: organization.product,
        refresh_tokens: {
          books: `1000.refresh-books-${organization.organization_id}`,
          payments: paymentsToken(organization.payments_account_id),
        },
      })),
      ...seed.external.map((organization) => ({
        ...common(organization),
        product: "external" as const,
        name: organization.name,
        administrators: organization.administrators.map((one) => ({ ...one })),
        refresh_tokens: { payments: paymentsToken(organization.payments_account_id) },
      })),
    ],
  };
}

const common = ({ organization_id, payments_account_id, api_key, counters }: OrganizationSeed | ExternalSeed) => ({
  organization_id,
  payments_account_id,
  api_key,
  counters: counters.map((counter) => ({ ...counter })),
});
