import { shortMoment } from "../times.ts";

export interface ReceivedRow {
  id: string;
  receivedAt: number;
  source: string;
  subject: string;
  outcome: string;
  message: string;
  collectionId: string | null;
}

/** What Zoho's webhooks told last, and what came of it. */
export const Received = ({ rows, timeZone }: { rows: ReceivedRow[]; timeZone: string }) => (
  <section class="panel setup-section" id="received">
    <h2>Received from Zoho</h2>
    {rows.length === 0 ? <p class="hint">Nothing yet.</p> : null}
    <ul class="setup-list">
      {rows.map(({ receivedAt, source, subject, outcome, message, collectionId }) => (
        <li>
          <strong>
            {subject} · {outcome}
          </strong>
          <p class="hint">
            {shortMoment(receivedAt, timeZone)} · {source === "books" ? "workflow" : "Zoho Payments"}
            {message ? ` · ${message}` : ""}{" "}
            {collectionId ? <a href={`/collections/${collectionId}`}>the payment</a> : null}
          </p>
        </li>
      ))}
    </ul>
  </section>
);
