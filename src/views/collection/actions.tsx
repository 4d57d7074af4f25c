import type { CollectionView } from "../../collection/view.ts";
import { Icon } from "../icons.tsx";
import { failureWords, nextStepWords } from "../words.ts";
import { mayBeSettled, offers } from "./possible.ts";

/** What can be done about a collection now: plain forms, each with words that say what it does. */
export const Actions = ({ view, billing }: { view: CollectionView; billing: string }) => (
  <div class="what-next">
    {view.status === "failed" ? <AfterFailure view={view} /> : null}
    <p class="actions">
      {view.status === "failed" || view.status === "cancelled" ? (
        <a class="button" href={collectAgain(view)}>
          <Icon name="refresh" />
          {view.status === "failed" ? "Try again" : "Collect again"}
        </a>
      ) : null}
      {view.status === "recorded" ? (
        <a class="button quiet" href="/collections">
          Back to today's payments
        </a>
      ) : null}
    </p>
    {offers(view, "retry_recording") ? (
      <Wish view={view} action="retry-recording" label="Retry recording" icon="book" primary>
        {view.attention === "books_not_answering"
          ? `Looks in ${billing} first. What was sent before has a minute to show there; if it does not, it is recorded then.`
          : `Looks in ${billing} first, and records the payment only if it is not there.`}
      </Wish>
    ) : null}
    {offers(view, "check") ? (
      <Wish view={view} action="check" label="Check now" icon="refresh" primary={view.status === "unresolved"}>
        Asks Zoho at once instead of waiting for the next time.
      </Wish>
    ) : null}
    {offers(view, "cancel") ? (
      <Wish view={view} action="cancel" label={view.status === "queued" ? "Cancel" : "Ask to cancel"} icon="cross">
        {view.status === "queued"
          ? "Nothing has been sent to the terminal yet; cancelling is final."
          : "Zoho cannot call a payment back: also press Cancel on the terminal. What the terminal reports decides."}
      </Wish>
    ) : null}
    {mayBeSettled(view) ? <SettleRefund view={view} billing={billing} /> : null}
    {offers(view, "resolve") ? <Resolve view={view} billing={billing} /> : null}
  </div>
);

const AfterFailure = ({ view }: { view: CollectionView }) => {
  const { next } = failureWords(view.failure_code ?? "");
  return (
    <div class="advice">
      <h2>What to do</h2>
      <ul>
        {next.map((step) => (
          <li>{nextStepWords(step, view.payment_method)}</li>
        ))}
      </ul>
    </div>
  );
};

interface WishProps {
  view: CollectionView;
  action: "cancel" | "check" | "retry-recording";
  label: string;
  icon: "book" | "refresh" | "cross";
  primary?: boolean;
  children: string;
}

const Wish = ({ view, action, label, icon, primary, children }: WishProps) => (
  <form method="post" action={`/collections/${view.id}/${action}`} class="wish">
    <button type="submit" class={primary ? "button" : "button quiet"} aria-describedby={`${action}-words`}>
      <Icon name={icon} />
      {label}
    </button>
    <p class="hint" id={`${action}-words`}>
      {children}
    </p>
  </form>
);

const Resolve = ({ view, billing }: { view: CollectionView; billing: string }) => (
  <details class="fold" id="resolve">
    <summary>Resolve by hand</summary>
    <form method="post" action={`/collections/${view.id}/resolve`} class="stack">
      <p class="hint">
        {view.status === "succeeded"
          ? `Use this once the payment is recorded in ${billing} by hand, or the money was given back.`
          : "Use this when you know how it ended: from the terminal's receipt, Zoho Payments or the bank."}{" "}
        Your word is kept in the history with your name. Nothing else is changed anywhere.
      </p>
      {view.status === "succeeded" ? (
        <input type="hidden" name="outcome" value="paid" />
      ) : (
        <fieldset class="choices two">
          <legend>How did it end?</legend>
          <label class="choice">
            <input type="radio" name="outcome" value="paid" required />
            <span class="choice-name">It was paid</span>
            <span class="choice-hint">and is recorded in {billing}</span>
          </label>
          <label class="choice">
            <input type="radio" name="outcome" value="not_paid" required />
            <span class="choice-name">It was not paid</span>
            <span class="choice-hint">the invoice is free again</span>
          </label>
        </fieldset>
      )}
      <label class="field">
        <span class="label">How do you know?</span>
        <textarea name="reason" rows={2} minlength={3} maxlength={500} required />
      </label>
      <label class="field">
        <span class="label">Payment number in {billing}, if there is one</span>
        <input type="text" name="reference" maxlength={100} autocomplete="off" />
      </label>
      <button type="submit" class="button quiet">
        Close by hand
      </button>
    </form>
  </details>
);

const SettleRefund = ({ view, billing }: { view: CollectionView; billing: string }) => (
  <details class="fold" id="resolve">
    <summary>The refund is dealt with</summary>
    <form method="post" action={`/collections/${view.id}/resolve`} class="stack">
      <p class="hint">
        Use this once {billing} agrees with what was given back, by a credit note for example. Your word is kept in the
        history with your name. The payment stays recorded, and nothing is changed anywhere; another refund calls again.
      </p>
      <input type="hidden" name="outcome" value="refund_settled" />
      <label class="field">
        <span class="label">What was done?</span>
        <textarea name="reason" rows={2} minlength={3} maxlength={500} required />
      </label>
      <label class="field">
        <span class="label">Number of the credit note, if there is one</span>
        <input type="text" name="reference" maxlength={100} autocomplete="off" />
      </label>
      <button type="submit" class="button quiet">
        Settle the refund
      </button>
    </form>
  </details>
);

export const collectAgain = (view: CollectionView): string =>
  `/collect?${new URLSearchParams({ organization_id: view.organization_id, invoice_id: view.invoice_id })}`;
