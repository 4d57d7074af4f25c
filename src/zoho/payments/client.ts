import { z } from "zod";
import type { Answer } from "../../collection/answer.ts";
import type { Collection } from "../../collection/collection.ts";
import { PaymentId, type PaymentsAccountId, PaymentsSessionId } from "../../collection/ids.ts";
import { type ListedPayment, META_KEY, ours, type Session, sessionInvoiceNumber } from "../../collection/match.ts";
import { rupeesNumber } from "../../collection/money.ts";
import { CALL_TIMEOUT } from "../../collection/schedule.ts";
import { classify, type Reading } from "../classify.ts";
import { epoch, idText, money } from "../schemas.ts";
import type { Transport } from "../transport.ts";

/** What a call to Zoho Payments needs: where, for which account, with which token. */
export interface PaymentsAccess {
  baseUrl: string;
  accountId: PaymentsAccountId;
  accessToken: string;
}

const Method = z.object({ type: z.string().nullish() }).nullish();

const SessionAnswer = z.object({
  payments_session: z
    .object({
      payments_session_id: idText.pipe(PaymentsSessionId),
      session_status: z.string().optional(),
      status: z.string().optional(),
      amount: money,
      currency: z.string(),
      invoice_number: z.string().nullish(),
      payments: z
        .array(
          z.object({
            payment_id: idText.pipe(PaymentId),
            status: z.string(),
            date: epoch.nullish(),
            failure_code: z.string().nullish(),
            payment_method: Method,
          }),
        )
        .nullish(),
    })
    .transform((session, context): Session => {
      // In-person sessions say `session_status`, online ones `status` (payments.md §14).
      const status = session.session_status ?? session.status;
      if (status === undefined) context.addIssue({ code: "custom", path: ["session_status"], message: "is missing" });
      return {
        sessionId: session.payments_session_id,
        status: status ?? "",
        amount: session.amount,
        currency: session.currency,
        invoiceNumber: session.invoice_number ?? null,
        payments: (session.payments ?? []).map((payment) => ({
          paymentId: payment.payment_id,
          status: payment.status,
          paidAt: payment.date ?? null,
          method: payment.payment_method?.type ?? null,
          failureCode: payment.failure_code ?? null,
        })),
      };
    }),
});

const CreateAnswer = z.object({
  payments_session: z.object({ payments_session_id: idText.pipe(PaymentsSessionId) }),
});

const Payment = z
  .object({
    payment_id: idText.pipe(PaymentId),
    payments_session_id: idText.pipe(PaymentsSessionId).nullish(),
    status: z.string(),
    meta_data: z.array(z.object({ key: z.string(), value: z.coerce.string() })).nullish(),
  })
  .transform(
    (payment): ListedPayment => ({
      paymentId: payment.payment_id,
      sessionId: payment.payments_session_id ?? null,
      status: payment.status,
      collectionId: payment.meta_data?.find((pair) => pair.key === META_KEY)?.value ?? null,
    }),
  );

const ListAnswer = z.object({
  payments: z.array(Payment),
  page_context: z.object({ has_more_page: z.boolean().optional() }).nullish(),
});

/** Payments' own rules (payments.md §7): 401, or "Not Authorised" under another status; 429 per minute. */
const reading: Reading = ({ status, code, message, header }, now) => {
  if (status === 401 || (code === "error" && /not authori[sz]ed/i.test(message))) {
    return { kind: "unauthorized", code: code || "401", message };
  }
  if (status !== 429) return null;
  const after = Number(header("retry-after"));
  const wait = Number.isFinite(after) && after > 0 ? Math.ceil(Math.min(after, 120) * 1000) : 15_000;
  return { kind: "throttled", limit: "minute", retryAt: now + wait, message };
};

/**
 * The in-person API of Zoho Payments (POS billing integration). `now` is read after each answer, for retry times.
 * Every function makes one request and never rejects.
 */
