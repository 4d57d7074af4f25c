import type { IconName } from "./icons.tsx";
import { MessagePage } from "./message-page.tsx";

/** Pages for people who cannot go on as they are: who is it for, what is wrong, what to do. */

export const SignInPage = ({ signIn }: { signIn: string | null }) => (
  <MessagePage
    tone="plain"
    icon="terminal"
    title="Sign in with Zoho"
    links={signIn ? [{ href: signIn, label: "Sign in with Zoho" }] : []}
  >
    <p>Payments are collected by the shop's own staff. Sign in with your own Zoho account.</p>
  </MessagePage>
);

export const ElsewherePage = ({ signIn }: { signIn: string | null }) => (
  <MessagePage
    tone="warn"
    icon="alert"
    title="This is another organization's"
    links={[
      ...(signIn ? [{ href: signIn, label: "Sign in for that organization" }] : []),
      { href: "/collections", label: "Today's payments" },
    ]}
  >
    <p>You are signed in for a different organization than this address asks for.</p>
  </MessagePage>
);

export const UnknownOrganizationPage = () => (
  <MessagePage tone="warn" icon="question" title="This organization is not connected">
    <p>
      Collect via POS does not know it. Check <span class="code">organization_id</span> in the address, or ask an
      administrator to connect the organization.
    </p>
  </MessagePage>
);

export interface ProblemPageProps {
  /** HTTP status; what it is about in general. */
  status: number;
  message: string;
  organization?: string | undefined;
  requestId?: string | undefined;
}

/** Any other error, in the words of its problem. */
export const ProblemPage = ({ status, message, organization, requestId }: ProblemPageProps) => {
  const { icon, title } = heading(status);
  return (
    <MessagePage
      tone={status >= 500 ? "warn" : "plain"}
      icon={icon}
      title={title}
      organization={organization}
      reload={status === 503 ? 5 : undefined}
      links={[{ href: "/collections", label: "Today's payments" }]}
    >
      <p>{message}</p>
      {status >= 500 && requestId ? (
        <p class="hint">
          Request <span class="code">{requestId}</span>
        </p>
      ) : null}
    </MessagePage>
  );
};

function heading(status: number): { icon: IconName; title: string } {
  switch (status) {
    case 403:
      return { icon: "stop", title: "That was not possible" };
    case 404:
      return { icon: "question", title: "Nothing is here" };
    case 502:
      return { icon: "alert", title: "Zoho does not let us in" };
    case 503:
      return { icon: "clock", title: "One moment" };
    default:
      return status >= 500
        ? { icon: "alert", title: "Something went wrong" }
        : { icon: "alert", title: "That did not work" };
  }
}
