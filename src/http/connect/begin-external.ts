import { PaymentsAccountId } from "../../collection/ids.ts";
import { ConnectPage } from "../../views/connect/start-page.tsx";
import type { AppContext } from "../context.ts";
import { connectProblem } from "../oauth/problem.ts";
import { toZoho } from "../oauth/to-zoho.ts";
import { page } from "../pages/page.ts";
import { fields } from "../setup/fields.ts";
import { isAllowedAccount } from "./payments-grant.ts";

/** An account's id as a person has typed it; null when it cannot be one. */
export function accountIn(text: unknown): PaymentsAccountId | null {
  if (typeof text !== "string" || !/^\d{1,20}$/.test(text.trim())) return null;
  return PaymentsAccountId.parse(text);
}

/** Somebody names an organization that bills outside Zoho and its Payments account: first Zoho says who they are. */
export async function beginExternal(c: AppContext): Promise<Response> {
  const { name = "", account_id = "" } = await fields(c);
  const accountId = accountIn(account_id);
  const errors = {
    ...(name === "" ? { name: "Give the shop a name." } : name.length > 60 ? { name: "At most 60 characters." } : {}),
    ...(accountId === null ? { account_id: "Digits only, as Zoho Payments shows it." } : {}),
  };
  if (accountId === null || "name" in errors)
    return page(c, ConnectPage({ values: { name, account_id }, errors }), 422);
  if (!isAllowedAccount(c.get("deps"), accountId)) {
    const organization = `Zoho Payments account ${accountId}`;
    return connectProblem(c, { reason: "not_allowed", organization }, { kind: "introduce", name, accountId });
  }
  return c.redirect(await toZoho(c, { kind: "introduce", name, accountId }), 303);
}
