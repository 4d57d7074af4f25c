import { z } from "zod";
import { OrganizationId } from "../../collection/ids.ts";
import type { AppContext } from "../context.ts";
import { startSession } from "../identity.ts";
import type { Purpose } from "../oauth/attempts.ts";
import { type SealedCookie, writeSealed } from "../sealed-cookie.ts";

export type SignIn = Extract<Purpose, { kind: "sign_in" }>;

/** Who has signed in and has yet to say for which of their organizations. */
const Choice = z.object({
  returnTo: z.string(),
  entries: z.array(
    z.object({
      id: OrganizationId,
      name: z.string(),
      by: z.string(),
      userId: z.string(),
      role: z.enum(["admin", "staff"]),
    }),
  ),
});
/** Somebody, in one organization. */
export type Entry = z.infer<typeof Choice>["entries"][number];

export const CHOICE: SealedCookie<typeof Choice> = { name: "sign_in", schema: Choice, maxAge: 600 };
/** As many entries as a cookie holds. */
export const MOST = 15;

/** Signs in for the only entry there is, or lets the person choose; without any, `nowhere` says so. */
export async function arrive(
  c: AppContext,
  { returnTo }: SignIn,
  entries: Entry[],
  nowhere: () => Promise<Response>,
): Promise<Response> {
  const [first, ...others] = entries;
  if (!first) return nowhere();
  if (others.length === 0) return enter(c, first, returnTo);
  await writeSealed(c, CHOICE, { entries, returnTo });
  return c.redirect("/sign-in/choose", 303);
}

/** Begins the session, and goes where the person was going. */
export async function enter(c: AppContext, entry: Entry, returnTo: string): Promise<Response> {
  const { id: organizationId, by, userId, role } = entry;
  await startSession(c, { organizationId, by, userId, role, demo: false });
  c.get("deps").log({ event: "signed_in", request: c.get("requestId"), organization: organizationId, role });
  return c.redirect(returnTo, 303);
}
