import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";

const PRODUCTS = [
  { id: "books", name: "Zoho Books" },
  { id: "invoice", name: "Zoho Invoice" },
  { id: "external", name: "Other software" },
] as const;

/** Which product somebody works with, when the address they came from does not say. */
export const ChooseProductPage = ({ returnTo, left }: { returnTo: string; left: boolean }) => (
  <Layout title="Sign in · Collect via POS">
    {left ? (
      <div class="notice" role="status">
        <Icon name="check" />
        <p>You are signed out.</p>
      </div>
    ) : null}
    <section class="panel message plain">
      <span class="badge">
        <Icon name="terminal" />
      </span>
      <h1>Sign in with Zoho</h1>
      <p class="lead">Choose what your organization bills with. Zoho then asks who you are.</p>
      <p class="actions">
        {PRODUCTS.map(({ id, name }) => (
          <a class="button" href={`/sign-in?${new URLSearchParams({ product: id, return_to: returnTo })}`}>
            {name}
          </a>
        ))}
      </p>
      <p class="hint">
        Is your organization not connected yet? An administrator can <a href="/connect">connect it</a>. Invited by
        somebody? <a href="/join">Join with your code</a>.
      </p>
    </section>
  </Layout>
);

export interface Choosable {
  id: string;
  name: string;
  /** What choosing it means, when that is not plain. */
  hint?: string;
}

export interface ChooseOrganizationProps {
  organizations: Choosable[];
  /** Where the choice is sent. */
  action: string;
  title?: string;
  lead?: string;
  submit?: string;
  /** Where to say that none is meant. */
  cancel?: string;
}

/** One of several organizations. */
export const ChooseOrganizationPage = ({
  organizations,
  action,
  title = "Which organization?",
  lead = "You belong to more than one that is connected.",
  submit = "Go on",
  cancel,
}: ChooseOrganizationProps) => (
  <Layout title={`${title} · Collect via POS`}>
    <h1 class="page-title">{title}</h1>
    <form method="post" action={action} class="panel form">
      <p class="hint">{lead}</p>
      <fieldset class="choices">
        <legend class="visually-hidden">Organization</legend>
        {organizations.map(({ id, name, hint }, index) => (
          <label class="choice">
            <input type="radio" name="organization_id" value={id} checked={index === 0} required />
            <span class="choice-name">{name}</span>
            <span class="choice-hint">
              <span class="code">{id}</span> {hint}
            </span>
          </label>
        ))}
      </fieldset>
      <div class="send">
        <button type="submit" class="button big">
          {submit}
        </button>
      </div>
    </form>
    {cancel ? (
      <form method="post" action={cancel}>
        <button type="submit" class="button quiet">
          Cancel
        </button>
      </form>
    ) : null}
  </Layout>
);
