import { OrganizationId } from "../../collection/ids.ts";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { type BooksAccess, booksClient } from "../../zoho/books/client.ts";
import { dialects, type Product } from "../../zoho/books/product.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { Dependencies } from "../dependencies.ts";

export interface Organization {
  id: OrganizationId;
  name: string;
  timeZone: string;
}

export interface Person {
  userId: string;
  /** As the history and pages name them. */
  by: string;
  role: "admin" | "staff";
}

type Ask = Pick<Dependencies, "transport" | "now">;

export interface ZohoAccess {
  product: Product;
  centre: DataCentre;
  accessToken: string;
}

/** The organizations a person belongs to, `GET /organizations`; or why that is not to be had. */
export async function organizationsOf(
  ask: Ask,
  access: ZohoAccess,
): Promise<{ kind: "known"; organizations: Organization[] } | { kind: "problem"; problem: ConnectProblem }> {
  const { name } = dialects[access.product];
  const answer = await booksClient(ask.transport, ask.now).organizations(accessFor(access, NO_ORGANIZATION));
  switch (answer.kind) {
    case "ok": {
      const organizations = answer.value.organizations.flatMap((row) => {
        const id = OrganizationId.safeParse(row.organization_id);
        return id.success ? [{ id: id.data, name: row.name, timeZone: row.time_zone }] : [];
      });
      if (organizations.length > 0) return { kind: "known", organizations };
      return { kind: "problem", problem: { reason: "no_organization", product: name } };
    }
    case "unauthorized":
    case "refused":
      return { kind: "problem", problem: { reason: "no_access", product: name } };
    case "throttled":
    case "not_sent":
      return { kind: "problem", problem: { reason: "throttled", minutes: 1 } };
    case "ambiguous":
      return { kind: "problem", problem: { reason: "zoho_away" } };
  }
}

/** Who the person is in one organization, `GET /users/me`; null when Zoho does not say: then they are nobody there. */
export async function personIn(ask: Ask, access: ZohoAccess, organizationId: OrganizationId): Promise<Person | null> {
  const answer = await booksClient(ask.transport, ask.now).currentUser(accessFor(access, organizationId));
  if (answer.kind !== "ok") return null;
  const { user_id, name, email, user_role } = answer.value.user;
  const by = (name || email || user_id).slice(0, 100);
  return { userId: user_id.slice(0, 64), by, role: user_role.toLowerCase() === "admin" ? "admin" : "staff" };
}

const accessFor = ({ product, centre, accessToken }: ZohoAccess, organizationId: OrganizationId): BooksAccess => ({
  product,
  apiUrl: centre.api,
  organizationId,
  accessToken,
});

/** `GET /organizations` is asked before any is known; Books ignores the parameter there. */
const NO_ORGANIZATION = OrganizationId.parse("0");
