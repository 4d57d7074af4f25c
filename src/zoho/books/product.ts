import { z } from "zod";

/** The two billing products. They share a data model; all their differences are in this file. */
export const Product = z.enum(["books", "invoice"]);
export type Product = z.infer<typeof Product>;

export interface Dialect {
  /** Below the API host. */
  root: string;
  /** Prefix of OAuth scopes. */
  scopePrefix: string;
  name: string;
  headers(organizationId: string): Record<string, string>;
  encode(body: unknown): { contentType: string; body: string };
}

const books: Dialect = {
  root: "/books/v3",
  scopePrefix: "ZohoBooks",
  name: "Zoho Books",
  headers: () => ({}),
  encode: (body) => ({ contentType: "application/json", body: JSON.stringify(body) }),
};

/** Zoho Invoice: the organization in a header too, JSON in the form field `JSONString` (Invoice API, introduction). */
const invoice: Dialect = {
  root: "/invoice/v3",
  scopePrefix: "ZohoInvoice",
  name: "Zoho Invoice",
  headers: (organizationId) => ({ "x-com-zoho-invoice-organizationid": organizationId }),
  encode: (body) => ({
    contentType: "application/x-www-form-urlencoded",
    body: new URLSearchParams({ JSONString: JSON.stringify(body) }).toString(),
  }),
};

export const dialects: Record<Product, Dialect> = { books, invoice };
