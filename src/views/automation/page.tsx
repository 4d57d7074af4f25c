import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { BooksHook, type BooksHookProps } from "./books-hook.tsx";
import { Endpoints, type EndpointsProps } from "./endpoints.tsx";
import { PaymentsHook, type PaymentsHookProps } from "./payments-hook.tsx";
import { Received, type ReceivedRow } from "./received.tsx";
import { Snippets } from "./snippets-section.tsx";

export interface AutomationProps {
  organization: { name: string; timeZone: string };
  /** Null for an organization that bills outside Zoho. */
  books: Omit<BooksHookProps, "timeZone"> | null;
  payments: Omit<PaymentsHookProps, "timeZone">;
  endpoints: Omit<EndpointsProps, "timeZone">;
  received: ReceivedRow[];
  publicUrl: string;
  counterId: string | null;
  done: string | null;
  problem: string | null;
}

/** What runs without a click: webhooks in, events out, functions for Books. */
export const AutomationPage = (props: AutomationProps) => {
  const { organization, books, payments, endpoints, received, done, problem } = props;
  const { timeZone } = organization;
  return (
    <Layout title="Automation" organization={organization.name} scripts={["copy.js"]} styles={["setup.css"]}>
      <div class="page-head">
        <h1 class="page-title">Automation</h1>
        <p class="hint">
          <a href="/setup">Set-up</a> · <a href="/docs">API</a>
        </p>
      </div>
      {done ? (
        <div class="notice" role="status">
          <Icon name="check" />
          <p>{done}</p>
        </div>
      ) : null}
      {problem ? (
        <div class="notice warn" role="alert">
          <Icon name="alert" />
          <p>{problem}</p>
        </div>
      ) : null}
      {books ? <BooksHook {...books} timeZone={timeZone} /> : <ExternalBiller />}
      <PaymentsHook {...payments} timeZone={timeZone} />
      <Endpoints {...endpoints} timeZone={timeZone} />
      <Received rows={received} timeZone={timeZone} />
      {books ? <Snippets publicUrl={props.publicUrl} counterId={props.counterId} /> : null}
    </Layout>
  );
};

const ExternalBiller = () => (
  <section class="panel setup-section">
    <h2>Your billing software</h2>
    <p>
      This organization's invoices are not in Zoho. Its billing software starts a payment by{" "}
      <span class="code">POST /api/v1/collections</span> with the invoice's number and amount, is told of every result
      by the events below, and acknowledges a payment by answering <span class="code">collection.succeeded</span> with
      2xx or by <span class="code">POST /api/v1/collections/…/acknowledge</span>. <a href="/docs">The API</a>
    </p>
  </section>
);
