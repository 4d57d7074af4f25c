import { z } from "zod";
import { Product } from "../zoho/books/product.ts";

const Grant = z.object({
  refreshToken: z.string().min(1),
  accountsUrl: z.string().min(1),
  /** Host of the API the grant is for. */
  apiUrl: z.string().min(1),
});
export type Grant = z.infer<typeof Grant>;

/** What an organization's object needs to call Zoho for it, opened from the ledger. */
export const Connection = z.object({
  product: Product,
  /** Null until Zoho Payments is connected. */
  paymentsAccountId: z.string().min(1).nullable(),
  grants: z.object({ books: Grant.optional(), payments: Grant.optional() }),
});
export type Connection = z.infer<typeof Connection>;
