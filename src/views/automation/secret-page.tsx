import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { Copy } from "./copy.tsx";

/** The one time a secret is shown. */
export const SecretPage = ({
  organization,
  title,
  secret,
  use,
}: {
  organization: string;
  title: string;
  secret: string;
  use: string;
}) => (
  <Layout title={title} organization={organization} scripts={["copy.js"]} styles={["setup.css"]}>
    <h1 class="page-title">{title}</h1>
    <section class="panel form">
      <div class="notice warn">
        <Icon name="alert" />
        <p>Copy it now: it is shown this once.</p>
      </div>
      <Copy id="new-secret" text={secret} />
      <p class="hint">{use}</p>
      <p class="actions">
        <a class="button" href="/setup/automation">
          Back to automation
        </a>
      </p>
    </section>
  </Layout>
);
