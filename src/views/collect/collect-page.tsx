import { Layout } from "../layout.tsx";
import { CollectForm, type CollectProps } from "./collect-form.tsx";

/** The page behind the button in Books: how much, where, how; and send. */
export const CollectPage = (props: CollectProps & { organization: { name: string } }) => (
  <Layout title={`Collect ${props.invoice.number}`} organization={props.organization.name} scripts={["collect.js"]}>
    <h1 class="page-title">Collect payment</h1>
    <CollectForm {...props} />
  </Layout>
);
