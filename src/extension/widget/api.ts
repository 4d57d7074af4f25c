import { z } from "zod";
import { Method } from "../../collection/collection.ts";
import { CollectionView } from "../../collection/view.ts";
import type { Host } from "./host.ts";

/** What came of a request: an answer, our API's refusal, or nothing, which is never taken for a refusal. */
export type Answered<T> = { kind: "ok"; value: T } | { kind: "problem"; problem: Problem } | { kind: "silent" };

const Problem = z.object({
  code: z.string(),
  message: z.string(),
  field: z.string().optional(),
  collection_id: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;
const Refused = z.object({ error: Problem });

const Summary = CollectionView.omit({ history: true });
export type Summary = z.infer<typeof Summary>;

/** An invoice as `GET /api/v1/invoices/{id}` tells it. */
const Offer = z.object({
  invoice_id: z.string(),
  invoice_number: z.string(),
  customer_name: z.string(),
  status: z.string(),
  total: z.string(),
  balance: z.string(),
  refusal: z.object({ code: z.string(), title: z.string(), message: z.string() }).nullable(),
  counters: z.array(
    z.object({ id: z.string(), name: z.string(), terminal_id: z.string(), waiting: z.number(), here: z.boolean() }),
  ),
  open: Summary.nullable(),
  unresolved: Summary.nullable(),
  last: Summary.nullable(),
});
export type Offer = z.infer<typeof Offer>;

const Organization = z.object({
  product: z.enum(["books", "invoice", "external"]),
  time_zone: z.string(),
  now: z.iso.datetime(),
});

const NewCollection = z.object({
  organization_id: z.string(),
  invoice_id: z.string(),
  counter_id: z.string(),
  amount: z.string(),
  payment_method: Method,
  acknowledge_unresolved: z.boolean(),
});
export type NewCollection = z.infer<typeof NewCollection>;

/** Our API through the host's Connection, which knows the key; the package does not. */
export function apiThrough(host: Host, address: string) {
  const call = async <S extends z.ZodType>(
    shape: S,
    path: string,
    options: { query?: Record<string, string>; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Answered<z.infer<S>>> => {
    const { query = {}, body, headers = {} } = options;
    const sent = { "X-Zoho-User": encodeURIComponent(host.user), "Content-Type": "application/json", ...headers };
    const text = await host.request({
      url: `${address}/api/v1${path}`,
      method: body === undefined ? "GET" : "POST",
      url_query: pairs({ organization_id: host.organizationId, ...query }),
      header: pairs(sent),
      ...(body === undefined ? {} : { body: { mode: "raw", raw: JSON.stringify(body) } }),
    });
    return read(shape, text);
  };
  const id = encodeURIComponent;

  return {
    organization: () => call(Organization, "/organization"),
    offer: (invoiceId: string) => call(Offer, `/invoices/${id(invoiceId)}`),
    collection: (collectionId: string) => call(CollectionView, `/collections/${id(collectionId)}`),
    collections: (invoiceId: string) =>
      call(z.object({ collections: z.array(Summary) }), "/collections", {
        query: { invoice_id: invoiceId, limit: "20" },
      }),
    /** The same key is the same collection, however often it is sent. */
    start: (wish: NewCollection, idempotencyKey: string) =>
      call(CollectionView, "/collections", { body: wish, headers: { "Idempotency-Key": idempotencyKey } }),
    act: (collectionId: string, action: string, body: Record<string, string | null>) =>
      call(CollectionView, `/collections/${id(collectionId)}/${action}`, { body }),
  };
}

export type Api = ReturnType<typeof apiThrough>;

const pairs = (values: Record<string, string>): ZFAPPS.Pair[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }));

/** An answer that is neither ours nor a refusal of ours comes from something in between: as good as none. */
function read<S extends z.ZodType>(shape: S, text: string | null): Answered<z.infer<S>> {
  let body: unknown;
  try {
    body = JSON.parse(text ?? "");
  } catch {
    return { kind: "silent" };
  }
  const refused = Refused.safeParse(body);
  if (refused.success) return { kind: "problem", problem: refused.data.error };
  const value = shape.safeParse(body);
  return value.success ? { kind: "ok", value: value.data } : { kind: "silent" };
}
