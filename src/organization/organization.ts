import { z } from "zod";
import type { Limit } from "../collection/answer.ts";
import type { OrganizationId } from "../collection/ids.ts";
import type { Clock, Log, Sql } from "../objects/ports.ts";
import type { AccountsClient, OAuthClient } from "../zoho/accounts/client.ts";
import { BooksPacing } from "./books-pacing.ts";
import { Connection } from "./grants.ts";
import { PaymentsPacing } from "./payments-pacing.ts";
import type {
  BooksAsk,
  BooksGo,
  Disconnected,
  OrganizationRpc,
  PaymentsAsk,
  PaymentsGo,
  Service,
  Wait,
} from "./rpc.ts";
import { type AccessToken, TokenSource } from "./tokens.ts";

export interface OrganizationPorts {
  id: OrganizationId;
  sql: Sql;
  clock: Clock;
  accounts: AccountsClient;
  clients: Record<Service, OAuthClient>;
  /** Reads the connection from the ledger and opens its tokens; null when the organization is not known. */
  loadConnection(): Promise<Connection | null>;
  seal(text: string): Promise<string>;
  open(sealed: string): Promise<string | null>;
  log: Log;
}

const StoredToken = z.object({ accessToken: z.string(), expiresAt: z.number() });
const COMPARE_EVERY = 60_000;
const NOT_CONNECTED: Disconnected = {
  kind: "disconnected",
  message: "This organization is not connected to Zoho. An administrator can connect it on the set-up page.",
};

/**
 * Keeps an organization's access tokens and paces its calls to Zoho. What it holds can be lost at any time: tokens are
 * stored sealed and otherwise fetched anew, permits lapse by themselves.
 */
export class Organization implements OrganizationRpc {
  private readonly ports: OrganizationPorts;
  private readonly paymentsPacing = new PaymentsPacing();
  private readonly booksPacing = new BooksPacing();
  private readonly sources = new Map<Service, TokenSource>();
  private connection: Connection | null = null;
  private loading: Promise<Connection | null> | null = null;
  private readonly throttle = new Map<Service, Wait>();
  /** Counts reconnects: what was begun under an older one must not be kept. */
  private generation = 0;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private comparing: Promise<boolean> | null = null;

  constructor(ports: OrganizationPorts) {
    this.ports = ports;
    ports.sql.exec("create table if not exists kv (key text primary key, value text not null)");
  }

  async payments(ask: PaymentsAsk): Promise<PaymentsGo | Wait | Disconnected> {
    const ready = await this.token("payments", ask.refusedToken);
    if (ready.kind !== "go") return ready;
    const { paymentsAccountId: accountId } = ready.connection;
    if (accountId === null) return NOT_CONNECTED;
    const now = this.ports.clock.now();
    const throttled = this.throttledNow("payments", now);
    if (throttled) return throttled;
    if (ask.purpose === "call") {
      const retryAt = this.paymentsPacing.call(now);
      if (retryAt !== null) return { kind: "wait", reason: "within Zoho Payments' calls per minute", retryAt };
    }
    const pace = this.paymentsPacing.poll(ask.terminalId, now);
    return {
      ...ready.token,
      kind: "go",
      baseUrl: ready.apiUrl,
      accountId,
      ...pace,
    };
  }

  async books(ask: BooksAsk): Promise<BooksGo | Wait | Disconnected> {
    const ready = await this.token("books", ask.refusedToken);
    if (ready.kind !== "go") return ready;
    const now = this.ports.clock.now();
    const throttled = this.throttledNow("books", now);
    if (throttled) return throttled;
    const turn = this.booksPacing.ask(ask.purpose, ask.calls ?? 1, now);
    if ("retryAt" in turn) return { kind: "wait", reason: "within Zoho's calls per minute", retryAt: turn.retryAt };
    const { accessToken } = ready.token;
    return { kind: "go", accessToken, apiUrl: ready.apiUrl, product: ready.connection.product, permit: turn.permit };
  }

  async booksDone(permit: number, made = 1): Promise<void> {
    this.booksPacing.done(permit, made, this.ports.clock.now());
  }

  async throttled(service: Service, limit: Limit, retryAt: number): Promise<void> {
    const known = this.throttle.get(service);
    if (!known || known.retryAt < retryAt)
      this.throttle.set(service, { kind: "wait", reason: `limit: ${limit}`, retryAt, limit });
    this.ports.log({ event: "throttled", organization: this.ports.id, service, limit, retryAt });
  }

  /** Drops what is held of the grants; the next call reads them from the ledger again. */
  async reconnected(): Promise<void> {
    this.generation += 1;
    this.loading = null;
    this.connection = null;
    this.sources.clear();
    this.ports.sql.exec("delete from kv");
  }

  private throttledNow(service: Service, now: number): Wait | null {
    const wait = this.throttle.get(service);
    return wait && wait.retryAt > now ? wait : null;
  }

