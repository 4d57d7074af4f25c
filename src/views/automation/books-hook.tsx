import type { HookSettings } from "../../ledger/hooks.ts";
import { Select, TextField } from "../setup/form.tsx";
import { shortMoment } from "../times.ts";
import { Copy } from "./copy.tsx";
import { Mismatch } from "./mismatch.tsx";

export interface BooksHookProps {
  address: string;
  setUpAt: number | null;
  mismatchAt: number | null;
  settings: HookSettings;
  counters: { id: string; name: string }[];
  timeZone: string;
}

/** A workflow rule of Books sends invoices to counters. */
export const BooksHook = ({ address, setUpAt, mismatchAt, settings, counters, timeZone }: BooksHookProps) => (
  <section class="panel setup-section" id="books">
    <h2>Send invoices to a counter by a workflow rule</h2>
    <p class="hint">
      {setUpAt === null
        ? "Make a secret, then add a webhook to a workflow rule for invoices in Zoho."
        : `Its secret was made ${shortMoment(setUpAt, timeZone)}.`}
    </p>
    <Mismatch at={mismatchAt} timeZone={timeZone} />
    <ol class="numbered">
      <li>
        In Zoho: Settings, Automation, Workflow Actions, Webhooks, a new one for Invoices, method POST, to
        <Copy id="books-address" text={address} />
      </li>
      <li>
        Tick <em>I want to secure this webhook</em> and paste the secret. Leave the body as the default payload.
      </li>
      <li>
        Name the counter: add <span class="code">?counter_id=…</span> to the address, or fill the invoice's field below,
        or give counters a location, or choose a default.
      </li>
      <li>Attach it to a workflow rule, such as: when an invoice is marked as sent.</li>
    </ol>
    <form method="post" action="/setup/automation/books/secret">
      <button type="submit" class={setUpAt === null ? "button" : "button quiet"}>
        {setUpAt === null ? "Make a secret" : "Make a new secret"}
      </button>
    </form>
    {setUpAt === null ? null : (
      <form method="post" action="/setup/automation/books" class="stack-form">
        <TextField
          id="counter-field"
          name="counter_field"
          label="Invoice field that names the counter"
          value={settings.counter_field}
          hint="API name or label of a custom field; it holds a counter's name or id."
          maxlength={100}
          required
        />
        <Select
          id="default-counter"
          name="default_counter_id"
          label="Counter when nothing names one"
          value={settings.default_counter_id ?? ""}
          choices={[{ id: "", name: "None: refuse" }, ...counters]}
        />
        <Select
          id="hook-method"
          name="payment_method"
          label="Payment method"
          value={settings.payment_method}
          choices={[
            { id: "card", name: "Card" },
            { id: "upi", name: "UPI" },
          ]}
        />
        <button type="submit" class="button">
          Save
        </button>
      </form>
    )}
  </section>
);
