import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { CollectionView } from "../../src/collection/view.ts";
import { collection, keepRealAlarmsAway, pass, shop } from "./shop.ts";

const POLL = 5_000;
const mine = shop(3);
keepRealAlarmsAway();

const Message = z.object({ type: z.literal("collection"), collection: CollectionView });

/** Watches a collection as a page does; `next` is the next message, whenever it comes. */
async function watch(counter: ReturnType<typeof mine.counter>, id: string) {
  const response = await counter.object().fetch(`https://pos.test/${id}`, { headers: { upgrade: "websocket" } });
  const socket = response.webSocket;
  if (!socket) throw new Error(`no WebSocket: ${response.status}`);
  const heard: CollectionView[] = [];
  let wake = (): void => {};
  socket.addEventListener("message", ({ data }) => {
    heard.push(Message.parse(JSON.parse(String(data))).collection);
    wake();
  });
  socket.accept();
  const until = async (status: string): Promise<CollectionView[]> => {
    while (heard.at(-1)?.status !== status) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return heard;
  };
  return { until, close: () => socket.close() };
}

describe("a page that watches", () => {
  it("gets the state as it is, and every change", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    const page = await watch(counter, id);
    expect(await page.until("in_progress")).toHaveLength(1);
    await counter.device({ action: "pay" });
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
    const heard = await page.until("recorded");
    expect(heard.map(({ status }) => status)).toEqual(["in_progress", "succeeded", "recorded"]);
    page.close();
  });

  it("P5: stays connected while its object hibernates", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    const { id } = await collection(await mine.collect(invoice, counter));
    const page = await watch(counter, id);
    await page.until("in_progress");
    await evictDurableObject(counter.object(), { webSockets: "hibernate" });
    await counter.device({ action: "decline", failure_code: "insufficient_funds" });
    pass(POLL);
    await runDurableObjectAlarm(counter.object());
    const heard = await page.until("failed");
    expect(heard.at(-1)?.failure_code).toBe("insufficient_funds");
    page.close();
  });

  it("is told when there is no such collection here", async () => {
    const [counter, invoice] = [mine.counter(), await mine.invoice()];
    await mine.collect(invoice, counter);
    const answer = await counter.object().fetch("https://pos.test/col_000000000000000000000000", {
      headers: { upgrade: "websocket" },
    });
    expect(answer.status).toBe(404);
  });
});
