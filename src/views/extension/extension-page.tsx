import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";

export interface ExtensionProps {
  organization: string;
  /** "Zoho Books" or "Zoho Invoice". */
  product: string;
  /** Where this deployment is reached. */
  address: string;
  /** Whether this build has the package at hand. */
  ready: boolean;
}

/** How the widget comes into Zoho: the package, the Connection, the installation; in the order to be done. */
export const ExtensionPage = ({ organization, product, address, ready }: ExtensionProps) => (
  <Layout title="Inside Zoho" organization={organization}>
    <h1 class="page-title">Collect via POS inside {product}</h1>
    <section class="panel stack" aria-labelledby="what">
      <h2 class="section-title plain" id="what">
        What it gives
      </h2>
      <p>
        A <strong>Collect via POS</strong> button on every invoice that opens right there, without another tab, and the
        invoice's POS payments in the pane beside it. Widgets need Zoho Books Premium or above, or a plan of Zoho
        Invoice that has them; on other plans <a href="/setup/button">use the button that opens our page</a>.
      </p>
    </section>
    <section class="panel stack" aria-labelledby="package">
      <h2 class="section-title plain" id="package">
        1. Download the package
      </h2>
      <p>
        It is made for <span class="code">{address}</span> and holds no key.
      </p>
      {ready ? (
        <p class="actions">
          <a class="button" href="/setup/extension.zip" download>
            <Icon name="book" /> Download collect-via-pos.zip
          </a>
        </p>
      ) : (
        <p class="error">This deployment was made without the package. Deploy it again with wrangler deploy.</p>
      )}
    </section>
    <section class="panel stack" aria-labelledby="connection">
      <h2 class="section-title plain" id="connection">
        2. Make the Connection
      </h2>
      <p>Zoho keeps the key and adds it to each request; the widget and its users never see it.</p>
      <ol class="guide">
        <li>
          <a href="/setup#keys">Make an API key</a> of this organization for it, named <strong>Zoho widget</strong>.
        </li>
        <li>
          In {product}: <strong>Settings → Developer Space → Connections → New Connection → Custom Service</strong>.
        </li>
        <li>
          Service name <Value text="collectviapos" />, authentication type <strong>API Key</strong>, parameter type{" "}
          <strong>Header</strong>, parameter key <Value text="Authorization" />.
        </li>
        <li>
          Connection name <Value text="Collect via POS" />, link name <Value text="collectviapos" />. Leave{" "}
          <strong>Use credentials of login user</strong> off: one key serves all.
        </li>
        <li>
          Connect, and enter <Value text="Bearer" />, a space, and the key.
        </li>
      </ol>
    </section>
    <section class="panel stack" aria-labelledby="install">
      <h2 class="section-title plain" id="install">
        3. Install it
      </h2>
      <ol class="guide">
        <li>
          Sign in to <strong>Zoho Sigma</strong> with an administrator's account, choose the workspace, and{" "}
          <strong>New Extension</strong> for {product}.
        </li>
        <li>
          Under <strong>Build → Widgets</strong> upload the package, and choose the Connection under{" "}
          <strong>Connections</strong>.
        </li>
        <li>
          To try it first: turn on <strong>Developer Mode</strong> in {product} (Settings → Developer Space). Only you
          see it then.
        </li>
        <li>
          <strong>Publish → Private</strong>. Open the install address it gives; it needs no review, and nobody else can
          find it.
        </li>
        <li>
          Open an invoice: <strong>Collect via POS</strong> is among its buttons.
        </li>
      </ol>
    </section>
    <section class="panel stack" aria-labelledby="who">
      <h2 class="section-title plain" id="who">
        Who is who
      </h2>
      <p>
        The key says which organization asks, and reaches no other. Zoho tells the widget who uses it; as nobody can
        check that here, the history shows the name as <em>(unverified)</em>. Revoke the key to shut the widget out.
      </p>
    </section>
  </Layout>
);

const Value = ({ text }: { text: string }) => <span class="code value">{text}</span>;
