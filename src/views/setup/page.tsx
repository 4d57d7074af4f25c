import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { shortMoment } from "../times.ts";
import { Biller } from "./biller.tsx";
import { Button } from "./button.tsx";
import { type Connected, Connections } from "./connections.tsx";
import { Counters, type CountersProps } from "./counters.tsx";
import type { Returned } from "./form.tsx";
import { type KeyRow, Keys } from "./keys.tsx";
import { People, type PeopleProps } from "./people.tsx";
import { Recording, type RecordingProps } from "./recording.tsx";
import { changeWords, doneWords } from "./words.ts";

export interface SetupProps {
  organization: { id: string; name: string; timeZone: string };
  connected: Connected;
  counters: CountersProps["counters"];
  settings: RecordingProps["settings"];
  keys: KeyRow[];
  changes: { at: number; by: string; what: string; detail: string }[];
  members: PeopleProps["members"];
  /** Behind the button in Books. */
  address: string;
  publicUrl: string;
  /** What was just done; or what form came back and why. */
  done: string | null;
  returned: Returned | null;
  wrongAccount: boolean;
  newIds: { counter: string; key: string };
}

/** Everything an administrator sets, on one page of plain forms. */
export const SetupPage = (props: SetupProps) => {
  const { organization, connected, counters, settings, keys, changes, returned, newIds } = props;
  const { timeZone } = organization;
  const counterId = counters.find(({ retiredAt }) => retiredAt === null)?.id ?? null;
  const done = props.done === null ? null : doneWords(props.done);
  const next = nextStep(props);
  return (
    <Layout title="Set-up" organization={organization.name} scripts={["copy.js"]} styles={["setup.css"]}>
      <div class="page-head">
        <h1 class="page-title">Set-up</h1>
        <p class="hint">
          {organization.name} · <span class="code">{organization.id}</span> · <a href="/setup/automation">Automation</a>
        </p>
      </div>
      {done ? (
        <div class="notice" role="status">
          <Icon name="check" />
          <p>{done}</p>
        </div>
      ) : null}
      {returned ? (
        <div class="notice warn" role="alert">
          <Icon name="alert" />
          <p>That was not saved yet: see the field marked below.</p>
        </div>
      ) : null}
      {next ? (
        <div class="notice">
          <Icon name="send" />
          <p>
            <strong>Next:</strong> <a href={next.href}>{next.words}</a>
          </p>
        </div>
      ) : null}
      <Connections {...{ connected, timeZone }} wrongAccount={props.wrongAccount} />
      <Counters {...{ counters, returned, timeZone }} locations={connected.locations} newId={newIds.counter} />
      {connected.books ? (
        <>
          <Recording {...{ settings, timeZone, returned }} product={connected.product} accounts={connected.accounts} />
          <Button product={connected.product} address={props.address} />
        </>
      ) : (
        <Biller organizationId={organization.id} counterId={counterId} publicUrl={props.publicUrl} />
      )}
      <Keys {...{ keys, returned, timeZone }} newId={newIds.key} />
      <People {...{ returned, timeZone }} members={props.members} />
      {changes.length > 0 ? (
        <details class="panel fold-panel" id="changes">
          <summary>Recent changes</summary>
          <ul class="setup-list">
            {changes.map(({ at, by, what, detail }) => (
              <li>
                <span>{changeWords(what)}</span> <span class="hint">{detail}</span>
                <p class="hint">
                  {shortMoment(at, timeZone)} · {by}
                </p>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Layout>
  );
};

function nextStep({ connected, counters, keys }: SetupProps): { href: string; words: string } | null {
  if (connected.books?.state === "not_connected")
    return { href: "#connections", words: `connect ${connected.product}` };
  if (connected.payments.state === "not_connected") return { href: "#connections", words: "connect Zoho Payments" };
  if (counters.every(({ retiredAt }) => retiredAt !== null))
    return { href: "#counters", words: "add your first counter" };
  if (!connected.books && keys.length === 0)
    return { href: "#keys", words: "make an API key for your billing software" };
  return null;
}
