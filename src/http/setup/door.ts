import type { Organization } from "../../ledger/organizations.ts";
import { AdministratorsOnlyPage } from "../../views/setup/refusal.tsx";
import { closed } from "../collect/routes.ts";
import type { AppContext } from "../context.ts";
import { type Identity, readSession } from "../identity.ts";
import { page } from "../pages/page.ts";
import { type SignedIn, signedIn } from "../pages/sign-in.ts";

export interface Administrator {
  kind: "administrator";
  organization: Organization;
  identity: Identity;
  /** Zoho's id of the person; empty in the demo, where whoever comes is one. */
  userId: string;
  demo: boolean;
}

export type NoAdministrator =
  | { kind: "staff"; organization: Organization; identity: Identity }
  | Exclude<SignedIn, { kind: "in"; identity: Identity }>;

/** The administrator who looks at this page, or who does instead. */
export async function administrator(c: AppContext): Promise<Administrator | NoAdministrator> {
  const who = await signedIn(c, null);
  if (who.kind !== "in") return who;
  const { organization, identity } = who;
  if (identity.role !== "admin") return { kind: "staff", organization, identity };
  const session = await readSession(c);
  const { demo, userId } = session ?? { demo: true, userId: "" };
  return { kind: "administrator", organization, identity, userId, demo };
}

/** The page for somebody who may not change the set-up. */
export function onlyAdministrators(c: AppContext, who: NoAdministrator): Promise<Response> {
  if (who.kind !== "staff") return closed(c, who);
  return page(c, AdministratorsOnlyPage({ organization: who.organization.name, by: who.identity.by }), 403);
}
