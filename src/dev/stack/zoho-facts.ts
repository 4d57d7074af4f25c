import type { OrganizationId } from "../../collection/ids.ts";
import { accountsClient, type OAuthClient } from "../../zoho/accounts/client.ts";
import { booksClient } from "../../zoho/books/client.ts";
import type { Product } from "../../zoho/books/product.ts";
import { fetchTransport, type Transport } from "../../zoho/transport.ts";

/** What only Zoho knows of an organization. */
export interface ZohoFacts {
  name: string;
  timeZone: string;
}

const PATIENCE = 3_000;
const hasty: Transport = (request) => fetchTransport()({ ...request, timeoutMs: PATIENCE });

/** Asks Zoho for an organization's name and time zone: a token and `GET /organizations`. Null when it does not say. */
export async function askZoho(
  zoho: { accountsUrl: string; apiUrl: string },
  client: OAuthClient,
  organization: { id: OrganizationId; product: Product; refreshToken: string },
): Promise<ZohoFacts | null> {
  const tokens = await accountsClient(hasty, Date.now).refresh(zoho.accountsUrl, client, organization.refreshToken);
  if (tokens.kind !== "ok") return null;
  const { accessToken } = tokens.value;
  const { product, id: organizationId } = organization;
  const answer = await booksClient(hasty, Date.now).organizations({
    product,
    apiUrl: zoho.apiUrl,
    organizationId,
    accessToken,
  });
  if (answer.kind !== "ok") return null;
  const found = answer.value.organizations.find((one) => one.organization_id === organizationId);
  return found ? { name: found.name, timeZone: found.time_zone } : null;
}
