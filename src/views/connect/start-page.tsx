import { Layout } from "../layout.tsx";

/** The first page an administrator sees: from here to a connected organization. */
export const ConnectPage = () => (
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
      <p class="hint">
        Connected already? <a href="/sign-in?return_to=/setup">Sign in</a> to change the set-up.
      </p>
    </section>
  </Layout>
);
