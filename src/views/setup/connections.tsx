import { Icon, type IconName } from "../icons.tsx";
import { shortMoment } from "../times.ts";

/** How a connection was, asked just now. */
export type Health =
  | { state: "works" }
  | { state: "not_connected" }
  /** Only connecting again helps. */
  | { state: "broken"; message: string }
  /** It may be fine; Zoho does not say now. */
  | { state: "later"; message: string };

export interface Choice {
  id: string;
  name: string;
}

/** What the set-up shows of the connections. */
export interface Connected {
  /** Null for an organization that bills outside Zoho. */
  books: Health | null;
  payments: Health;
  /** The product of the invoices, by name. */
  product: string;
  accountId: string | null;
  booksGrant: { by: string | null; at: number } | null;
  paymentsGrant: { by: string | null; at: number } | null;
  /** Connections the same person has made, when they come near Zoho's limit of 20. */
  manyByOne: number | null;
  /** From Books itself; null when it did not tell. */
  accounts: Choice[] | null;
  locations: Choice[] | null;
}

const LOOK: Record<Health["state"], { tone: string; icon: IconName; word: string }> = {
  works: { tone: "good", icon: "check", word: "Works" },
  not_connected: { tone: "plain", icon: "question", word: "Not connected" },
  broken: { tone: "bad", icon: "cross", word: "Connect again" },
  later: { tone: "warn", icon: "clock", word: "No answer now" },
};

interface Props {
  connected: Connected;
  timeZone: string;
  wrongAccount: boolean;
}

/** The connections, checked live, each with what to do about it. */
export const Connections = ({ connected, timeZone, wrongAccount }: Props) => {
  const { books, payments, product, accountId, manyByOne } = connected;
  return (
    <section class="panel setup-section" id="connections">
      <h2>Connections</h2>
      {books ? (
        <div class="connection">
          <State name={product} health={books} grant={connected.booksGrant} timeZone={timeZone} />
          {manyByOne !== null ? (
            <p class="hint">
              One person has made {manyByOne} connections. Zoho keeps 20 a person and drops the oldest without a word:
              let another administrator make the next.
            </p>
          ) : null}
          <div class="actions">
            <form method="post" action="/connect/books">
              <input type="hidden" name="again" value="yes" />
              <button type="submit" class={books.state === "works" ? "button quiet" : "button"}>
                {books.state === "not_connected" ? `Connect ${product}` : "Connect again"}
              </button>
            </form>
            {connected.booksGrant ? (
              <form method="post" action="/connect/books/disconnect">
                <button type="submit" class="button quiet">
                  Disconnect
                </button>
              </form>
            ) : null}
          </div>
        </div>
      ) : null}
      <div class="connection">
        <State name="Zoho Payments" health={payments} grant={connected.paymentsGrant} timeZone={timeZone} />
        <form method="post" action="/connect/payments" class="stack-form">
          <div class={wrongAccount ? "field wrong" : "field"}>
            <label class="label" for="account_id">
              Account ID
            </label>
            <input
              id="account_id"
              name="account_id"
              type="text"
              inputmode="numeric"
              autocomplete="off"
              value={accountId ?? ""}
              aria-invalid={wrongAccount ? "true" : undefined}
              aria-describedby="account-hint"
              required
            />
            <p class={wrongAccount ? "error" : "hint"} id="account-hint">
              {wrongAccount
                ? "Digits only, as Zoho Payments shows it."
                : "In Zoho Payments, top right, under the organization's name. POS terminals are available in India."}
            </p>
          </div>
          <div class="actions">
            <button type="submit" class={payments.state === "works" ? "button quiet" : "button"}>
              {payments.state === "not_connected" ? "Connect Zoho Payments" : "Connect again"}
            </button>
            {connected.paymentsGrant ? (
              <button type="submit" form="disconnect-payments" class="button quiet">
                Disconnect
              </button>
            ) : null}
          </div>
        </form>
        <form method="post" action="/connect/payments/disconnect" id="disconnect-payments" hidden></form>
      </div>
    </section>
  );
};

interface StateProps {
  name: string;
  health: Health;
  grant: { by: string | null; at: number } | null;
  timeZone: string;
}

const State = ({ name, health, grant, timeZone }: StateProps) => {
  const { tone, icon, word } = LOOK[health.state];
  return (
    <div class="connection-state">
      <div class="connection-head">
        <h3>{name}</h3>
        <span class={`row-state ${tone}`}>
          <span class="badge small">
            <Icon name={icon} />
          </span>
          {word}
        </span>
      </div>
      {health.state === "broken" ? (
        <p class="error">Zoho no longer accepts this connection: {health.message}</p>
      ) : health.state === "later" ? (
        <p class="hint">{health.message}. Load this page again in a minute; payments wait and nothing is lost.</p>
      ) : null}
      {health.state === "broken" ? (
        <p class="hint">
          It was removed under Connected Apps, a password was changed, or newer connections pushed it out. What is in
          flight waits, and goes on once you connect again.
        </p>
      ) : null}
      {grant ? (
        <p class="hint">
          Connected{grant.by ? ` by ${grant.by}` : ""}, {shortMoment(grant.at, timeZone)}
          {health.state === "works" ? " · checked just now" : ""}
        </p>
      ) : null}
    </div>
  );
};
