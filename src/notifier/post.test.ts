import { describe, expect, test, vi } from "vitest";
import { dnsOverHttps } from "./dns.ts";
import { poster } from "./post.ts";

const URL_ = "https://erp.example.com/hook";
const publicly = async () => ["93.184.215.14"];

function post(answer: Response | Error, resolve: (host: string) => Promise<string[]> = publicly, demo = false) {
  const asked: [string, RequestInit | undefined][] = [];
  const send = async (input: unknown, init?: RequestInit): Promise<Response> => {
    asked.push([String(input), init]);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  return { asked, to: (url: string) => poster({ demo, resolve, fetch: send as typeof fetch })(url, { a: "b" }, "{}") };
}

describe("one POST to somebody's system", () => {
  test("says what the receiver said", async () => {
    const { to, asked } = post(new Response('{"reference":"R"}', { status: 201, headers: { "retry-after": "30" } }));
    expect(await to(URL_)).toEqual({ kind: "answer", status: 201, text: '{"reference":"R"}', retryAfterMs: 30_000 });
    expect(asked).toMatchObject([[URL_, { method: "POST", body: "{}", redirect: "manual", headers: { a: "b" } }]]);
  });

  test("P9: follows no redirect, wherever it leads", async () => {
    const { to, asked } = post(new Response(null, { status: 307, headers: { location: "http://169.254.169.254/" } }));
    expect(await to(URL_)).toMatchObject({ kind: "answer", status: 307 });
    expect(asked).toHaveLength(1);
  });

  test("reads 64 KiB of an answer that never ends", async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1;
        controller.enqueue(new Uint8Array(10_000).fill(97));
      },
      cancel() {
        cancelled = true;
      },
    });
    const answer = await post(new Response(endless)).to(URL_);
    expect(answer.kind === "answer" && answer.text.length).toBe(64 * 1024);
    expect([cancelled, pulled < 12]).toEqual([true, true]);
  });

  test.each([
    ["an address inside", "https://10.0.0.1/", publicly, "not sent: "],
    ["a name that leads inside", URL_, async () => ["10.0.0.5"], "not sent: the name leads into a private network"],
    [
      "a name that leads inside beside outside",
      URL_,
      async () => ["93.184.215.14", "::1"],
      "not sent: the name leads into",
    ],
    ["a name that leads nowhere", URL_, async () => [], "not sent: the name leads nowhere"],
    ["a name nobody can look up now", URL_, () => Promise.reject(new Error("away")), "not sent: the name could not"],
  ])("P9: nothing is sent to %s", async (_name, url, resolve, detail) => {
    const { to, asked } = post(new Response("ok"), resolve);
    expect(await to(url)).toMatchObject({ kind: "none", detail: expect.stringContaining(detail) });
    expect(asked).toEqual([]);
  });

  test("a silent receiver and a broken connection are told apart", async () => {
    const silent = post(new DOMException("timed out", "TimeoutError"));
    expect(await silent.to(URL_)).toEqual({ kind: "none", detail: "no answer within 10 s" });
    expect(await post(new TypeError("fetch failed")).to(URL_)).toEqual({ kind: "none", detail: "no connection" });
  });

  test("the demo's receiver on this machine is reached by http, without a look-up", async () => {
    const resolve = vi.fn(publicly);
    expect(await post(new Response("ok"), resolve, true).to("http://127.0.0.1:9999/")).toMatchObject({ status: 200 });
    expect(resolve).not.toHaveBeenCalled();
  });
});

test("names are looked up over HTTPS, both kinds of address, and known for a minute", async () => {
  const asked: string[] = [];
  const clock = { now: 0 };
  const resolver = async (input: unknown): Promise<Response> => {
    const type = new URL(String(input)).searchParams.get("type");
    asked.push(String(type));
    const data = type === "A" ? { type: 1, data: "93.184.215.14" } : { type: 28, data: "2606:2800:21f::1" };
    return Response.json({ Status: 0, Answer: [{ type: 5, data: "cdn.example.com." }, data] });
  };
  const resolve = dnsOverHttps(() => clock.now, resolver as typeof fetch);
  expect(await resolve("example.com")).toEqual(["93.184.215.14", "2606:2800:21f::1"]);
  await resolve("example.com");
  expect(asked.toSorted()).toEqual(["A", "AAAA"]);
  clock.now = 61_000;
  await resolve("example.com");
  expect(asked).toHaveLength(4);
  const failing = dnsOverHttps(() => 0, (async () => Response.json({ Status: 2 })) as unknown as typeof fetch);
  await expect(failing("example.com")).rejects.toThrow("2");
  const none = dnsOverHttps(() => 0, (async () => Response.json({ Status: 3 })) as unknown as typeof fetch);
  expect(await none("nowhere.example.com")).toEqual([]);
});
