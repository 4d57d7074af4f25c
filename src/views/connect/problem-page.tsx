import { MessagePage } from "../message-page.tsx";
import { type ConnectProblem, problemWords } from "./problems.ts";

export interface ConnectProblemProps {
  problem: ConnectProblem;
  /** Where to start again. */
  again: { href: string; label: string };
  requestId?: string | undefined;
}

/** One page for everything that may go wrong on the way to Zoho and back. */
export const ConnectProblemPage = ({ problem, again, requestId }: ConnectProblemProps) => {
  const { tone, icon, title, text, list, status } = problemWords(problem);
  const [first, ...rest] = text;
  return (
    <MessagePage {...{ tone, icon, title }} links={[again, { href: "/collections", label: "Today's payments" }]}>
      <p>{first}</p>
      {list ? (
        <ul class="plain-list">
          {list.map((item) => (
            <li class="code">{item}</li>
          ))}
        </ul>
      ) : null}
      {rest.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {status >= 500 && requestId ? (
        <p class="hint">
          Request <span class="code">{requestId}</span>
        </p>
      ) : null}
    </MessagePage>
  );
};
