import { z } from "zod";

const address = z.string().refine((text) => URL.canParse(text), "must be an address");
const chance = z.number().min(0).max(1).default(0);

/** What befalls the deliveries of one webhook. */
const weather = z
  .object({
    /** Chance that a delivery is made twice, the second time by itself later. */
    duplicate: chance,
    /** Chance that a delivery is never made. */
    lost: chance,
    /** Chance that somebody else posts a changed copy beside it, without the secret. */
    forged: chance,
    /** Each leaves this much later, drawn evenly: with a range, deliveries overtake one another. */
    delay_ms: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]).default([0, 0]),
  })
  .prefault({});

/** A workflow rule of Books with a webhook (books.md §4). The query belongs to the address. */
export const booksHookShape = z.object({
  source: z.literal("books"),
  organization_id: z.string(),
  address,
  secret: z.string().regex(/^[A-Za-z0-9]{12,50}$/, "must be 12 to 50 letters and digits"),
  /** When it fires: on created invoices, on edited ones (payments and status changes are edits), or both. */
  on: z.enum(["created", "edited", "both"]).default("both"),
  body: z.enum(["default", "raw", "form", "json_string"]).default("default"),
  weather,
});

/** A webhook of Zoho Payments (payments.md §10). */
export const paymentsHookShape = z.object({
  source: z.literal("payments"),
  account_id: z.string(),
  address,
  signing_key: z.string().min(8),
  weather,
});

export const webhookShape = z.discriminatedUnion("source", [booksHookShape, paymentsHookShape]);
export type Webhook = z.output<typeof webhookShape>;
export type BooksHook = z.output<typeof booksHookShape>;
export type PaymentsHook = z.output<typeof paymentsHookShape>;
export type WebhookWish = z.input<typeof webhookShape>;
