import { listApiKeys } from "../../ledger/api-keys.ts";
import { listCounters } from "../../ledger/counters.ts";
import { countGrantsOf, findGrant } from "../../ledger/grants.ts";
import { recentSetup } from "../../ledger/setup-events.ts";
import { toBase64Url } from "../../security/base64.ts";
import type { Health } from "../../views/setup/connections.tsx";
import type { Returned } from "../../views/setup/form.tsx";
import { SetupPage } from "../../views/setup/page.tsx";
import { dialects, Product } from "../../zoho/books/product.ts";
import type { AppContext } from "../context.ts";
import { page } from "../pages/page.ts";
import { counterId } from "../schemas.ts";
import type { Administrator } from "./door.ts";
import { booksHealth, paymentsHealth } from "./health.ts";

const CHANGES_SHOWN = 20;
/** Of the 20 refresh tokens Zoho keeps a person and client: from here on the page warns. */
const MANY = 15;

/** The set-up page as everything is now, the connections checked live; with a form that came back when one did. */
export async function showSetup(
  c: AppContext,
  { organization }: Administrator,
  shown: { done?: string | undefined; returned?: Returned; wrongAccount?: boolean } = {},
): Promise<Response> {
  const deps = c.get("deps");
  const { ledger, settings, randomBytes } = deps;
  const { id, name, timeZone } = organization;
  const [booksGrant, paymentsGrant, counters, keys, changes] = await Promise.all([
    findGrant(ledger, id, "books"),
    findGrant(ledger, id, "payments"),
    listCounters(ledger, id, { retired: true }),
    listApiKeys(ledger, id),
    recentSetup(ledger, id, CHANGES_SHOWN),
  ]);
  const nothing = { health: NOT_CONNECTED, lists: { accounts: null, locations: null } };
  const [books, payments, made] = await Promise.all([
    booksGrant ? booksHealth(deps, id) : nothing,
    paymentsGrant ? paymentsHealth(deps, id) : NOT_CONNECTED,
    booksGrant?.zohoUserId ? countGrantsOf(ledger, "books", booksGrant.zohoUserId) : 0,
  ]);
  const product = dialects[Product.safeParse(organization.product).data ?? "books"].name;
  const view = SetupPage({
    organization: { id, name, timeZone },
    connected: {
      books: books.health,
      payments,
      product,
      accountId: organization.paymentsAccountId,
      booksGrant: booksGrant && { by: booksGrant.connectedBy, at: booksGrant.createdAt },
      paymentsGrant: paymentsGrant && { by: paymentsGrant.connectedBy, at: paymentsGrant.createdAt },
      manyByOne: made >= MANY ? made : null,
      ...books.lists,
    },
    counters,
    settings: organization.settings,
    keys,
    changes,
    address: `${settings.PUBLIC_URL}/collect?organization_id=${id}&invoice_id=\${INVOICE.INVOICE_ID}`,
    done: shown.done ?? null,
    returned: shown.returned ?? null,
    wrongAccount: shown.wrongAccount ?? false,
    newIds: {
      counter: counterId.parse(`ctr_${toBase64Url(randomBytes(9))}`),
      key: `key_${toBase64Url(randomBytes(12))}`,
    },
  });
  return page(c, view, shown.returned ? 422 : 200);
}

const NOT_CONNECTED: Health = { state: "not_connected" };
