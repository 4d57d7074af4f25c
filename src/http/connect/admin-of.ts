import type { OrganizationId } from "../../collection/ids.ts";
import type { StaffSession } from "../../security/staff-session.ts";
import type { AppContext } from "../context.ts";
import { readSession } from "../identity.ts";

/** This browser's session when it is an administrator's of the organization; of any when none is named. */
export async function adminOf(c: AppContext, organizationId: OrganizationId | null): Promise<StaffSession | null> {
  const session = await readSession(c);
  if (session?.role !== "admin") return null;
  return organizationId === null || session.organizationId === organizationId ? session : null;
}
