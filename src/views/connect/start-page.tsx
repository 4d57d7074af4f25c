import { Layout } from "../layout.tsx";
import { TextField } from "../setup/form.tsx";

export interface ConnectProps {
  /** Of the form for other billing software, as it was left. */
  values: { name?: string; account_id?: string };
  errors: { name?: string; account_id?: string };
}

/** The first page an administrator sees: from here to a connected organization. */
export const ConnectPage = ({ values, errors }: ConnectProps) => (
  <Layout title="Connect an organization · Collect via POS" styles={["setup.css"]}>
    <h1 class="page-title">Connect your organization</h1>
    <section class="panel form">
      <p>
        Collect via POS sends an invoice's amount to your Zoho Payments terminal and records the payment, once. You need
        to be an administrator of the organization in Zoho. It takes three steps:
      </p>
      <ol class="numbered">
        <li>
          <strong>Connect your invoices.</strong> Zoho shows what is asked for: reading invoices, recording payments.
        </li>
        <li>
          <strong>Connect Zoho Payments.</strong> A second permission, for your terminals. POS terminals are available
          in India.
        </li>
        <li>
          <strong>Name your counters</strong> and add the button to your invoices.
        </li>
      </ol>
      <form method="post" action="/connect/books" class="form">
        <fieldset class="choices two">
          <legend>Where are your invoices?</legend>
          <label class="choice">
            <input type="radio" name="product" value="books" checked />
            <span class="choice-name">Zoho Books</span>
          </label>
          <label class="choice">
            <input type="radio" name="product" value="invoice" />
            <span class="choice-name">Zoho Invoice</span>
          </label>
        </fieldset>
        <button type="submit" class="button big">
          Connect with Zoho
        </button>
      </form>
    </section>
    <section class="panel form setup-section" id="external">
      <h2>Do you bill with other software?</h2>
      <p>
        It then sends each amount to a counter by our API, and is told when the payment is taken. Connect Zoho Payments
        alone: Zoho asks who you are, and then for your terminals, as the owner or an administrator of the account.
      </p>
      <form method="post" action="/connect/external" class="form">
        <TextField
          id="name"
          name="name"
          label="Name of the shop"
          value={values.name ?? ""}
          hint="As your staff will see it."
          error={errors.name}
          maxlength={60}
          required
        />
        <TextField
          id="account_id"
          name="account_id"
          label="Account ID of Zoho Payments"
          value={values.account_id ?? ""}
          hint="In Zoho Payments, top right, under the organization's name."
          error={errors.account_id}
          maxlength={20}
          required
        />
        <button type="submit" class="button big">
          Connect Zoho Payments
        </button>
      </form>
    </section>
    <section>
      <p class="hint">
        Connected already? <a href="/sign-in?return_to=/setup">Sign in</a> to change the set-up. Invited by somebody?{" "}
        <a href="/join">Join with your code</a>.
      </p>
    </section>
  </Layout>
);