export function paymentsClient(transport: Transport, now: () => number) {
  const call = async <S extends z.ZodType>(
    access: PaymentsAccess,
    request: {
      name: string;
      method: "GET" | "POST";
      path: string;
      query?: Record<string, string>;
      body?: unknown;
      timeoutMs: number;
    },
    schema: S,
  ): Promise<Answer<z.infer<S>>> => {
    const query = new URLSearchParams({ account_id: access.accountId, ...request.query });
    const result = await transport({
      name: request.name,
      method: request.method,
      url: `${access.baseUrl}/api/v1${request.path}?${query}`,
      headers: {
        authorization: `Zoho-oauthtoken ${access.accessToken}`,
        ...(request.body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      timeoutMs: request.timeoutMs,
    });
    return classify(result, schema, reading, now());
  };

  return {
    /** Step 1, `POST /terminal/paymentsessions`, scope ZohoPay.payments.CREATE. No idempotency: see `onCreate`. */
    async createSession(
      access: PaymentsAccess,
      collection: Collection,
    ): Promise<Answer<{ sessionId: PaymentsSessionId }>> {
      const body = {
        amount: rupeesNumber(collection.amount),
        currency: collection.currency,
        type: "pos_payment",
        terminal_id: collection.terminalId,
        invoice_number: sessionInvoiceNumber(collection.invoiceNumber),
        description: (collection.description ?? `Invoice ${collection.invoiceNumber}`).slice(0, 500),
        meta_data: [{ key: META_KEY, value: collection.id }, ...collection.metaData],
        payment_method_details: { type: collection.method },
      };
      const path = "/terminal/paymentsessions";
      const request = { name: "payments.create", method: "POST" as const, path, body, timeoutMs: CALL_TIMEOUT.create };
      const answer = await call(access, request, CreateAnswer);
      if (answer.kind !== "ok") return answer;
      return { kind: "ok", value: { sessionId: answer.value.payments_session.payments_session_id } };
    },

    /** Step 4, `GET /terminal/paymentsessions/{id}`: the poll. */
    async retrieveSession(access: PaymentsAccess, id: PaymentsSessionId): Promise<Answer<Session>> {
      const path = `/terminal/paymentsessions/${encodeURIComponent(id)}`;
      const request = { name: "payments.retrieve", method: "GET" as const, path, timeoutMs: CALL_TIMEOUT.poll };
      const answer = await call(access, request, SessionAnswer);
      return answer.kind === "ok" ? { kind: "ok", value: answer.value.payments_session } : answer;
    },

    /**
     * `GET /payments` narrowed by the invoice number, up to the page that has ours; the rows are to be compared, Zoho may
     * not have filtered. Newest first, so that what took the money comes before an attempt that was declined.
     */
    async findPayments(access: PaymentsAccess, collection: Collection): Promise<Answer<ListedPayment[]>> {
      const found: ListedPayment[] = [];
      for (let page = 1; page <= 5; page++) {
        const query = {
          search_text: sessionInvoiceNumber(collection.invoiceNumber),
          per_page: "200",
          page: String(page),
        };
        const request = {
          name: "payments.list",
          method: "GET" as const,
          path: "/payments",
          query,
          timeoutMs: CALL_TIMEOUT.find,
        };
        const answer = await call(access, request, ListAnswer);
        if (answer.kind !== "ok") return answer;
        const { payments, page_context: context } = answer.value;
        found.push(...payments);
        if (!context?.has_more_page || ours(collection, payments)) return { kind: "ok", value: found };
      }
      return { kind: "ambiguous", reason: "unreadable", detail: "more payments than are searched" };
    },

    /** `GET /payments`, one row: whether this token may see this account at all. */
    async ping(access: PaymentsAccess): Promise<Answer<null>> {
      const request = {
        name: "payments.ping",
        method: "GET" as const,
        path: "/payments",
        query: { per_page: "1" },
        timeoutMs: CALL_TIMEOUT.find,
      };
      const answer = await call(access, request, z.object({}));
      return answer.kind === "ok" ? { kind: "ok", value: null } : answer;
    },

    /** `GET /payments/{payment_id}` (payments.md §6). */
    async retrievePayment(access: PaymentsAccess, id: PaymentId): Promise<Answer<ListedPayment>> {
      const path = `/payments/${encodeURIComponent(id)}`;
      const request = { name: "payments.payment", method: "GET" as const, path, timeoutMs: CALL_TIMEOUT.find };
      const answer = await call(access, request, z.object({ payment: Payment }));
      return answer.kind === "ok" ? { kind: "ok", value: answer.value.payment } : answer;
    },
  };
}

export type PaymentsClient = ReturnType<typeof paymentsClient>;
