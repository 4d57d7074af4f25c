import { InvoiceId } from "../../collection/ids.ts";
import { inr } from "../../collection/money.ts";
import type { FormValues } from "../../views/collect/collect-form.tsx";
import { ProblemPage } from "../../views/problem-pages.tsx";
import { type Started, startCollection } from "../collections/start.ts";
import type { AppContext } from "../context.ts";
import { startProblem } from "../errors.ts";
import { page } from "../pages/page.ts";
import type { SignedIn } from "../pages/sign-in.ts";
import { checkForm } from "./check-form.ts";
import { collectForm, type Returned } from "./form.ts";
import { keepChoice } from "./last-choice.ts";

type Body = Record<string, unknown>;
type Errors = Returned["errors"];

/** The form was sent: starts the collection and goes to its page, or comes back with what is wrong. */
export async function send(c: AppContext, who: Extract<SignedIn, { kind: "in" }>, body: Body): Promise<Response> {
  const { identity, organization } = who;
  const invoiceId = InvoiceId.safeParse(body.invoice_id);
  const key = /^[\x21-\x7e]{8,200}$/.exec(text(body.idempotency_key))?.[0];
  if (!invoiceId.success || !key) {
    const message = "This form is not complete. Open the invoice in Zoho and press Collect via POS.";
    return page(c, ProblemPage({ status: 400, message, organization: organization.name }), 400);
  }
  const values = valuesOf(body);
  const back = (errors: Errors, problem?: string, idempotencyKey: string | null = key) =>
    collectForm(c, organization, { id: invoiceId.data }, { values, errors, problem, idempotencyKey });

  const checked = checkForm(values);
  if ("errors" in checked) return back(checked.errors);
  const started = await startCollection(c.get("deps"), {
    organizationId: identity.organizationId,
    invoice: { id: invoiceId.data },
    counterId: checked.counterId,
    amount: checked.amount,
    method: values.method,
    idempotencyKey: key,
    acknowledgeUnresolved: values.acknowledged,
    by: identity.by,
  });
  if (started.kind === "started") {
    keepChoice(c, checked.counterId, values.method);
    return c.redirect(`/collections/${started.view.id}`, 303);
  }
  return afterRefusal(c, started, back);
}

function afterRefusal(
  c: AppContext,
  { refusal, product }: Extract<Started, { kind: "refused" }>,
  back: (errors: Errors, problem?: string, key?: string | null) => Promise<Response>,
): Promise<Response> | Response {
  switch (refusal.reason) {
    case "invoice_held":
      return c.redirect(`/collections/${refusal.by.id}?already=1`, 303);
    case "invoice_unresolved":
      return back({ acknowledge_unresolved: "Tick this to charge all the same." });
    case "amount_over_balance":
      return back({ amount: `The balance is ${inr(refusal.balance)}. Ask for that or less.` });
    case "unknown_counter":
      return back({ counter_id: "This counter is no longer in use. Choose another." });
    case "idempotency_key_reused":
      return back({}, "This form was sent before with other values. Check them and send it again.", null);
    default:
      return back({}, startProblem(refusal, c.get("deps").now(), product).message);
  }
}

const valuesOf = (body: Body): FormValues => ({
  amount: text(body.amount),
  counterId: text(body.counter_id) || null,
  method: body.payment_method === "upi" ? "upi" : "card",
  acknowledged: body.acknowledge_unresolved === "true",
});

const text = (value: unknown): string => (typeof value === "string" ? value.slice(0, 300) : "");
