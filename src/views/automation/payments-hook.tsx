import { TextField } from "../setup/form.tsx";
import { shortMoment } from "../times.ts";
import { Copy } from "./copy.tsx";
import { Mismatch } from "./mismatch.tsx";

export interface PaymentsHookProps {
  address: string;
  setUpAt: number | null;
  mismatchAt: number | null;
  timeZone: string;
}

/** Zoho Payments tells of payments and refunds: faster than asking, and the only way to hear of refunds. */
export const PaymentsHook = ({ address, setUpAt, mismatchAt, timeZone }: PaymentsHookProps) => (
  <section class="panel setup-section" id="payments">
    <h2>Hear from Zoho Payments</h2>
    <p class="hint">
      {setUpAt === null
        ? "Payments are recorded without it. With it, a moment sooner, and refunds made on the device show here."
        : `Its signing key was given ${shortMoment(setUpAt, timeZone)}.`}
    </p>
    <Mismatch at={mismatchAt} timeZone={timeZone} />
    <ol class="numbered">
      <li>
        In Zoho Payments: Settings, Developer Space, Webhooks, a new one for payment and refund events, to
        <Copy id="payments-address" text={address} />
      </li>
      <li>Copy the signing key it shows for this webhook, and paste it here.</li>
    </ol>
    <form method="post" action="/setup/automation/payments" class="stack-form">
      <TextField id="signing-key" name="signing_key" label="Signing key" value="" maxlength={300} required />
      <button type="submit" class="button">
        {setUpAt === null ? "Save" : "Replace"}
      </button>
    </form>
  </section>
);
