import type { CollectionId } from "../collection/ids.ts";
import type { CollectionView } from "../collection/view.ts";

/**
 * The pages that watch, by WebSocket hibernation: an idle object costs nothing and the sockets stay open. A socket is
 * never counted as presence; a deploy cuts them all and the pages come back.
 */
export class Sockets {
  private readonly ctx: DurableObjectState;

  constructor(ctx: DurableObjectState) {
    this.ctx = ctx;
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Takes the upgrade and sends the state as it is now. */
  open(request: Request, view: CollectionView): Response {
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return new Response("expected a WebSocket", { status: 426 });
    }
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server, [view.id]);
    server.send(message(view));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Sends the new state to every page that watches this collection. */
  publish(id: CollectionId, view: () => CollectionView): void {
    const sockets = this.ctx.getWebSockets(id);
    if (sockets.length === 0) return;
    const news = message(view());
    for (const socket of sockets) {
      try {
        socket.send(news);
      } catch {
        // It is closing; its page reconnects and reads the state.
      }
    }
  }
}

const message = (collection: CollectionView): string => JSON.stringify({ type: "collection", collection });
