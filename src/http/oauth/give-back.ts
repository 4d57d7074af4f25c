import { accountsClient, type Tokens } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { Dependencies } from "../dependencies.ts";

/**
 * Gives a refresh token that is not kept back to Zoho, where it would otherwise stay in force and count among the 20
 * of its person. Best effort: it is in nobody's hands either way.
 */
export async function giveBack(
  deps: Pick<Dependencies, "transport" | "now" | "log">,
  centre: Pick<DataCentre, "accounts">,
  tokens: Pick<Tokens, "refreshToken">,
): Promise<void> {
  if (tokens.refreshToken === null) return;
  const answer = await accountsClient(deps.transport, deps.now).revoke(centre.accounts, tokens.refreshToken);
  if (answer.kind !== "ok") deps.log({ event: "revoke_failed", answer: answer.kind });
}
