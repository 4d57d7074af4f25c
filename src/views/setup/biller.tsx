interface BillerProps {
  organizationId: string;
  /** A counter to name in the example. */
  counterId: string | null;
  publicUrl: string;
}

/** How other billing software collects here: what the button is for those who bill in Zoho. */
export const Biller = ({ organizationId, counterId, publicUrl }: BillerProps) => (
  <section class="panel setup-section" id="biller">
    <h2>Your billing software</h2>
    <ol class="numbered">
      <li>
        Make an <a href="#keys">API key</a> for it.
      </li>
      <li>
        It sends each amount to a counter, with a key of its own for each bill, so that asking twice charges once:
        <div class="copy">
          <pre class="code" id="biller-request">
            {request(publicUrl, organizationId, counterId)}
          </pre>
          <button type="button" class="button quiet" data-copy="biller-request" hidden>
            Copy
          </button>
        </div>
      </li>
      <li>
        Give it an address that is told of every result, on <a href="/setup/automation#endpoints">Automation</a>. By
        answering <span class="code">collection.succeeded</span> with 2xx it says that it has booked the payment; or it
        calls <span class="code">POST /api/v1/collections/…/acknowledge</span>.
      </li>
    </ol>
    <p class="hint">
      All of it is described at <a href="/docs">/docs</a>.
    </p>
  </section>
);

const request = (publicUrl: string, organizationId: string, counterId: string | null): string =>
  [
    `curl -X POST ${publicUrl}/api/v1/collections`,
    `-H "authorization: Bearer YOUR_API_KEY"`,
    `-H "content-type: application/json"`,
    `-H "idempotency-key: bill-1001"`,
    `-d '${JSON.stringify({
      organization_id: organizationId,
      invoice_number: "1001",
      amount: "249.50",
      counter_id: counterId ?? "YOUR_COUNTER",
      payment_method: "upi",
    })}'`,
  ].join(" \\\n  ");
