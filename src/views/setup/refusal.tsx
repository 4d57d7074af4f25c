import { MessagePage } from "../message-page.tsx";

/** For staff who come to the set-up: it is not for them, and nothing is wrong. */
export const AdministratorsOnlyPage = ({ organization, by }: { organization: string; by: string }) => (
  <MessagePage
    tone="plain"
    icon="stop"
    title="Set-up is for administrators"
    organization={organization}
    links={[{ href: "/collections", label: "Today's payments" }]}
  >
    <p>
      You are signed in as {by}. You can collect payments; connections, counters and keys are changed by an
      administrator of {organization} in Zoho.
    </p>
    <p class="hint">Has your role just changed? Sign out and in again.</p>
  </MessagePage>
);
