import type { BillingInvoice } from "../../billing/billing.ts";
import type { Collection, Method } from "../../collection/collection.ts";
import { inr } from "../../collection/money.ts";
import { Icon } from "../icons.tsx";
import { moment } from "../times.ts";
import { type CounterCard, CounterChoice } from "./counter-choice.tsx";

/** What the form holds, as the person left it. */
export interface FormValues {
  amount: string;
  counterId: string | null;
  method: Method;
  acknowledged: boolean;
}

export type FormField = "amount" | "counter_id" | "payment_method" | "acknowledge_unresolved";

/** What is said of an earlier collection that has no final answer. */
export type Unresolved = Pick<Collection, "id" | "amount" | "counterName" | "createdAt">;

export interface CollectProps {
  organization: { id: string; timeZone: string };
  invoice: Pick<BillingInvoice, "id" | "number" | "customerName" | "balance" | "total">;
  counters: CounterCard[];
  values: FormValues;
  /** Sent along, so that pressing twice makes one collection. */
  idempotencyKey: string;
  /** An earlier collection of this invoice that has no final answer. */
  unresolved: Unresolved | null;
  errors: Partial<Record<FormField, string>>;
  /** What went wrong beside the fields. */
  problem?: string | undefined;
}

/** How much, where, how; and send. In our own page and in the widget. */
export const CollectForm = (props: CollectProps) => {
  const { organization, invoice, counters, values, idempotencyKey, unresolved, errors, problem } = props;
  return (
    <>
      <section class="panel invoice" aria-label="Invoice">
        <div>
          <p class="invoice-number">{invoice.number}</p>
          <p class="invoice-customer">{invoice.customerName || "(no name)"}</p>
        </div>
        <div class="invoice-balance">
          <p class="label">Balance due</p>
          <p class="amount">{inr(invoice.balance)}</p>
          {invoice.total > invoice.balance ? <p class="hint">of {inr(invoice.total)}</p> : null}
        </div>
      </section>
      {problem ? (
        <div class="notice warn" role="alert">
          <Icon name="alert" />
          <p>{problem}</p>
        </div>
      ) : null}
      <form method="post" action="/collect" class="panel form" id="collect" novalidate>
        <input type="hidden" name="organization_id" value={organization.id} />
        <input type="hidden" name="invoice_id" value={invoice.id} />
        <input type="hidden" name="idempotency_key" value={idempotencyKey} />
        {unresolved ? <Acknowledge unresolved={unresolved} {...{ values, errors, organization }} /> : null}
        <div class={errors.amount ? "field wrong" : "field"}>
          <label class="label" for="amount">
            Amount
          </label>
          <div class="amount-input">
            <span aria-hidden="true">₹</span>
            <input
              id="amount"
              name="amount"
              type="text"
              inputmode="decimal"
              autocomplete="off"
              value={values.amount}
              aria-invalid={errors.amount ? "true" : undefined}
              aria-describedby="amount-hint"
              required
            />
          </div>
          <p class={errors.amount ? "error" : "hint"} id="amount-hint">
            {errors.amount ?? `The whole balance. Lower it to take a part payment.`}
          </p>
        </div>
        <CounterChoice counters={counters} chosen={values.counterId} error={errors.counter_id} />
        <MethodChoice method={values.method} />
        <div class="send">
          <button type="submit" class="button big" data-busy="Sending…">
            <span>Send to terminal</span>
            <Icon name="send" />
          </button>
        </div>
      </form>
    </>
  );
};

const MethodChoice = ({ method }: { method: Method }) => (
  <fieldset class="choices two">
    <legend>Paid by</legend>
    <label class="choice">
      <input type="radio" name="payment_method" value="card" checked={method === "card"} />
      <Icon name="card" />
      <span class="choice-name">Card</span>
    </label>
    <label class="choice">
      <input type="radio" name="payment_method" value="upi" checked={method === "upi"} />
      <Icon name="upi" />
      <span class="choice-name">UPI</span>
    </label>
  </fieldset>
);

const Acknowledge = ({
  unresolved,
  values,
  errors,
  organization,
}: Pick<CollectProps, "values" | "errors" | "organization"> & { unresolved: Unresolved }) => (
  <fieldset class="notice warn risk">
    <legend class="visually-hidden">An earlier payment has no final answer</legend>
    <Icon name="alert" />
    <div>
      <h2>{inr(unresolved.amount)} may already have been taken</h2>
      <p>
        A payment at {unresolved.counterName}, {moment(unresolved.createdAt, organization.timeZone)}, has no final
        answer from Zoho. Charging again may charge the customer twice.{" "}
        <a href={`/collections/${unresolved.id}`}>See that payment</a>
      </p>
      <label class="check">
        <input
          type="checkbox"
          name="acknowledge_unresolved"
          value="true"
          checked={values.acknowledged}
          aria-invalid={errors.acknowledge_unresolved ? "true" : undefined}
        />
        <span>I have checked with the customer and the terminal, and want to charge all the same</span>
      </label>
      {errors.acknowledge_unresolved ? <p class="error">{errors.acknowledge_unresolved}</p> : null}
    </div>
  </fieldset>
);
