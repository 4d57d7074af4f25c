import { DurableObject } from "cloudflare:workers";
import { zohoBilling } from "../billing/zoho-billing.ts";
import type { Collection, HistoryEntry } from "../collection/collection.ts";
import { CollectionId, OrganizationId, TerminalId } from "../collection/ids.ts";
import type { CollectionView } from "../collection/view.ts";
import { readSettings } from "../environment.ts";
import { openLedger } from "../ledger/client.ts";
import { takeHistory } from "../ledger/collections.ts";
import type { Bindings } from "../objects/env.ts";
import { objectName } from "../objects/name.ts";
import { consoleLog, loggedTransport, objectAlarm, objectSql, wallClock } from "../objects/workerd.ts";
import { turnsAtBooks } from "../organization/call-books.ts";
import type { OrganizationRpc } from "../organization/rpc.ts";
import { booksClient } from "../zoho/books/client.ts";
import { paymentsClient } from "../zoho/payments/client.ts";
import type { HumanWish, Notice, TerminalRpc } from "./rpc.ts";
import { Sockets } from "./sockets.ts";
import { Terminal } from "./terminal.ts";

/** The Durable Object of one terminal: `Terminal` on workerd's storage, alarm and sockets. */
export class TerminalObject extends DurableObject<Bindings> implements TerminalRpc {
  private readonly terminal: Terminal;
  private readonly sockets: Sockets;

  constructor(ctx: DurableObjectState, env: Bindings) {
    super(ctx, env);
    const sql = objectSql(ctx.storage);
    const [organization = "", ...terminal] = objectName(ctx, sql).split("/");
    const organizationId = OrganizationId.parse(organization);
    const terminalId = TerminalId.parse(terminal.join("/"));
    const settings = readSettings(env);
    const ledger = openLedger({ url: settings.DATABASE_URL, authToken: settings.DATABASE_AUTH_TOKEN });
    const transport = loggedTransport({ organization, terminal: terminalId });
    const books = booksClient(transport, Date.now);
    // A new stub each time: one that has thrown stays broken.
    const pacing = {
      payments: (ask) => env.ORGANIZATION.getByName(organization).payments(ask),
      books: (ask) => env.ORGANIZATION.getByName(organization).books(ask),
      booksDone: (...given) => env.ORGANIZATION.getByName(organization).booksDone(...given),
      throttled: (...told) => env.ORGANIZATION.getByName(organization).throttled(...told),
    } satisfies OrganizationRpc;

    this.sockets = new Sockets(ctx);
    this.terminal = new Terminal({
      terminalId,
      sql,
      alarm: objectAlarm(ctx.storage),
      clock: wallClock,
      organization: pacing,
      payments: paymentsClient(transport, Date.now),
      billing: (collection) => {
        const paidAt = collection.payment?.paidAt ?? collection.createdAt;
        const purpose = { kind: "recording" as const, paidAt, key: collection.id };
        return zohoBilling(books, turnsAtBooks(pacing, organizationId, purpose, Date.now));
      },
      takeHistory: (told) => takeHistory(ledger, told),
      notify: (told) => env.NOTIFIER.getByName(organization).take(told),
      publish: (id, view) => this.sockets.publish(id, view),
      log: consoleLog,
    });
    ctx.blockConcurrencyWhile(() => this.terminal.wake());
  }

  override alarm(): Promise<void> {
    return this.terminal.alarm();
  }

  accept(collection: Collection, history: HistoryEntry[]): Promise<CollectionView> {
    return this.terminal.accept(collection, history);
  }

  read(id: CollectionId): Promise<CollectionView | null> {
    return this.terminal.read(id);
  }

  wish(id: CollectionId, wish: HumanWish) {
    return this.terminal.wish(id, wish);
  }

  notice(id: CollectionId, notice: Notice): Promise<CollectionView | null> {
    return this.terminal.notice(id, notice);
  }

  flush(): Promise<boolean> {
    return this.terminal.flush();
  }

  remind(collection: Collection): Promise<void> {
    return this.terminal.remind(collection);
  }

  /** A WebSocket upgrade on `/{collection id}`: the state now, then every change. */
  override async fetch(request: Request): Promise<Response> {
    const id = CollectionId.safeParse(new URL(request.url).pathname.slice(1));
    const view = id.success ? await this.terminal.read(id.data) : null;
    if (!view) return new Response("no such collection", { status: 404 });
    return this.sockets.open(request, view);
  }

  override webSocketClose(socket: WebSocket): void {
    socket.close();
  }
}
