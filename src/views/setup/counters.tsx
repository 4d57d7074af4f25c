import type { Counter } from "../../ledger/counters.ts";
import { shortMoment } from "../times.ts";
import type { Choice } from "./connections.tsx";
import { type Returned, Select, TextField } from "./form.tsx";

export interface CountersProps {
  counters: Counter[];
  /** Null when Books did not tell its locations. */
  locations: Choice[] | null;
  /** For the next counter: the same form sent twice adds one. */
  newId: string;
  returned: Returned | null;
  timeZone: string;
}

const NOWHERE: Choice = { id: "", name: "No location" };

/** The counters: add, rename, give another terminal, retire. */
export const Counters = ({ counters, locations, newId, returned, timeZone }: CountersProps) => {
  const inUse = counters.filter(({ retiredAt }) => retiredAt === null);
  const retired = counters.filter(({ retiredAt }) => retiredAt !== null);
  return (
    <section class="panel setup-section" id="counters">
      <h2>Counters</h2>
      <p class="hint">A counter is a place where customers pay, with its own terminal.</p>
      {inUse.length === 0 ? <p>None yet. Add the first one here.</p> : null}
      <ul class="setup-list">
        {inUse.map((counter) => (
          <li>
            <CounterRow {...{ counter, locations }} returned={returned?.form === counter.id ? returned : null} />
          </li>
        ))}
      </ul>
      <details class="fold" open={inUse.length === 0 || returned?.form === "counter"}>
        <summary>Add a counter</summary>
        <form method="post" action="/setup/counters" class="stack-form">
          <input type="hidden" name="id" value={newId} />
          <Fields prefix="new" {...{ locations }} from={returned?.form === "counter" ? returned : null} />
          <button type="submit" class="button">
            Add counter
          </button>
        </form>
      </details>
      {retired.length > 0 ? (
        <details class="fold">
          <summary>Retired ({retired.length})</summary>
          <ul class="setup-list">
            {retired.map(({ name, terminalId, retiredAt }) => (
              <li class="hint">
                {name} · <span class="code">{terminalId}</span> · retired {shortMoment(retiredAt ?? 0, timeZone)}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
};

interface RowProps {
  counter: Counter;
  locations: Choice[] | null;
  returned: Returned | null;
}

const CounterRow = ({ counter, locations, returned }: RowProps) => {
  const { id, name, terminalId, locationId } = counter;
  const place = locations?.find((one) => one.id === locationId)?.name;
  return (
    <details class="counter" open={returned !== null}>
      <summary>
        <span class="counter-name">{name}</span>
        <span class="hint">
          <span class="code">{terminalId}</span>
          {place ? ` · ${place}` : ""}
        </span>
        <span class="counter-change">Change</span>
      </summary>
      <form method="post" action={`/setup/counters/${id}`} class="stack-form">
        <Fields
          prefix={id}
          {...{ locations }}
          from={
            returned ?? {
              form: id,
              errors: {},
              values: { name, terminal_id: terminalId, location_id: locationId ?? "" },
            }
          }
        />
        <button type="submit" class="button">
          Save {name}
        </button>
      </form>
      <form method="post" action={`/setup/counters/${id}/retire`} class="wish">
        <button type="submit" class="button quiet">
          Retire {name}
        </button>
        <p class="hint">It takes no more payments. Its history stays, and what it has under way is finished.</p>
      </form>
    </details>
  );
};

const Fields = ({ prefix, locations, from }: { prefix: string; locations: Choice[] | null; from: Returned | null }) => {
  const value = (field: string) => from?.values[field] ?? "";
  return (
    <>
      <TextField
        id={`${prefix}-name`}
        name="name"
        label="Name"
        value={value("name")}
        hint="As the cashier calls it, such as Counter A."
        error={from?.errors.name}
        maxlength={60}
        required
      />
      <TextField
        id={`${prefix}-terminal`}
        name="terminal_id"
        label="Terminal ID"
        value={value("terminal_id")}
        hint="The TID on the device's home screen; Zoho Payments calls it Device ID."
        error={from?.errors.terminal_id}
        maxlength={64}
        required
      />
      {locations && locations.length > 0 ? (
        <Select
          id={`${prefix}-location`}
          name="location_id"
          label="Location"
          value={value("location_id")}
          choices={[NOWHERE, ...locations]}
          hint="Where the counter stands: it comes first for invoices of this location."
        />
      ) : (
        <input type="hidden" name="location_id" value={value("location_id")} />
      )}
    </>
  );
};
