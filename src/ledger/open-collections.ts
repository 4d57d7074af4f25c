import { and, eq, isNotNull } from "drizzle-orm";
import type { OrganizationId } from "../collection/ids.ts";
import type { Ledger } from "./client.ts";
import { collections } from "./schema.ts";

/** How many collections of the organization have work left, as the ledger was last told. */
export const countOpen = (ledger: Ledger, organizationId: OrganizationId): Promise<number> =>
  ledger.$count(collections, and(eq(collections.organizationId, organizationId), isNotNull(collections.remindAt)));
