import { randomHex } from "../ids.ts";
import type { World } from "../world.ts";
import type { Happening } from "./happening.ts";
import { booksMessage, type Message, paymentsBody, paymentsMessage } from "./message.ts";
import { type BooksHook, type PaymentsHook, type Webhook, type WebhookWish, webhookShape } from "./shapes.ts";

/** One request that was made, and what the receiver answered; 0 when it did not. */
export type Sent = { at: number; source: "books" | "payments"; address: string; status: number; forged: boolean };

/** The webhooks people have set up at Zoho. */
export type Webhooks = {
  /** Throws for a wish that is none. */
  add(wish: WebhookWish): Webhook;
  list(): Webhook[];
  clear(): void;
  /** The newest thousand, oldest first. */
  sent(): Sent[];
};

/** Makes a request to a receiver; rejects when there is none. */
export type Deliver = (request: Request) => Promise<{ status: number }>;

const HOUR = 3_600_000;
/** Payments tries for two days; its gaps are not documented. */
const GAPS = [60_000, 5 * 60_000, ...Array.from({ length: 47 }, () => HOUR)];
const KEPT = 1_000;

/** Sends what happens to those who asked for it; Payments again and again, Books once (books.md §4.3). */
export function createWebhooks(
  world: World,
  deliver: Deliver | undefined,
): Webhooks & { tell(happening: Happening): void } {
  let hooks: Webhook[] = [];
  let sent: Sent[] = [];

  const send = async (hook: Webhook, message: Message, forged = false): Promise<boolean> => {
    const { address, headers, body } = message;
    let status = 0;
    try {
      if (deliver) status = (await deliver(new Request(address, { method: "POST", headers, body }))).status;
    } catch {
      // Nobody answered.
    }
    sent = [...sent.slice(1 - KEPT), { at: world.clock.now(), source: hook.source, address, status, forged }];
    return status >= 200 && status < 300;
  };
  const soon = async (hook: Webhook, work: () => Promise<unknown>): Promise<void> => {
    const [low, high] = hook.weather.delay_ms;
    const wait = low + Math.floor(world.random() * Math.max(0, high - low + 1));
    if (wait > 0) await world.sleep(wait);
    await work();
  };
  const withWeather = (hook: Webhook, forge: () => Message, work: () => Promise<unknown>): void => {
    const { duplicate, lost, forged } = hook.weather;
    const chance = (probability: number): boolean => probability > 0 && world.random() < probability;
    if (chance(forged)) void soon(hook, () => send(hook, forge(), true));
    if (chance(lost)) return;
    void soon(hook, work);
    if (chance(duplicate)) void soon(hook, work);
  };

  const tellBooks = (hook: BooksHook, happening: Extract<Happening, { kind: "invoice" }>): void => {
    if (hook.on !== "both" && hook.on !== happening.change) return;
    const message = booksMessage(world, hook, happening);
    if (message)
      withWeather(
        hook,
        () => altered(world, message),
        () => send(hook, message),
      );
  };
  const tellPayments = (hook: PaymentsHook, happening: Exclude<Happening, { kind: "invoice" }>): void => {
    const body = paymentsBody(world, hook, happening);
    const deliverUntilTaken = async (): Promise<void> => {
      for (const gap of [...GAPS, null]) {
        if (await send(hook, paymentsMessage(hook, body, world.clock.now()))) return;
        if (gap === null || !hooks.includes(hook)) return;
        await world.sleep(gap);
      }
    };
    const forge = () => altered(world, paymentsMessage(hook, body, world.clock.now()));
    withWeather(hook, forge, deliverUntilTaken);
  };

  return {
    add(wish) {
      const hook = webhookShape.parse(wish);
      hooks.push(hook);
      return hook;
    },
    list: () => [...hooks],
    clear() {
      hooks = [];
    },
    sent: () => [...sent],
    tell(happening) {
      for (const hook of hooks) {
        if (happening.kind === "invoice") {
          if (hook.source !== "books" || hook.organization_id !== happening.organization.organization_id) continue;
          tellBooks(hook, happening);
        } else if (hook.source === "payments" && hook.account_id === happening.payment.account_id) {
          tellPayments(hook, happening);
        }
      }
    },
  };
}

/** What somebody without the secret would post: another amount, or another signature. */
function altered(world: World, message: Message): Message {
  const kind = Math.floor(world.random() * 3);
  const { headers, body } = message;
  if (kind === 0) return { ...message, body: body.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) };
  if (kind === 1) return { ...message, headers: { "content-type": headers["content-type"] ?? "" } };
  const signature = headers["x-zoho-webhook-signature"] ?? "";
  const other = signature.replace(/[0-9a-f]{64}$/, randomHex(world.random, 8));
  return { ...message, headers: { ...headers, "x-zoho-webhook-signature": other } };
}
