import type { Collection } from "../../collection/collection.ts";
import type { OrganizationId } from "../../collection/ids.ts";
import { listCollections } from "../../ledger/collections.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { recordingSettings } from "../../ledger/settings.ts";
import type { HumanWish } from "../../terminal/rpc.ts";
import type { Dependencies } from "../dependencies.ts";

const MOST = 50;
/** As the history names it. */
const BY = "reconnect";

/**
 * Lets collections that waited for this connection go on at once; by themselves they ask again in growing gaps of up
 * to half an hour. One that cannot be reached is left to that.
 */
export async function resume(
  deps: Pick<Dependencies, "ledger" | "terminal" | "log">,
  organizationId: OrganizationId,
  service: "books" | "payments",
): Promise<void> {
  const organization = await findOrganization(deps.ledger, organizationId);
  if (!organization) return;
  const { settings, timeZone } = organization;
  const wishFor = ({ method }: Collection): HumanWish =>
    service === "books"
      ? { action: "retry_recording", by: BY, settings: recordingSettings(settings, timeZone, method) }
      : { action: "check", by: BY };
  const statuses = service === "books" ? (["succeeded"] as const) : (["in_progress", "unresolved"] as const);
  for (const status of statuses) {
    for (const collection of await listCollections(deps.ledger, organizationId, { status, limit: MOST })) {
      const { id, terminalId } = collection;
      try {
        await deps.terminal(organizationId, terminalId).wish(id, wishFor(collection));
      } catch (error) {
        const reason = error instanceof Error ? error.message : "unknown";
        deps.log({ event: "resume_failed", organization: organizationId, collection: id, reason });
      }
    }
  }
}
