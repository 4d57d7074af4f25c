import type { OrganizationSettings } from "../../ledger/settings.ts";
import type { Choice } from "./connections.tsx";
import { type Returned, Select, TextField } from "./form.tsx";

/** The modes Books documents; `autotransaction` is for gateways of its own. An organization may have more. */
export const PAYMENT_MODES: Choice[] = [
  { id: "creditcard", name: "Credit card" },
  { id: "banktransfer", name: "Bank transfer" },
  { id: "bankremittance", name: "Bank remittance" },
  { id: "cash", name: "Cash" },
  { id: "check", name: "Check" },
  { id: "others", name: "Others" },
];

export interface RecordingProps {
  settings: OrganizationSettings;
  /** The organization's own time zone at Zoho. */
  timeZone: string;
  product: string;
  /** Null when Books did not tell its accounts. */
  accounts: Choice[] | null;
  returned: Returned | null;
}

const METHODS = [
  { id: "card", name: "Card" },
  { id: "upi", name: "UPI" },
] as const;

/** How a payment is written into Books. */
export const Recording = ({ settings, timeZone, product, accounts, returned }: RecordingProps) => {
  const back = returned?.form === "recording" ? returned : null;
  const value = (field: string, saved: string): string => back?.values[field] ?? saved;
  return (
    <section class="panel setup-section" id="recording">
      <h2>Recording in {product}</h2>
      <form method="post" action="/setup/recording" class="stack-form">
        {METHODS.map(({ id, name }) => {
          const mode = settings.payment_modes[id];
          const own = PAYMENT_MODES.some((known) => known.id === mode) ? "" : mode;
          return (
            <fieldset class="method">
              <legend>{name}</legend>
              <Select
                id={`mode-${id}`}
                name={`mode_${id}`}
                label="Payment mode"
                value={value(`mode_${id}`, own ? "others" : mode)}
                choices={PAYMENT_MODES}
              />
              <TextField
                id={`own-${id}`}
                name={`own_mode_${id}`}
                label="Or a mode of your own"
                value={value(`own_mode_${id}`, own)}
                hint={`Spelt as in ${product}. Leave empty to use the one above.`}
                error={back?.errors[`own_mode_${id}`]}
                maxlength={100}
              />
              {accounts ? (
                <Select
                  id={`account-${id}`}
                  name={`account_${id}`}
                  label="Deposit to"
                  value={value(`account_${id}`, settings.deposit_accounts[id] ?? "")}
                  choices={[{ id: "", name: `As ${product} decides` }, ...accounts]}
                  error={back?.errors[`account_${id}`]}
                />
              ) : (
                <input type="hidden" name={`account_${id}`} value={settings.deposit_accounts[id] ?? ""} />
              )}
            </fieldset>
          );
        })}
        {accounts ? null : (
          <p class="hint">The deposit accounts can be chosen once {product} answers. They stay as they are.</p>
        )}
        <TextField
          id="time-zone"
          name="time_zone"
          label="Time zone of the payment's date"
          value={value("time_zone", settings.time_zone ?? "")}
          hint={`Leave empty for ${timeZone}, as in Zoho.`}
          error={back?.errors.time_zone}
          maxlength={64}
        />
        <label class="check">
          <input
            type="checkbox"
            name="comment"
            value="yes"
            checked={value("comment", settings.comment_on_invoice ? "yes" : "") === "yes"}
          />
          <span>Write a comment on the invoice for each payment (one more Zoho call)</span>
        </label>
        <button type="submit" class="button">
          Save recording
        </button>
      </form>
    </section>
  );
};
