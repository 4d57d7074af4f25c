import type { Child } from "hono/jsx";
import type { CollectionView } from "../../collection/view.ts";
import { money } from "../amounts.ts";
import { historyWords, whoWords } from "../history-words.ts";
import { clock, moment } from "../times.ts";

interface Props {
  view: CollectionView;
  timeZone: string;
  /** The name of what invoices are in. */
  billing: string;
}

/** What is known about a collection, in pairs. */
export const Facts = ({ view, timeZone, billing }: Props) => (
  <dl class="facts">
    <Fact name="Invoice">{view.invoice_number}</Fact>
    {view.customer_name ? <Fact name="Customer">{view.customer_name}</Fact> : null}
    <Fact name="Counter">
      {view.counter_name} <span class="code">{view.terminal_id}</span>
    </Fact>
    <Fact name="Payment">{view.payment_method === "card" ? "Card" : "UPI"}</Fact>
    {view.payment_id ? (
      <Fact name="Payment id">
        <span class="code">{view.payment_id}</span>
      </Fact>
    ) : null}
    {view.paid_at ? (
      <Fact name="Paid at">
        <time datetime={view.paid_at}>{moment(view.paid_at, timeZone)}</time>
      </Fact>
    ) : null}
    {view.customer_payment_id ? (
      <Fact name={`Payment no. in ${billing}`}>
        <span class="code">{view.customer_payment_number ?? view.customer_payment_id}</span>
      </Fact>
    ) : null}
    {view.refunded_amount ? <Fact name="Given back">{money(view.refunded_amount)}</Fact> : null}
    {view.failure_code ? (
      <Fact name="Reason given">
        <span class="code">{view.failure_code}</span>
      </Fact>
    ) : null}
  </dl>
);

const Fact = ({ name, children }: { name: string; children?: Child }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** All that happened to it, oldest first, folded away. */
export const History = ({ view, timeZone, billing }: Props) => (
  <details class="fold" id="history">
    <summary>History ({view.history.length})</summary>
    <ol class="history">
      {view.history.map(({ at, reason, by, detail }) => (
        <li>
          <time datetime={at} title={moment(at, timeZone)}>
            {clock(at, timeZone)}
          </time>
          <span>
            <strong>{historyWords(reason, billing)}</strong> <span class="by">by {whoWords(by)}</span>
            {detail ? <span class="detail">{detail}</span> : null}
          </span>
        </li>
      ))}
    </ol>
    <p class="hint">
      Collection <span class="code">{view.id}</span>
      {view.payments_session_id ? (
        <>
          , payment session <span class="code">{view.payments_session_id}</span>
        </>
      ) : null}
    </p>
  </details>
);
