import { z } from "zod";
import type { Method, RecordingSettings } from "../collection/collection.ts";

const mode = z.string().trim().min(1).max(100);
const account = z.string().trim().min(1).max(64).nullable();

/** What an organization chooses about recording. Defaults: card → `creditcard`, UPI → `banktransfer` (books.md §1.5). */
export const OrganizationSettings = z.object({
  payment_modes: z.object({ card: mode, upi: mode }).default({ card: "creditcard", upi: "banktransfer" }),
  deposit_accounts: z.object({ card: account, upi: account }).default({ card: null, upi: null }),
  comment_on_invoice: z.boolean().default(false),
  /** Overrides the organization's own time zone for the payment's date. */
  time_zone: z.string().nullable().default(null),
});
export type OrganizationSettings = z.infer<typeof OrganizationSettings>;

/** The settings as one collection takes them along. `timeZone` is the organization's own. */
export function recordingSettings(settings: OrganizationSettings, timeZone: string, method: Method): RecordingSettings {
  return {
    paymentMode: settings.payment_modes[method],
    depositAccountId: settings.deposit_accounts[method],
    commentOnInvoice: settings.comment_on_invoice,
    timeZone: settings.time_zone ?? timeZone,
  };
}
