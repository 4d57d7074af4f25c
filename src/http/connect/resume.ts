import type { Collection, Status } from "../../collection/collection.ts";
import type { OrganizationId } from "../../collection/ids.ts";
import type { Ledger } from "../../ledger/client.ts";
import { listCollections } from "../../ledger/collections.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { recordingSettings } from "../../ledger/settings.ts";
import type { HumanWish } from "../../terminal/rpc.ts";
import type { Dependencies } from "../dependencies.ts";

const PAGE = 100;
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
    for await (const collection of all(deps.ledger, organizationId, status)) {
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

/** However many an outage has left, the newest first. */
async function* all(ledger: Ledger, organizationId: OrganizationId, status: Status): AsyncGenerator<Collection> {
  for (let after: Collection | undefined; ; ) {
    const filter = { status, limit: PAGE, ...(after ? { after } : {}) };
    const page = await listCollections(ledger, organizationId, filter);
    yield* page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}
