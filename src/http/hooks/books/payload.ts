import { z } from "zod";
import { InvoiceId } from "../../../collection/ids.ts";
import { isForm } from "../../../security/zoho-signature.ts";
import { parseJson } from "../../../zoho/json.ts";
import { idText } from "../../../zoho/schemas.ts";

/** What a workflow webhook of Books tells us that we use: which invoice. All else is read from Books itself. */
export interface BooksPayload {
  invoiceId: InvoiceId;
  organizationId: string | null;
}

const Invoice = z.object({ invoice_id: idText.pipe(InvoiceId) });
const Body = z.object({
  organization_id: idText.nullish(),
  invoice: Invoice.nullish(),
  data: z.object({ invoice: Invoice.nullish() }).nullish(),
  invoice_id: idText.pipe(InvoiceId).nullish(),
});

/**
 * Reads the default payload (`{invoice: {…}}`), a raw JSON body (`{invoice_id}`), the older form field `JSONString`,
 * plain form fields, or the query alone (books.md §4.1). Ids beyond 2^53 stay whole. Null when no invoice is named.
 */
export function readBooksPayload(query: URLSearchParams, contentType: string, body: Uint8Array): BooksPayload | null {
  const text = new TextDecoder().decode(body);
  const read = Body.safeParse(fieldsOf(text, contentType));
  if (!read.success) return null;
  const { invoice, data, invoice_id, organization_id } = read.data;
  const named = invoice?.invoice_id ?? data?.invoice?.invoice_id ?? invoice_id;
  const invoiceId = named ?? InvoiceId.safeParse(query.get("invoice_id") ?? undefined).data;
  return invoiceId === undefined ? null : { invoiceId, organizationId: organization_id ?? null };
}

function fieldsOf(text: string, contentType: string): unknown {
  if (text.trim() === "") return {};
  if (!isForm(contentType)) return parseJson(text);
  const form = new URLSearchParams(text);
  const json = form.get("JSONString");
  return json === null ? Object.fromEntries(form) : parseJson(json);
}
