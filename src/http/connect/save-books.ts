import type { OrganizationId } from "../../collection/ids.ts";
import { countGrantsOf, findGrant, putGrant } from "../../ledger/grants.ts";
import { findOrganization, putOrganization } from "../../ledger/organizations.ts";
import { OrganizationSettings } from "../../ledger/settings.ts";
import { noteSetup } from "../../ledger/setup-events.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import { sealRefreshToken } from "../../security/refresh-token.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { dialects, type Product } from "../../zoho/books/product.ts";
import { dataCentres } from "../../zoho/data-centres.ts";
import type { Dependencies } from "../dependencies.ts";
import { giveBackReplaced } from "./give-back-replaced.ts";
import { resume } from "./resume.ts";

/** A grant of Books or Invoice that an administrator of this organization has made. */
export interface BooksGrant {
  id: OrganizationId;
  name: string;
  timeZone: string;
  product: Product;
  dataCentre: string;
  refreshToken: string;
  scopes: string | null;
  userId: string;
  by: string;
}

export type Saved = { kind: "saved" } | { kind: "problem"; problem: ConnectProblem };

/**
 * Keeps the grant: adds the organization the first time, and afterwards changes nothing of it but how to reach it.
 * What is in flight goes on with the new grant; the token it replaces is given back to Zoho.
 */
export async function saveBooks(deps: Dependencies, grant: BooksGrant): Promise<Saved> {
  const { ledger, settings, now } = deps;
  const { id, name, timeZone, product, dataCentre, by } = grant;
  const refuse = (problem: ConnectProblem): Saved => ({ kind: "problem", problem });
  const allowed = settings.ALLOWED_ORGANIZATIONS;
  if (allowed && !allowed.includes(id)) return refuse({ reason: "not_allowed", organization: name });
  const centre = dataCentres(settings).find((one) => one.id === dataCentre);
  if (!centre) return refuse({ reason: "unknown_data_centre" });

  const known = await findOrganization(ledger, id);
  const before = known && (await findGrant(ledger, id, "books"));
  if (known && known.dataCentre !== dataCentre) return refuse({ reason: "other_data_centre" });
  if (known && before && known.product !== product) {
    const other = known.product === "external" ? "another system" : dialects[known.product].name;
    return refuse({ reason: "other_product", organization: name, product: other });
  }
  await putOrganization(ledger, {
    id,
    name,
    product,
    timeZone,
    dataCentre,
    paymentsAccountId: known?.paymentsAccountId ?? null,
    settings: known?.settings ?? OrganizationSettings.parse({}),
    createdAt: known?.createdAt ?? now(),
  });
  const sealed = await sealRefreshToken(await parseKeyRing(settings.ENCRYPTION_KEYS), id, "books", grant.refreshToken);
  await putGrant(ledger, {
    organizationId: id,
    service: "books",
    sealedRefreshToken: sealed.sealed,
    keyId: sealed.keyId,
    accountsUrl: centre.accounts,
    apiUrl: centre.api,
    createdAt: now(),
    zohoUserId: grant.userId,
    connectedBy: by,
    scopes: grant.scopes,
  });
  const count = await countGrantsOf(ledger, "books", grant.userId);
  const detail = `${dialects[product].name}, by ${by}; connection ${count} of this person`;
  await noteSetup(ledger, { organizationId: id, at: now(), by, what: "books_connected", detail });
  await deps.reconnected(id);
  await giveBackReplaced(deps, before, grant.refreshToken);
  await resume(deps, id, "books");
  return { kind: "saved" };
}
