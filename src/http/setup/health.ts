import { oneByOne } from "../../billing/turns.ts";
import type { Answer } from "../../collection/answer.ts";
import type { OrganizationId } from "../../collection/ids.ts";
import { PaymentsAccountId } from "../../collection/ids.ts";
import { turnsAtBooks } from "../../organization/call-books.ts";
import type { Connected, Health } from "../../views/setup/connections.tsx";
import { booksClient } from "../../zoho/books/client.ts";
import { paymentsClient } from "../../zoho/payments/client.ts";
import type { Transport } from "../../zoho/transport.ts";
import type { Dependencies } from "../dependencies.ts";

/** What the set-up page waits for at most: a page about a broken connection must itself come up. */
const PATIENCE = 4_000;

const hasty =
  (transport: Transport): Transport =>
  (request) =>
    transport({ ...request, timeoutMs: Math.min(request.timeoutMs, PATIENCE) });

/** What the object says while it does not yet believe that the grant is gone. */
const REFUSED = "refused";
const NOT_ACCEPTED = "it gives no access token for it";

type Ports = Pick<Dependencies, "transport" | "now" | "organization">;
type Lists = Pick<Connected, "accounts" | "locations">;

/** Asks Books, live, whether the connection works, and for the lists that the set-up offers to choose from. */
export async function booksHealth(ports: Ports, id: OrganizationId): Promise<{ health: Health; lists: Lists }> {
  const ask = oneByOne(turnsAtBooks(ports.organization(id), id, { kind: "interactive" }, ports.now));
  const books = booksClient(hasty(ports.transport), ports.now);
  const user = await ask((access) => books.currentUser(access));
  const health = healthOf(user, ports.now());
  if (user.kind !== "ok") return { health, lists: { accounts: null, locations: null } };
  const [accounts, locations] = await Promise.all([
    ask((access) => books.bankAccounts(access)),
    ask((access) => books.locations(access)),
  ]);
  return {
    health,
    lists: {
      accounts:
        accounts.kind === "ok"
          ? accounts.value.bankaccounts
              .filter(({ is_active }) => is_active)
              .map(({ account_id, account_name }) => ({ id: account_id, name: account_name }))
          : null,
      locations:
        locations.kind === "ok"
          ? locations.value.locations.map(({ location_id, location_name }) => ({
              id: location_id,
              name: location_name,
            }))
          : null,
    },
  };
}

/** Asks Zoho Payments, live, whether it shows us the account. */
export async function paymentsHealth(ports: Ports, id: OrganizationId): Promise<Health> {
  const client = paymentsClient(hasty(ports.transport), ports.now);
  const object = ports.organization(id);
  let refusedToken: string | undefined;
  for (;;) {
    const go = await object
      .payments({ purpose: "call", terminalId: "", ...(refusedToken !== undefined && { refusedToken }) })
      .catch(() => ({ kind: "wait" as const, reason: "restarting", retryAt: ports.now() + 1_000 }));
    if (go.kind === "wait") return healthOf({ kind: "not_sent", reason: go.reason, retryAt: go.retryAt }, ports.now());
    if (go.kind === "disconnected") return { state: "broken", message: go.message };
    const access = {
      baseUrl: go.baseUrl,
      accountId: PaymentsAccountId.parse(go.accountId),
      accessToken: go.accessToken,
    };
    const answer = await client.ping(access);
    if (answer.kind !== "unauthorized" || refusedToken !== undefined) return healthOf(answer, ports.now());
    refusedToken = go.accessToken;
  }
}

function healthOf(answer: Answer<unknown>, now: number): Health {
  switch (answer.kind) {
    case "ok":
      return { state: "works" };
    case "unauthorized":
      return { state: "broken", message: answer.message };
    case "refused":
      return { state: "broken", message: `${answer.message} (${answer.code})` };
    case "not_sent":
      if (answer.reason.includes(REFUSED)) return { state: "broken", message: NOT_ACCEPTED };
      return { state: "later", message: answer.reason };
    case "throttled":
      return {
        state: "later",
        message: `Zoho asks to wait ${Math.max(1, Math.ceil((answer.retryAt - now) / 1_000))} s`,
      };
    case "ambiguous":
      return { state: "later", message: "Zoho does not answer now" };
  }
}
