import { z } from "zod";
import type { ConnectProblem } from "../../views/connect/problems.ts";
import { accountsClient } from "../../zoho/accounts/client.ts";
import type { DataCentre } from "../../zoho/data-centres.ts";
import type { Dependencies } from "../dependencies.ts";

/** Somebody by their Zoho account alone, whatever they belong to. */
export const ZohoPerson = z.object({
  /** Data centre and ZUID: two data centres may give the same one. */
  id: z.string().min(1).max(64),
  /** As the history and pages name them. */
  by: z.string().min(1).max(100),
  email: z.string().max(200),
});
export type ZohoPerson = z.infer<typeof ZohoPerson>;

/** Whose token it is, or why Zoho does not say. */
export async function personOf(
  { transport, now }: Pick<Dependencies, "transport" | "now">,
  centre: Pick<DataCentre, "id" | "accounts">,
  accessToken: string,
): Promise<{ kind: "known"; person: ZohoPerson } | { kind: "problem"; problem: ConnectProblem }> {
  const answer = await accountsClient(transport, now).profile(centre.accounts, accessToken);
  switch (answer.kind) {
    case "ok": {
      const { zuid, name, email } = answer.value;
      const by = (name || email || zuid).slice(0, 100);
      return { kind: "known", person: { id: `${centre.id}:${zuid}`, by, email: email.slice(0, 200) } };
    }
    case "unauthorized":
    case "refused":
      return { kind: "problem", problem: { reason: "zoho_said", code: "it does not say who you are" } };
    case "throttled":
    case "not_sent":
      return { kind: "problem", problem: { reason: "throttled", minutes: 1 } };
    case "ambiguous":
      return { kind: "problem", problem: { reason: "zoho_away" } };
  }
}
