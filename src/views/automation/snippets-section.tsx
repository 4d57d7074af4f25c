import { BUTTON, WORKFLOW } from "./snippets.ts";

/** Deluge functions for Books, filled in for this shop. */
export const Snippets = ({ publicUrl, counterId }: { publicUrl: string; counterId: string | null }) => (
  <section class="panel setup-section" id="deluge">
    <h2>Deluge functions</h2>
    {[
      { id: "deluge-button", title: "A button that sends the invoice to one counter", text: BUTTON },
      { id: "deluge-workflow", title: "A workflow's custom function", text: WORKFLOW },
    ].map(({ id, title, text }) => (
      <details>
        <summary>{title}</summary>
        <div class="copy">
          <pre class="code" id={id}>
            {text.replaceAll("PUBLIC_URL", publicUrl).replaceAll("COUNTER_ID", counterId ?? "COUNTER_ID")}
          </pre>
          <button type="button" class="button quiet" data-copy={id} hidden>
            Copy
          </button>
        </div>
      </details>
    ))}
  </section>
);
