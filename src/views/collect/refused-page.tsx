import type { IconName } from "../icons.tsx";
import { MessagePage, type MessageProps } from "../message-page.tsx";

export interface RefusalWords {
  tone: MessageProps["tone"];
  icon: IconName;
  title: string;
  text: string;
  /** True when the same may succeed in a moment. */
  again?: boolean;
}

interface Props {
  words: RefusalWords;
  organization: string;
  /** The address to try again at. */
  retry: string;
  /** The newest collection of the same invoice. */
  last: string | null;
}

/** Why an invoice cannot be collected at all, and what to do next. */
export const RefusedPage = ({ words: { tone, icon, title, text, again }, organization, retry, last }: Props) => {
  const links = [
    ...(again ? [{ href: retry, label: "Try again" }] : []),
    ...(last ? [{ href: `/collections/${last}`, label: "See its last payment" }] : []),
    { href: "/collections", label: "Today's payments" },
  ];
  return (
    <MessagePage {...{ tone, icon, title, organization, links }} reload={again ? 8 : undefined}>
      <p>{text}</p>
    </MessagePage>
  );
};

export const NoCountersPage = ({ organization }: { organization: string }) => (
  <MessagePage tone="warn" icon="terminal" title="No counter is set up" organization={organization}>
    <p>
      An administrator must add a counter and its terminal's TID first. The TID is on the terminal's home screen, and
      "Device ID" in Zoho Payments.
    </p>
  </MessagePage>
);
