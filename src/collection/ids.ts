import { z } from "zod";

/**
 * Branded ids. Zoho's are digits beyond 2^53 and are strings everywhere; a brand keeps an invoice's id from being
 * handed over where a terminal's is meant.
 */
const zohoId = z.string().trim().min(1).max(64);

export const OrganizationId = zohoId.regex(/^\d{1,20}$/, "must be digits").brand<"OrganizationId">();
export type OrganizationId = z.infer<typeof OrganizationId>;

export const InvoiceId = zohoId.brand<"InvoiceId">();
export type InvoiceId = z.infer<typeof InvoiceId>;

export const CustomerId = zohoId.brand<"CustomerId">();
export type CustomerId = z.infer<typeof CustomerId>;

/** The device's TID, shown on its home screen and as "Device ID" in Zoho Payments; opaque (payments.md §3). */
export const TerminalId = zohoId.brand<"TerminalId">();
export type TerminalId = z.infer<typeof TerminalId>;

export const PaymentsAccountId = zohoId.brand<"PaymentsAccountId">();
export type PaymentsAccountId = z.infer<typeof PaymentsAccountId>;

export const PaymentsSessionId = zohoId.brand<"PaymentsSessionId">();
export type PaymentsSessionId = z.infer<typeof PaymentsSessionId>;

export const PaymentId = zohoId.brand<"PaymentId">();
export type PaymentId = z.infer<typeof PaymentId>;

export const CustomerPaymentId = z.string().trim().min(1).max(100).brand<"CustomerPaymentId">();
export type CustomerPaymentId = z.infer<typeof CustomerPaymentId>;

/** Ours: born before any call to Zoho, carried in the session's `meta_data`. */
export const CollectionId = z
  .string()
  .regex(/^col_[0-9a-z]{20,40}$/, "is not a collection id")
  .brand<"CollectionId">();
export type CollectionId = z.infer<typeof CollectionId>;

export const CounterId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "may hold letters, digits, - and _")
  .brand<"CounterId">();
export type CounterId = z.infer<typeof CounterId>;

/**
 * An id for an organization that Zoho knows nothing of: 99 and 18 more digits. Zoho's ids are of 64 bits, less than
 * this, so it is none of theirs. `bytes` are ten random bytes of the caller's.
 */
export function newOrganizationId(bytes: Uint8Array): OrganizationId {
  const noise = Array.from(bytes.slice(0, 10), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return OrganizationId.parse(`99${String(BigInt(`0x${noise}`) % 10n ** 18n).padStart(18, "0")}`);
}

/**
 * A new collection id that sorts by its birth: 9 characters of milliseconds, then 16 of randomness.
 * `bytes` are ten random bytes of the caller's.
 */
export function newCollectionId(now: number, bytes: Uint8Array): CollectionId {
  const time = now.toString(36).padStart(9, "0");
  const noise = Array.from(bytes.slice(0, 10), (byte) => byte.toString(36).padStart(2, "0")).join("");
  return CollectionId.parse(`col_${time}${noise}`);
}
