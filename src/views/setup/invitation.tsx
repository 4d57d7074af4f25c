import { Copy } from "../automation/copy.tsx";
import { Icon } from "../icons.tsx";
import { Layout } from "../layout.tsx";
import { shortMoment } from "../times.ts";

interface InvitationProps {
  organization: string;
  /** For whom. */
  label: string;
  /** Null when it was made and shown before. */
  code: string | null;
  /** Where it is used. */
  address: string;
  endsAt: number;
  timeZone: string;
}

/** The one time an invitation's code is shown. */
export const InvitationPage = ({ organization, label, code, address, endsAt, timeZone }: InvitationProps) => (
  <Layout title="Invitation" organization={organization} scripts={["copy.js"]} styles={["setup.css"]}>
    <h1 class="page-title">{code ? `Invitation for ${label}` : "This invitation was made already"}</h1>
    <section class="panel form">
      {code ? (
        <>
          <div class="notice warn">
            <Icon name="alert" />
            <p>Copy it now: it is shown this once. Give it to {label} alone, for it lets in whoever uses it first.</p>
          </div>
          <Copy id="invitation-code" text={code} />
          <p>
            They open <span class="code">{address}</span>, enter the code and sign in with their own Zoho account, until{" "}
            {shortMoment(endsAt, timeZone)}.
          </p>
        </>
      ) : (
        <p>Its code was shown then, and is not kept. If nobody copied it, withdraw it and make another.</p>
      )}
      <p class="actions">
        <a class="button" href="/setup#people">
          Back to set-up
        </a>
      </p>
    </section>
  </Layout>
);
