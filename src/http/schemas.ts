import { z } from "@hono/zod-openapi";
import { Status } from "../collection/collection.ts";
import { CollectionId, CounterId, InvoiceId, OrganizationId } from "../collection/ids.ts";
import { CollectionView } from "../collection/view.ts";
import { ERROR_CODES, type ErrorStatus } from "./errors.ts";

/** Shapes that more than one route speaks, under the names `/openapi.json` gives them. */

const { history, ...summary } = CollectionView.shape;

export const CollectionBody = z.object({ ...summary, history }).openapi("Collection");

/** A collection as lists show it: all but its history. */
export const CollectionSummary = z.object(summary).openapi("CollectionSummary");
export type CollectionSummary = z.infer<typeof CollectionSummary>;

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(ERROR_CODES),
      message: z.string().describe("What went wrong and what to do, for people; it may change"),
      field: z.string().optional().describe("The part of the request it is about"),
      problems: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
      collection_id: z.string().optional().describe("The collection that stands in the way"),
      collection_status: Status.optional(),
      invoice_status: z.string().optional(),
      balance: z.string().optional().describe("Rupees"),
      currency: z.string().optional(),
      request_id: z.string().optional(),
    }),
  })
  .openapi("Error");
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Our ids and Zoho's as requests give them. */
export const organizationId = z
  .string()
  .trim()
  .pipe(OrganizationId)
  .openapi({ type: "string", example: "60001234567" });
export const invoiceId = z.string().trim().pipe(InvoiceId).openapi({ type: "string", example: "460000000012345" });
export const counterId = z.string().trim().pipe(CounterId).openapi({ type: "string", example: "counter-b" });
export const collectionId = z.string().pipe(CollectionId);

export const CollectionPath = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "col_0mhx2k1ab3f9q0r7s5t2u8v4w" }),
});

const error = (description: string) => ({ description, content: { "application/json": { schema: ErrorBody } } });

/** The errors any route may answer; what a code means is in its message. */
export const errors: { [S in ErrorStatus]: ReturnType<typeof error> } = {
  400: error("The request is malformed; `field` names the part"),
  401: error("No valid API key or session"),
  403: error("Not your organization, or not allowed"),
  404: error("No such thing in your organization"),
  405: error("The path knows other methods: see `Allow`"),
  409: error("Something else stands in the way"),
  413: error("The body is larger than 64 KiB"),
  415: error("The body is not JSON"),
  422: error("The invoice cannot be collected like this"),
  429: error("Too many requests in a minute; repeat after `Retry-After` seconds"),
  500: error("Our mistake; the request id helps to find it"),
  502: error("Zoho refuses our access; an administrator must connect again"),
  503: error("Something we depend on is away; repeat after `Retry-After` seconds"),
};

export const json = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { "application/json": { schema } },
});

export const security = [{ api_key: [] }, { staff: [] }];
