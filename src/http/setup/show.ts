import { listApiKeys } from "../../ledger/api-keys.ts";
import { listCounters } from "../../ledger/counters.ts";
import { countGrantsOf, findGrant } from "../../ledger/grants.ts";
import { openInvitations } from "../../ledger/invitations.ts";
import { listMembers } from "../../ledger/people.ts";
import { recentSetup } from "../../ledger/setup-events.ts";
import { toBase64Url } from "../../security/base64.ts";
import { billingName } from "../../views/billing-name.ts";
import type { Health } from "../../views/setup/connections.tsx";
import type { Returned } from "../../views/setup/form.tsx";
import { SetupPage } from "../../views/setup/page.tsx";
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
  { organization, userId }: Administrator,
  shown: { done?: string | undefined; returned?: Returned; wrongAccount?: boolean } = {},
): Promise<Response> {
  const deps = c.get("deps");
  const { ledger, settings, randomBytes, now } = deps;
  const { id, name, timeZone } = organization;
  const external = organization.product === "external";
  const [booksGrant, paymentsGrant, counters, keys, changes, people, invitations] = await Promise.all([
    findGrant(ledger, id, "books"),
    findGrant(ledger, id, "payments"),
    listCounters(ledger, id, { retired: true }),
    listApiKeys(ledger, id),
    recentSetup(ledger, id, CHANGES_SHOWN),
    external ? listMembers(ledger, id) : [],
    external ? openInvitations(ledger, id, now()) : [],
  ]);
  const nothing = { health: NOT_CONNECTED, lists: { accounts: null, locations: null } };
  const [books, payments, made] = await Promise.all([
    booksGrant ? booksHealth(deps, id) : nothing,
    paymentsGrant ? paymentsHealth(deps, id) : NOT_CONNECTED,
    booksGrant?.zohoUserId ? countGrantsOf(ledger, "books", booksGrant.zohoUserId) : 0,
  ]);
  const view = SetupPage({
    organization: { id, name, timeZone },
    connected: {
      books: external ? null : books.health,
      payments,
      product: billingName(organization.product),
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
    members: external ? { people, invitations, you: userId, newId: `inv_${toBase64Url(randomBytes(12))}` } : null,
    publicUrl: settings.PUBLIC_URL,
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
