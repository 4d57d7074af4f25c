interface Props {
  product: string;
  address: string;
}

/** The exact steps to the button on each invoice (Books help, Custom buttons). */
export const Button = ({ product, address }: Props) => (
  <section class="panel setup-section" id="button">
    <h2>The button on your invoices</h2>
    <ol class="numbered">
      <li>
        In {product}, open <strong>Settings → Invoices → Buttons</strong> and press <strong>New Button</strong>.
      </li>
      <li>
        Name it <strong>Collect via POS</strong>, for the <strong>details page</strong>, and choose{" "}
        <strong>Open URL</strong>.
      </li>
      <li>
        Paste this address:
        <div class="copy">
          <code class="code" id="button-address">
            {address}
          </code>
          <button type="button" class="button quiet" data-copy="button-address" hidden>
            Copy
          </button>
        </div>
      </li>
      <li>
        Its end must be the invoice's own id. If {product} shows it as plain text when you save, delete the part after{" "}
        <span class="code">invoice_id=</span> and pick <strong>Invoice ID</strong> with{" "}
        <strong>Insert Placeholder</strong>.
      </li>
      <li>Save, open an invoice and press Collect via POS. Staff sign in with Zoho the first time each day.</li>
    </ol>
    <p class="hint">
      Rather not by hand? <a href="/setup/button">Let us add the button</a>, or{" "}
      <a href="/setup/extension">show the form inside the invoice</a> as an extension.
    </p>
  </section>
);
