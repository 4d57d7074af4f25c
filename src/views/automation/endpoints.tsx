import type { EndpointRow } from "../../ledger/endpoints.ts";
import type { Delivery } from "../../notifier/rpc.ts";
import { TextField } from "../setup/form.tsx";
import { shortMoment } from "../times.ts";

export interface EndpointsProps {
  endpoints: EndpointRow[];
  /** The newest of all endpoints; null when they cannot be read now. */
  deliveries: Delivery[] | null;
  values: { url: string; description: string };
  error: string | null;
  timeZone: string;
}

/** Where the shop's own systems are told of every result. */
export const Endpoints = ({ endpoints, deliveries, values, error, timeZone }: EndpointsProps) => (
  <section class="panel setup-section" id="endpoints">
    <h2>Tell your own systems</h2>
    <p class="hint">
      Every change of a payment is sent to these addresses, signed (Standard Webhooks), in order, for 24 hours until
      they take it.
    </p>
    <ul class="setup-list">
      {endpoints.map((endpoint) => (
        <Row endpoint={endpoint} timeZone={timeZone} />
      ))}
    </ul>
    <form method="post" action="/setup/automation/endpoints" class="stack-form">
      <TextField
        id="endpoint-url"
        name="url"
        label="New address"
        value={values.url}
        hint="https, on the public internet"
        error={error ?? undefined}
        maxlength={300}
        required
      />
      <TextField
        id="endpoint-description"
        name="description"
        label="What it is"
        value={values.description}
        maxlength={200}
      />
      <button type="submit" class="button">
        Add
      </button>
    </form>
    {deliveries === null ? <p class="hint">What was sent cannot be read just now.</p> : null}
    {deliveries && deliveries.length > 0 ? (
      <>
        <h3>Sent last</h3>
        <ul class="setup-list">
          {deliveries.map((delivery) => (
            <Sent delivery={delivery} timeZone={timeZone} />
          ))}
        </ul>
      </>
    ) : null}
  </section>
);

const Row = ({ endpoint, timeZone }: { endpoint: EndpointRow; timeZone: string }) => {
  const { id, url, description, disabledAt, disabledReason } = endpoint;
  return (
    <li class="key-row">
      <div>
        <strong>{description || new URL(url).host}</strong>
        <p class="hint">{url}</p>
        {disabledAt === null ? null : (
          <p class="error">
            Nothing is sent since {shortMoment(disabledAt, timeZone)}: {disabledReason}.
          </p>
        )}
      </div>
      <Action to={`/setup/automation/endpoints/${id}/${disabledAt === null ? "test" : "enable"}`}>
        {disabledAt === null ? "Send a test" : "Send again"}
      </Action>
      <Action to={`/setup/automation/endpoints/${id}/remove`}>Remove</Action>
    </li>
  );
};

const Sent = ({ delivery, timeZone }: { delivery: Delivery; timeZone: string }) => {
  const last = delivery.attempts.at(-1);
  const answer = last
    ? `${last.status ?? "no answer"} · ${last.detail} · tried ${delivery.attempts.length}×`
    : "waiting";
  return (
    <li class="key-row">
      <div>
        <strong>{delivery.eventType}</strong>
        <p class="hint">
          {shortMoment(delivery.createdAt, timeZone)} · {delivery.state} · {answer}
        </p>
      </div>
      <Action to={`/setup/automation/endpoints/${delivery.endpointId}/send-again/${delivery.id}`}>Send again</Action>
    </li>
  );
};

const Action = ({ to, children }: { to: string; children: string }) => (
  <form method="post" action={to}>
    <button type="submit" class="button quiet">
      {children}
    </button>
  </form>
);
