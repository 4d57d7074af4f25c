import { z } from "zod";
import { OrganizationId } from "../../collection/ids.ts";
import { Product } from "../../zoho/books/product.ts";
import type { SealedCookie } from "../sealed-cookie.ts";

/** A grant whose administrator has yet to say for which of their organizations it is. */
const Pending = z.object({
  refreshToken: z.string().min(1),
  scopes: z.string().nullable(),
  product: Product,
  dataCentre: z.string(),
  candidates: z.array(
    z.object({ id: OrganizationId, name: z.string(), timeZone: z.string(), userId: z.string(), by: z.string() }),
  ),
});
export type Pending = z.infer<typeof Pending>;

export const PENDING: SealedCookie<typeof Pending> = { name: "connect", schema: Pending, maxAge: 600 };