  /** An access token. Before anybody is told that there is none, the ledger is asked whether it knows better. */
  private async token(service: Service, refusedToken: string | undefined) {
    const { generation } = this;
    const given = await this.tokenFromKept(service, refusedToken);
    if (given.kind !== "disconnected") return given;
    if (generation === this.generation && !(await this.isOutdated())) return given;
    return this.tokenFromKept(service, refusedToken);
  }

  /** What is kept here may be from before a reconnect that did not reach us, or from under other keys. */
  private isOutdated(): Promise<boolean> {
    this.comparing ??= this.compare().finally(() => {
      this.comparing = null;
    });
    return this.comparing;
  }

  private async compare(): Promise<boolean> {
    const now = this.ports.clock.now();
    if (now - this.comparedAt < COMPARE_EVERY) return false;
    this.comparedAt = now;
    const kept = this.connection?.grants;
    try {
      const known = (await this.ports.loadConnection())?.grants;
      const differs = ({ books, payments }: Connection["grants"]): boolean =>
        (books !== undefined && books.refreshToken !== kept?.books?.refreshToken) ||
        (payments !== undefined && payments.refreshToken !== kept?.payments?.refreshToken);
      if (!known || !differs(known)) return false;
    } catch {
      // The ledger is away: what is kept must do.
      return false;
    }
    await this.reconnected();
    return true;
  }

  private async tokenFromKept(service: Service, refusedToken: string | undefined) {
    const { generation } = this;
    const connection = await this.connected();
    if (!connection) return this.unreachable ?? NOT_CONNECTED;
    const grant = connection.grants[service];
    if (!grant) return NOT_CONNECTED;
    let source = this.sources.get(service);
    if (!source) {
      const stored = await this.stored(service);
      if (generation !== this.generation) {
        const reason = "the connection was just made anew";
        return { kind: "wait" as const, reason, retryAt: this.ports.clock.now() };
      }
      source = this.sources.get(service) ?? this.newSource(service, connection, stored);
      this.sources.set(service, source);
    }
    const token = await source.get(refusedToken);
    if (token.kind !== "go") return token;
    return { kind: "go" as const, token, connection, apiUrl: grant.apiUrl };
  }

  private unreachable: Wait | null = null;

  /** The connection, read once: an outage of the ledger later does not stop what is in flight. */
  private async connected(): Promise<Connection | null> {
    if (this.connection) return this.connection;
    if (this.loading) return this.loading;
    const loading = this.load().finally(() => {
      if (this.loading === loading) this.loading = null;
    });
    this.loading = loading;
    return loading;
  }

  private async load(): Promise<Connection | null> {
    const { clock, sql, log, id } = this.ports;
    const { generation } = this;
    this.unreachable = null;
    const kept = sql.exec("select value from kv where key = 'connection'")[0]?.value;
    if (typeof kept === "string") {
      const text = await this.ports.open(kept);
      if (generation !== this.generation) return this.connected();
      if (text !== null) this.connection = Connection.parse(JSON.parse(text));
    }
    if (this.connection) return this.connection;
    try {
      const connection = await this.ports.loadConnection();
      const sealed = connection && (await this.ports.seal(JSON.stringify(connection)));
      if (generation !== this.generation) return this.connected();
      if (sealed) {
        sql.exec("insert or replace into kv values ('connection', ?)", sealed);
      }
      this.connection = connection;
    } catch (error) {
      log({ event: "ledger_unavailable", organization: id, reason: error instanceof Error ? error.name : "unknown" });
      this.unreachable = { kind: "wait", reason: "the ledger does not answer", retryAt: clock.now() + 2_000 };
    }
    return this.connection;
  }

  private newSource(service: Service, connection: Connection, stored: AccessToken | null): TokenSource {
    const { accounts, clients, clock, log, id, sql } = this.ports;
    const { generation } = this;
    return new TokenSource(
      stored,
      async () => {
        const grant = connection.grants[service];
        if (!grant) return { kind: "refused", status: 0, code: "not_connected", message: "no grant" };
        const answer = await accounts.refresh(grant.accountsUrl, clients[service], grant.refreshToken);
        log({ event: "token_refresh", organization: id, service, answer: answer.kind });
        return answer;
      },
      async (token) => {
        const sealed = await this.ports.seal(JSON.stringify(token));
        if (generation !== this.generation) return;
        sql.exec("insert or replace into kv values (?, ?)", `token:${service}`, sealed);
      },
      () => clock.now(),
    );
  }

  private async stored(service: Service): Promise<AccessToken | null> {
    const sealed = this.ports.sql.exec("select value from kv where key = ?", `token:${service}`)[0]?.value;
    if (typeof sealed !== "string") return null;
    const text = await this.ports.open(sealed);
    return text === null ? null : StoredToken.parse(JSON.parse(text));
  }
}
