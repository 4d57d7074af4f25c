import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { cursor, pipeline, type Reply, refusal } from "./hrana.ts";
import type { Streams } from "./streams.ts";

/** The largest request body, in bytes. */
export const MAX_BODY_BYTES = 32 * 1024 * 1024;

const POSTS: Readonly<Record<string, (streams: Streams, body: string) => Promise<Reply>>> = {
  "/v2/pipeline": pipeline,
  "/v3/pipeline": pipeline,
  "/v3/cursor": cursor,
};

// A client asks `GET /v3-protobuf` first when it may speak Hrana 3, and goes back to JSON when that is not found.
const PROBES: Readonly<Record<string, string>> = {
  "/": "A local libSQL server (Hrana over HTTP)",
  "/health": "ok",
  "/v2": "Hrana 2 over HTTP is spoken here",
  "/v3": "Hrana 3 over HTTP is spoken here",
};

function text(status: number, body: string): Reply {
  return { status, type: "text/plain", body };
}

/** Answers every request; `track` is given a promise for each piece of work under way. */
export function requestListener(
  streams: Streams,
  authToken: string | undefined,
  track: (work: Promise<void>) => void,
): RequestListener {
  return (request, response) => {
    track(
      answer(request, streams, authToken)
        .catch((error: unknown) => {
          console.error("libSQL server:", error);
          return refusal(500, "The server failed; its console says why");
        })
        .then((reply) => send(response, reply)),
    );
  };
}

async function answer(request: IncomingMessage, streams: Streams, authToken: string | undefined): Promise<Reply> {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const probe = PROBES[path];
  if (request.method === "GET" && probe !== undefined) return text(200, probe);
  const post = POSTS[path];
  if (post === undefined) return refusal(404, `Nothing is served at ${request.method} ${path}`);
  if (request.method !== "POST") return refusal(405, `${path} takes POST`);
  const body = await readBody(request);
  if (authToken !== undefined && !isAuthorized(request, authToken)) {
    return refusal(401, "Unauthorized: the auth token is missing or wrong");
  }
  if (!body.ok) return body.reply;
  return post(streams, body.text);
}

function isAuthorized(request: IncomingMessage, authToken: string): boolean {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
  return timingSafeEqual(digest(given), digest(authToken));
}

function digest(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

type Body = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reply: Reply };

async function readBody(request: IncomingMessage): Promise<Body> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // What is too large is read to its end all the same: a client still sending would not see the answer.
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return { ok: false, reply: refusal(400, "Malformed request: the body was cut off") };
  }
  if (size > MAX_BODY_BYTES) return { ok: false, reply: refusal(413, `The body is over ${MAX_BODY_BYTES} bytes`) };
  try {
    return { ok: true, text: new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { ok: false, reply: refusal(400, "Malformed request: the body is not UTF-8") };
  }
}

function send(response: ServerResponse, { status, type, body }: Reply): Promise<void> {
  return new Promise((resolve) => {
    response.once("close", resolve);
    if (response.destroyed) resolve();
    response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
    response.end(body);
  });
}
