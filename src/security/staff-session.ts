import { z } from "zod";
import { OrganizationId } from "../collection/ids.ts";
import { toBase64Url } from "./base64.ts";
import type { KeyRing } from "./key-ring.ts";
import { open, type SealedFor, seal } from "./seal.ts";

/** Who is signed in, for how long. `demo` sessions are worth nothing outside the demo. */
const StaffSession = z.object({
  id: z.string().min(16).max(64),
  organizationId: OrganizationId,
  /** Zoho's id of the person; empty in the demo. */
  userId: z.string().max(64).default(""),
  by: z.string().min(1).max(100),
  role: z.enum(["admin", "staff"]),
  demo: z.boolean(),
  /** Epoch milliseconds. */
  expiresAt: z.number().int(),
});
export type StaffSession = z.infer<typeof StaffSession>;

/** Who is to be signed in. */
export type NewSession = Omit<StaffSession, "id" | "userId" | "expiresAt"> & { userId?: string };

export const SESSION_LASTS = 12 * 60 * 60 * 1_000;

const use = (organizationId: string): SealedFor => ({ purpose: "staff_session", organizationId, field: "cookie" });

/** The cookie's value for a session that begins now. */
export async function sealSession(ring: KeyRing, who: NewSession, now: number): Promise<string> {
  const id = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
  const session: StaffSession = { userId: "", ...who, id, expiresAt: now + SESSION_LASTS };
  const { keyId, sealed } = await seal(ring, use(who.organizationId), JSON.stringify(session));
  return `${who.organizationId}.${keyId}.${sealed}`;
}

/** The session in a cookie's value; null when it is forged, for another organization than it says, or over. */
export async function openSession(ring: KeyRing, value: string, now: number): Promise<StaffSession | null> {
  const [organizationId = "", keyId = "", sealed = "", ...rest] = value.split(".");
  if (rest.length > 0) return null;
  const text = await open(ring, use(organizationId), { keyId, sealed });
  if (text === null) return null;
  const session = StaffSession.safeParse(JSON.parse(text));
  return session.success && now < session.data.expiresAt ? session.data : null;
}
