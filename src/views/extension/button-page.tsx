import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";

export interface ButtonProps {
  organization: string;
  /** "Zoho Books" or "Zoho Invoice". */
  product: string;
  /** What the button opens, up to where the invoice's id goes. */
  address: string;
  /** What came of installing it, when that was just tried. */
  outcome: { kind: "installed" } | { kind: "not_allowed" | "refused" | "unknown"; words: string } | null;
}

/** The button without an extension: installed for the administrator where Zoho allows it, else by hand. */
export const ButtonPage = ({ organization, product, address, outcome }: ButtonProps) => (
  <Layout title="The button" organization={organization}>
    <h1 class="page-title">The button on {product}'s invoices</h1>
    {outcome ? <Outcome {...{ outcome, product }} /> : null}
    {outcome === null ? (
      <section class="panel stack" aria-labelledby="for-me">
        <h2 class="section-title plain" id="for-me">
          Let us do it
        </h2>
        <p>Adds the button through {product}'s own settings. It changes nothing else.</p>
        <form method="post" action="/setup/button">
          <button type="submit" class="button">
            Install the button for me
          </button>
        </form>
      </section>
    ) : null}
    <section class="panel stack" aria-labelledby="by-hand">
      <h2 class="section-title plain" id="by-hand">
        {outcome?.kind === "installed" ? "How it is set" : "By hand, in a minute"}
      </h2>
      <ol class="guide">
        <li>
          In {product}: <strong>Settings → Invoices → Buttons → New</strong>.
        </li>
        <li>
          Name it <span class="code value">Collect via POS</span>, and show it on the <strong>details page</strong>.
        </li>
        <li>
          Choose <strong>Open URL</strong>, and put in
          <span class="code value block">{address}</span>
        </li>
        <li>
          At its very end insert the placeholder <strong>Invoice ID</strong> with the picker beside the field. Do not
          type it.
        </li>
        <li>Save. Open an invoice and press the button: this site shows that invoice.</li>
      </ol>
      <p class="hint">
        Buttons need a plan that has them. The address holds no secret: whoever opens it must sign in here.
      </p>
    </section>
    <p class="actions">
      <a class="button quiet" href="/setup/extension">
        Or put the whole widget into {product}
      </a>
    </p>
  </Layout>
);

const Outcome = ({ outcome, product }: { outcome: NonNullable<ButtonProps["outcome"]>; product: string }) => {
  if (outcome.kind === "installed") {
    return (
      <div class="notice" role="status">
        <Icon name="check" />
        <div>
          <h2>{product} has taken the button</h2>
          <p>
            Open an invoice there and press it. If it does not open that invoice here, delete it in {product} and make
            it by hand as below.
          </p>
        </div>
      </div>
    );
  }
  const [title, advice] = WORDS[outcome.kind];
  return (
    <div class="notice warn" role="alert">
      <Icon name="alert" />
      <div>
        <h2>{title(product)}</h2>
        <p>{advice}</p>
        <p class="detail">{outcome.words}</p>
      </div>
    </div>
  );
};

const WORDS: Record<"not_allowed" | "refused" | "unknown", [title: (product: string) => string, advice: string]> = {
  not_allowed: [
    (product) => `${product} does not let us`,
    "We were not given the right to change settings. Make it by hand:",
  ],
  refused: [(product) => `${product} did not take the button`, "Nothing was changed. Make it by hand:"],
  unknown: [
    (product) => `${product} did not answer`,
    "The button may be there or not: look on an invoice first. If it is not, make it by hand:",
  ],
};
