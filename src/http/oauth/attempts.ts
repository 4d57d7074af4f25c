import { z } from "zod";
import { OrganizationId, PaymentsAccountId } from "../../collection/ids.ts";
import { sameSecret } from "../../security/api-key.ts";
import { toBase64Url } from "../../security/base64.ts";
import { codeChallenge } from "../../zoho/accounts/authorize.ts";
import { Product } from "../../zoho/books/product.ts";
import type { AppContext } from "../context.ts";
import { dropSealed, hasSealed, readSealed, type SealedCookie, writeSealed } from "../sealed-cookie.ts";
import { ZohoPerson } from "./zoho-person.ts";

/** Where the invoices are of an organization that somebody signs in for. */
export const SignInProduct = z.enum([...Product.options, "external"]);
export type SignInProduct = z.infer<typeof SignInProduct>;

const newExternal = { name: z.string(), accountId: PaymentsAccountId };

/** What somebody goes to Zoho for. */
export const Purpose = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("sign_in"),
    product: SignInProduct,
    /** The organization whose page they came for; null when they came for none. */
    organizationId: OrganizationId.nullable(),
    returnTo: z.string(),
  }),
  z.object({
    kind: z.literal("connect_books"),
    product: Product,
    /** The organization to connect again; null for a first time, when it is chosen afterwards. */
    organizationId: OrganizationId.nullable(),
  }),
  z.object({ kind: z.literal("connect_payments"), organizationId: OrganizationId, accountId: PaymentsAccountId }),
  /** To be recognized, before the Payments account of a new organization that bills outside Zoho is asked for. */
  z.object({ kind: z.literal("introduce"), ...newExternal }),
  z.object({ kind: z.literal("connect_external"), ...newExternal, creator: ZohoPerson }),
  /** To be recognized and let into such an organization. */
  z.object({ kind: z.literal("join"), invitation: z.string() }),
]);
export type Purpose = z.infer<typeof Purpose>;

const Attempt = z.object({ nonce: z.string(), verifier: z.string(), purpose: Purpose });
export type Attempt = z.infer<typeof Attempt>;

const TEN_MINUTES = 600;
/** So many may be under way in one browser: a person with two tabs finishes both. */
const SLOTS = [0, 1, 2, 3];

const slot = (number: number): SealedCookie<typeof Attempt> => ({
  name: `oauth${number}`,
  schema: Attempt,
  maxAge: TEN_MINUTES,
});

/** Remembers, in this browser, what it is sent to Zoho for. `state` and `challenge` go along. */
export async function beginAttempt(c: AppContext, purpose: Purpose): Promise<{ state: string; challenge: string }> {
  const { randomBytes } = c.get("deps");
  const nonce = toBase64Url(randomBytes(24));
  const verifier = toBase64Url(randomBytes(48));
  const free = SLOTS.find((number) => !hasSealed(c, slot(number))) ?? 0;
  await writeSealed(c, slot(free), { nonce, verifier, purpose });
  return { state: `${free}.${nonce}`, challenge: await codeChallenge(verifier) };
}

/**
 * What this browser had been sent to Zoho for, once: taken, it is gone. Null when it was another browser, too long
 * ago, or never (RFC 9700 §2.1: a redirect that nobody here asked for must change nothing).
 */
export async function takeAttempt(c: AppContext, state: string | undefined): Promise<Attempt | null> {
  const [, number = "", nonce = ""] = /^([0-3])\.([A-Za-z0-9_-]{32})$/.exec(state ?? "") ?? [];
  if (!nonce) return null;
  const cookie = slot(Number(number));
  const attempt = await readSealed(c, cookie);
  if (!attempt || !(await sameSecret(attempt.nonce, nonce))) return null;
  dropSealed(c, cookie);
  return attempt;
}
