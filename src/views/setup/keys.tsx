import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { shortMoment } from "../times.ts";
import { type Returned, TextField } from "./form.tsx";

export interface KeyRow {
  id: string;
  label: string;
  createdAt: number;
  lastUsedAt: number | null;
}

interface KeysProps {
  keys: KeyRow[];
  newId: string;
  returned: Returned | null;
  timeZone: string;
}

/** API keys: for programs of the shop. */
export const Keys = ({ keys, newId, returned, timeZone }: KeysProps) => {
  const back = returned?.form === "key" ? returned : null;
  return (
    <section class="panel setup-section" id="keys">
      <h2>API keys</h2>
      <p class="hint">
        For programs of the shop. A key may do all an administrator may; the API is described at{" "}
        <a href="/openapi.json">/openapi.json</a>.
      </p>
      {keys.length > 0 ? (
        <ul class="setup-list">
          {keys.map(({ id, label, createdAt, lastUsedAt }) => (
            <li class="key-row">
              <div>
                <strong>{label}</strong>
                <p class="hint">
                  Created {shortMoment(createdAt, timeZone)} ·{" "}
                  {lastUsedAt === null ? "never used" : `last used ${shortMoment(lastUsedAt, timeZone)}`}
                </p>
              </div>
              <form method="post" action={`/setup/keys/${id}/revoke`}>
                <button type="submit" class="button quiet" aria-label={`Revoke ${label}`}>
                  Revoke
                </button>
              </form>
            </li>
          ))}
        </ul>
      ) : null}
      <form method="post" action="/setup/keys" class="stack-form">
        <input type="hidden" name="id" value={newId} />
        <TextField
          id="key-label"
          name="label"
          label="New key for"
          value={back?.values.label ?? ""}
          hint="The program that will use it, such as Till software. It appears in each payment's history."
          error={back?.errors.label}
          maxlength={60}
          required
        />
        <button type="submit" class="button">
          Create key
        </button>
      </form>
    </section>
  );
};

/** The one time a key is shown. */
export const NewKeyPage = ({
  organization,
  label,
  key,
}: {
  organization: string;
  label: string;
  key: string | null;
}) => (
  <Layout title="New API key" organization={organization} scripts={["copy.js"]} styles={["setup.css"]}>
    <h1 class="page-title">{key ? "Your new API key" : "This key was created already"}</h1>
    <section class="panel form">
      {key ? (
        <>
          <div class="notice warn">
            <Icon name="alert" />
            <p>Copy it now: it is shown this once and not kept. Whoever has it can charge customers in your name.</p>
          </div>
          <div class="copy">
            <code class="code" id="new-key">
              {key}
            </code>
            <button type="button" class="button quiet" data-copy="new-key" hidden>
              Copy
            </button>
          </div>
          <p class="hint">
            For {label}. Send it as <span class="code">Authorization: Bearer …</span>
          </p>
        </>
      ) : (
        <p>It was shown when it was created, and is not kept. If nobody copied it, revoke it and create another.</p>
      )}
      <p class="actions">
        <a class="button" href="/setup#keys">
          Back to set-up
        </a>
      </p>
    </section>
  </Layout>
);
