import type { Context } from "hono";
import { Hono } from "hono";
import type { User } from "../accounts/state.ts";
import type { Call } from "../calls.ts";
import { gate } from "../gate.ts";
import type { World } from "../world.ts";
import { admit, type Product, userOf } from "./admit.ts";
import { fieldsOf } from "./body.ts";
import { addButton } from "./buttons.ts";
import { addComment, commentObject } from "./comments.ts";
import { invoiceObject, invoicePaymentRow, paymentObject } from "./emit.ts";
import { listCustomerPayments, listInvoices } from "./lists.ts";
import { organizationObject, userObject } from "./people.ts";
import { type BooksError, deletePayment, recordPayment } from "./record.ts";
import type { Invoice, Organization } from "./state.ts";

type Asked = { c: Context; user: User; organization: Organization };
type Answer = Record<string, unknown> & { message?: string };
type Handler = (asked: Asked) => Answer | BooksError | Promise<Answer | BooksError>;

const missing = (what: string): BooksError => ({ code: 1002, message: `${what} does not exist.`, status: 404 });
const invalidBody: BooksError = { code: 2, message: "Invalid value passed for JSONString", status: 400 };

function isError(answer: Answer | BooksError): answer is BooksError {
  return "code" in answer && "status" in answer;
}

/** The subset of Books v3 (below `/books/v3`) or Invoice v3 (`/invoice/v3`) a collection needs. */
export function booksRoutes(world: World, product: Product): Hono {
  const app = new Hono();

  const on = (
    method: "GET" | "POST" | "DELETE",
    path: string,
    route: string,
    scope: string,
    handler: Handler,
    status: 200 | 201 = 200,
  ): void => {
    const handle = async (c: Context, call: Call): Promise<Response> => {
      const admission = admit(world, c, call, product, scope);
      const answer = admission.ok ? await handler({ c, ...admission }) : admission.error;
      if (isError(answer)) return c.json({ code: answer.code, message: answer.message }, answer.status);
      return c.json({ code: 0, message: "success", ...answer }, status);
    };
    const identify = (c: Context, call: Call): void => {
      const id = c.req.param("id");
      if (id !== undefined) call.subject = id;
    };
    app.on(method, path, gate(world, "books", `books.${route}`, handle, identify));
  };
  const withInvoice =
    (handler: (asked: Asked, invoice: Invoice) => Answer | BooksError | Promise<Answer | BooksError>): Handler =>
    (asked) => {
      const invoice = asked.organization.invoices.get(asked.c.req.param("id") ?? "");
      return invoice === undefined ? missing("Invoice") : handler(asked, invoice);
    };

  on("GET", "/invoices", "invoices", "invoices.READ", ({ c, organization }) => listInvoices(world, organization, c));
  on(
    "GET",
    "/invoices/:id",
    "invoice",
    "invoices.READ",
    withInvoice(({ organization }, invoice) => ({
      invoice: invoiceObject(world, organization, invoice),
    })),
  );
  on(
    "GET",
    "/invoices/:id/payments",
    "invoice_payments",
    "invoices.READ",
    withInvoice(({ organization }, invoice) => {
      const visibleUntil = world.clock.now() - world.settings.books_invoice_payments_lag_ms;
      return {
        payments: invoice.applications.flatMap(({ payment_id, invoice_payment_id, amount }) => {
          const payment = organization.payments.get(payment_id);
          return payment === undefined || payment.created_at > visibleUntil
            ? []
            : [invoicePaymentRow(invoice, payment, invoice_payment_id, amount)];
        }),
      };
    }),
  );
  on(
    "POST",
    "/invoices/:id/comments",
    "comment",
    "invoices.CREATE",
    withInvoice(async ({ c, user, organization }, invoice) => {
      const fields = await fieldsOf(c, product);
      const said = fields?.description;
      if (typeof said !== "string" || said === "" || said.length > 2000) return invalidBody;
      const type = fields?.show_comment_to_clients === true ? "client" : "internal";
      const comment = addComment(world, organization, invoice.invoice_id, { description: said, by: user.id, type });
      return { message: "Comments added.", comment: commentObject(comment, organization.profile.time_zone) };
    }),
    201,
  );
  on(
    "GET",
    "/invoices/:id/comments",
    "comments",
    "invoices.READ",
    withInvoice(({ organization }, invoice) => ({
      comments: (organization.comments.get(invoice.invoice_id) ?? [])
        .toReversed()
        .map((comment) => commentObject(comment, organization.profile.time_zone)),
    })),
  );

  on(
    "POST",
    "/customerpayments",
    "record",
    "customerpayments.CREATE",
    async ({ c, user, organization }) => {
      const fields = await fieldsOf(c, product);
      if (fields === undefined) return invalidBody;
      const recorded = recordPayment(world, organization, fields, user.id);
      if (!recorded.ok) return recorded.error;
      return { message: "The payment has been created.", payment: paymentObject(organization, recorded.payment) };
    },
    201,
  );
  on("GET", "/customerpayments", "customer_payments", "customerpayments.READ", ({ c, organization }) =>
    listCustomerPayments(world, organization, c),
  );
  on("GET", "/customerpayments/:id", "customer_payment", "customerpayments.READ", ({ c, organization }) => {
    const payment = organization.payments.get(c.req.param("id") ?? "");
    return payment === undefined ? missing("Payment") : { payment: paymentObject(organization, payment) };
  });
  on(
    "DELETE",
    "/customerpayments/:id",
    "delete_customer_payment",
    "customerpayments.DELETE",
    ({ c, user, organization }) =>
      deletePayment(world, organization, c.req.param("id") ?? "", user.id)
        ? { message: "The payment has been deleted." }
        : missing("Payment"),
  );

  on(
    "POST",
    "/settings/custombuttons",
    "button",
    "settings.CREATE",
    async ({ c, organization }) => addButton(world, organization, await fieldsOf(c, product)),
    201,
  );
  on("GET", "/users/me", "users_me", "settings.READ", ({ user }) => ({ user: userObject(user) }));
  on("GET", "/bankaccounts", "bank_accounts", "banking.READ", ({ organization }) => ({
    bankaccounts: organization.profile.bank_accounts.map((account) => ({
      ...account,
      currency_code: "INR",
      is_active: true,
    })),
  }));
  on("GET", "/locations", "locations", "settings.READ", ({ organization }) => ({
    locations: organization.profile.locations.map((location) => ({ ...location, type: "general" })),
  }));
  app.get(
    "/organizations",
    gate(world, "books", "books.organizations", (c) => {
      const user = userOf(world, c, product, "settings.READ");
      if (user === null) return c.json({ code: 57, message: "You are not authorized to perform this operation" }, 401);
      const organizations = user.organizations.flatMap((id) => world.books.get(id) ?? []);
      const own = organizations.filter((organization) => organization.product === product);
      return c.json({
        code: 0,
        message: "success",
        organizations: own.map((one, index) => organizationObject(one, user, index === 0)),
      });
    }),
  );

  app.all("*", (c) => c.json({ code: 5, message: "Invalid URL Passed" }, 404));
  return app;
}
