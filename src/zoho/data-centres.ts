import type { Settings } from "../environment.ts";

/** One of Zoho's separate worlds: accounts, tokens and organizations of one are unknown in the others. */
export interface DataCentre {
  /** As Zoho names it in `location` of a redirect. */
  id: string;
  country: string;
  accounts: string;
  /** Host of Books and Invoice. */
  api: string;
  /** Host of Zoho Payments; null where it does not exist (payments.md §9). */
  payments: string | null;
  /** True where Zoho Payments has POS terminals. */
  terminals: boolean;
}

/** Accounts multi-DC table and the Books introduction (books.md §1.1). Terminals exist in India only, so far. */
const ALL: readonly DataCentre[] = [
  centre("in", "India", "https://accounts.zoho.in", "https://www.zohoapis.in", "https://payments.zoho.in", true),
  centre(
    "us",
    "the United States",
    "https://accounts.zoho.com",
    "https://www.zohoapis.com",
    "https://payments.zoho.com",
  ),
  centre("eu", "Europe", "https://accounts.zoho.eu", "https://www.zohoapis.eu"),
  centre("au", "Australia", "https://accounts.zoho.com.au", "https://www.zohoapis.com.au"),
  centre("jp", "Japan", "https://accounts.zoho.jp", "https://www.zohoapis.jp"),
  centre("ca", "Canada", "https://accounts.zohocloud.ca", "https://www.zohoapis.ca"),
  centre("sa", "Saudi Arabia", "https://accounts.zoho.sa", "https://www.zohoapis.sa"),
  centre("uk", "the United Kingdom", "https://accounts.zoho.uk", "https://www.zohoapis.uk"),
];

function centre(
  id: string,
  country: string,
  accounts: string,
  api: string,
  payments: string | null = null,
  terminals = false,
): DataCentre {
  return { id, country, accounts, api, payments, terminals };
}

type ZohoUrls = Pick<Settings, "ZOHO_ACCOUNTS_URL" | "ZOHO_API_URL" | "ZOHO_PAYMENTS_URL">;

/** Where this deployment begins every sign-in: India, with the addresses that the settings put in place of Zoho's. */
export function homeDataCentre(settings: ZohoUrls): DataCentre {
  const [india] = ALL;
  if (!india) throw new Error("the list of data centres is empty");
  const { ZOHO_ACCOUNTS_URL, ZOHO_API_URL, ZOHO_PAYMENTS_URL } = settings;
  return {
    ...india,
    accounts: ZOHO_ACCOUNTS_URL ?? india.accounts,
    api: ZOHO_API_URL ?? india.api,
    payments: ZOHO_PAYMENTS_URL ?? india.payments,
  };
}

const replaced = ({ ZOHO_ACCOUNTS_URL, ZOHO_API_URL, ZOHO_PAYMENTS_URL }: ZohoUrls): boolean =>
  [ZOHO_ACCOUNTS_URL, ZOHO_API_URL, ZOHO_PAYMENTS_URL].some((url) => url !== undefined);

/** Those that may be spoken to. With an address replaced there is one: nothing goes to the real Zoho then. */
export const dataCentres = (settings: ZohoUrls): readonly DataCentre[] =>
  replaced(settings) ? [homeDataCentre(settings)] : ALL;

/**
 * The data centre a redirect from Zoho speaks of, or null when it is none of the list. The query's address only
 * chooses from the list: nothing is ever fetched from an address that a query brought. Without one it is home.
 */
export function dataCentreOf(
  settings: ZohoUrls,
  query: { accountsServer: string | undefined; location: string | undefined },
): DataCentre | null {
  const known = dataCentres(settings);
  const home = homeDataCentre(settings);
  const { accountsServer, location } = query;
  if (accountsServer === undefined) return location === undefined || location === home.id ? home : null;
  const found = known.find((one) => namesOf(one, "accounts").includes(originOf(accountsServer))) ?? null;
  return found && (location === undefined || location === found.id) ? found : null;
}

/** True when a token answer's `api_domain` is this data centre's own, in either spelling (books.md §5), or absent. */
export function isApiOf(centre: DataCentre, apiDomain: string | null): boolean {
  if (apiDomain === null) return true;
  const names = namesOf(centre, "api");
  const other = `https://${originOf(namesOf(centre, "accounts").at(-1) ?? "")?.replace("https://accounts.", "api.")}`;
  return [...names, other].includes(originOf(apiDomain));
}

/** The origin spoken to, and Zoho's own name of it: a look-alike may tell either, and is spoken to all the same. */
function namesOf(centre: DataCentre, host: "accounts" | "api"): (string | null)[] {
  const own = ALL.find(({ id }) => id === centre.id);
  return [originOf(centre[host]), own ? originOf(own[host]) : null];
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
