import { desc, eq } from "drizzle-orm";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { setupEvents } from "./schema.ts";

/** A change of an organization's set-up: who, when, what; never a secret. */
export interface SetupEvent {
  organizationId: OrganizationId;
  at: number;
  by: string;
  what: SetupChange;
  /** What it was about, such as a counter's name. */
  detail: string;
}

export type SetupChange =
  | "organization_created"
  | "books_connected"
  | "books_disconnected"
  | "payments_connected"
  | "payments_disconnected"
  | "counter_added"
  | "counter_changed"
  | "counter_retired"
  | "recording_changed"
  | "key_created"
  | "key_revoked"
  | "books_hook_secret_made"
  | "books_hook_changed"
  | "books_hook_removed"
  | "payments_hook_key_given"
  | "payments_hook_removed"
  | "endpoint_added"
  | "endpoint_changed"
  | "endpoint_enabled"
  | "endpoint_disabled"
  | "endpoint_removed"
  | "person_invited"
  | "invitation_withdrawn"
  | "person_joined"
  | "person_removed"
  | "everyone_signed_out";

export async function noteSetup(ledger: Ledger, event: SetupEvent): Promise<void> {
  await ledger.insert(setupEvents).values({ ...event, detail: event.detail.slice(0, 300) });
}

/** The newest changes first. */
export async function recentSetup(
  ledger: Ledger,
  organizationId: OrganizationId,
  limit: number,
): Promise<{ at: number; by: string; what: string; detail: string }[]> {
  return ledger
    .select()
    .from(setupEvents)
    .where(eq(setupEvents.organizationId, organizationId))
    .orderBy(desc(setupEvents.at), desc(setupEvents.id))
    .limit(limit);
}
