import type { z } from "zod";
import { cursorEntries } from "./batch.ts";
import type { HranaError, Outcome } from "./errors.ts";
import { cursorRequest, pipelineRequest } from "./protocol.ts";
import type { Stream, StreamResponse } from "./stream.ts";
import type { Streams } from "./streams.ts";

/** An HTTP answer ready to be sent. */
export type Reply = { readonly status: number; readonly type: string; readonly body: string };

type StreamResult = { type: "ok"; response: StreamResponse } | { type: "error"; error: HranaError };

export function json(status: number, body: object): Reply {
  return { status, type: "application/json", body: JSON.stringify(body) };
}

/** A refusal of the whole request. Without `code` and `message` the client reports the HTTP status, as with sqld. */
export function refusal(status: number, error: string): Reply {
  return json(status, { error });
}

/** `POST /v2/pipeline` and `/v3/pipeline`: runs the requests on one stream, in order. */
export function pipeline(streams: Streams, body: string): Promise<Reply> {
  return onStream(streams, pipelineRequest, body, async (stream, { requests }) => {
    const results: StreamResult[] = [];
    for (const request of requests) results.push(streamResult(await stream.handle(request)));
    const baton = streams.keep(stream);
    return json(200, { baton, base_url: null, results });
  });
}

/** `POST /v3/cursor`: runs a batch and gives its results as lines of JSON. */
export function cursor(streams: Streams, body: string): Promise<Reply> {
  return onStream(streams, cursorRequest, body, async (stream, { batch }) => {
    const outcomes = await stream.batch(batch);
    const baton = streams.keep(stream);
    const entries = outcomes.ok ? cursorEntries(outcomes.value) : [{ type: "error", error: outcomes.error }];
    const lines = [{ baton, base_url: null }, ...entries].map((line) => `${JSON.stringify(line)}\n`);
    return { status: 200, type: "text/plain", body: lines.join("") };
  });
}

async function onStream<T extends { readonly baton?: string | null | undefined }>(
  streams: Streams,
  schema: z.ZodType<T>,
  body: string,
  work: (stream: Stream, request: T) => Promise<Reply>,
): Promise<Reply> {
  const request = parse(schema, body);
  if (!request.ok) return refusal(400, `Malformed request: ${request.error}`);
  const taken = streams.take(request.value.baton);
  if (!taken.ok) {
    return taken.reason === "expired"
      ? json(400, { message: "The stream has expired due to inactivity", code: "STREAM_EXPIRED" })
      : refusal(400, "Received an invalid baton, or one that has already been used");
  }
  try {
    return await work(taken.stream, request.value);
  } catch (error) {
    taken.stream.close();
    throw error;
  }
}

type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

function parse<T>(schema: z.ZodType<T>, body: string): Parsed<T> {
  try {
    const parsed = schema.safeParse(JSON.parse(body));
    if (parsed.success) return { ok: true, value: parsed.data };
    const issue = parsed.error.issues[0];
    return { ok: false, error: `${issue?.path.join(".")}: ${issue?.message}` };
  } catch (error) {
    // Not JSON, or nested so deep that reading it would overflow the stack.
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

function streamResult(outcome: Outcome<StreamResponse>): StreamResult {
  return outcome.ok ? { type: "ok", response: outcome.value } : { type: "error", error: outcome.error };
}
