import type { Method } from "../../collection/collection.ts";
import { InvoiceId } from "../../collection/ids.ts";
import { paise, parseRupees, rupees } from "../../collection/money.ts";
import { checkForm } from "../../http/collect/check-form.ts";
import { likeliestCounter } from "../../http/collect/likeliest-counter.ts";
import { CollectForm, type FormField, type FormValues, type Unresolved } from "../../views/collect/collect-form.tsx";
import type { Answered, Offer, Problem, Summary } from "./api.ts";
import type { Desk } from "./desk.ts";
import { keepChoice, lastChoice } from "./last-choice.ts";
import { say } from "./words.ts";

type Errors = Partial<Record<FormField, string>>;

/** The form as it stands: what it shows, and the key under which it is sent. */
interface Form {
  offer: Offer;
  values: FormValues;
  errors: Errors;
  problem?: string | undefined;
  idempotencyKey: string;
}

/** Pauses before the same request is sent again, ms. */
const AGAIN_AFTER = [2_000, 4_000, 8_000];

/** The form to collect an invoice, filled in as far as that can be guessed. */
export function openForm(desk: Desk, offer: Offer): void {
  const { counterId, method } = lastChoice();
  const values = {
    amount: offer.balance,
    counterId: likeliestCounter(offer.counters, counterId),
    method,
    acknowledged: false,
  };
  show(desk, { offer, values, errors: {}, idempotencyKey: crypto.randomUUID() });
}

function show(desk: Desk, form: Form): void {
  const { offer, values, errors, problem, idempotencyKey } = form;
  desk.screen.show(
    <CollectForm
      organization={{ id: desk.host.organizationId, timeZone: desk.timeZone }}
      invoice={{
        id: InvoiceId.parse(offer.invoice_id),
        number: offer.invoice_number,
        customerName: offer.customer_name,
        balance: amountOf(offer.balance),
        total: amountOf(offer.total),
      }}
      counters={offer.counters.map(({ terminal_id: terminalId, ...counter }) => ({ ...counter, terminalId }))}
      values={values}
      errors={errors}
      problem={problem}
      unresolved={offer.unresolved && unresolvedOf(offer.unresolved)}
      idempotencyKey={idempotencyKey}
    />,
  );
  const element = desk.screen.place.querySelector("form");
  element?.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(desk, { ...form, values: valuesOf(new FormData(element)) });
  });
}

async function send(desk: Desk, form: Form): Promise<void> {
  const { offer, values, idempotencyKey } = form;
  const checked = checkForm(values);
  if ("errors" in checked) {
    show(desk, { ...form, errors: checked.errors, problem: undefined });
    return;
  }
  busy(desk);
  const wish = {
    organization_id: desk.host.organizationId,
    invoice_id: offer.invoice_id,
    counter_id: checked.counterId,
    amount: rupees(checked.amount),
    payment_method: values.method,
    acknowledge_unresolved: values.acknowledged,
  };
  const answer = await insist(desk, () => desk.api.start(wish, idempotencyKey));
  desk.screen.line(null, "");
  switch (answer.kind) {
    case "ok":
      keepChoice(checked.counterId, values.method);
      desk.follow(answer.value.id, { started: true });
      break;
    case "silent":
      // The key stays: whatever became of the first try, sending again adds nothing to it.
      show(desk, { ...form, errors: {}, problem: say("sent_unknown") });
      break;
    case "problem":
      await refused(desk, form, answer.problem);
      break;
  }
}

/** Asks again when there is no answer. The request carries its key, so it makes one collection. */
async function insist<T>(desk: Desk, ask: () => Promise<Answered<T>>): Promise<Answered<T>> {
  let answer = await ask();
  for (const pause of AGAIN_AFTER) {
    const later =
      answer.kind === "silent" || (answer.kind === "problem" && answer.problem.code.endsWith("unavailable"));
    if (!later) break;
    desk.screen.line("offline", say("sending_again"));
    await new Promise((resolve) => setTimeout(resolve, pause));
    answer = await ask();
  }
  return answer;
}

async function refused(desk: Desk, form: Form, problem: Problem): Promise<void> {
  const { code, field, message } = problem;
  const back = (change: Partial<Form>) => show(desk, { ...form, errors: {}, problem: undefined, ...change });
  if (code === "invoice_busy" && problem.collection_id) desk.follow(problem.collection_id, { already: true });
  else if (code === "invoice_not_payable" || code === "invoice_without_balance") await desk.begin();
  else if (code === "invoice_unresolved") {
    const offer = await desk.api.offer(form.offer.invoice_id);
    const errors = { acknowledge_unresolved: say("acknowledge") };
    back({ errors, ...(offer.kind === "ok" ? { offer: offer.value } : {}) });
  } else if (code === "idempotency_key_reused") {
    back({ problem: say("form_reused"), idempotencyKey: crypto.randomUUID() });
  } else if (field === "amount" || field === "counter_id") back({ errors: { [field]: message } });
  else back({ problem: message });
}

/** The button says what happens, and cannot be pressed twice. */
function busy({ screen }: Desk): void {
  const button = screen.place.querySelector<HTMLButtonElement>("button[type=submit]");
  const words = button?.querySelector("span");
  if (!button || !words) return;
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  words.textContent = button.dataset.busy ?? words.textContent;
}

function valuesOf(form: FormData): FormValues {
  const text = (name: string): string => String(form.get(name) ?? "");
  const method: Method = text("payment_method") === "upi" ? "upi" : "card";
  const counterId = text("counter_id") || null;
  return { amount: text("amount"), counterId, method, acknowledged: text("acknowledge_unresolved") === "true" };
}

const amountOf = (text: string) => parseRupees(text) ?? paise(0);

export function unresolvedOf({ id, amount, counter_name: counterName, created_at }: Summary): Unresolved {
  return { id: id as Unresolved["id"], amount: amountOf(amount), counterName, createdAt: Date.parse(created_at) };
}
