import type { CollectionView } from "../../collection/view.ts";
import { Icon } from "../icons.tsx";

type State = "done" | "now" | "next" | "failed";

const MARKS = { done: "Done", now: "Now", next: "To come", failed: "Stopped here" } as const;

/** The way of a payment in three steps, and how far this one came. */
export const Steps = ({ view, billing }: { view: CollectionView; billing: string }) => {
  const [sent, paid, recorded] = states(view);
  const steps = [
    { name: "Sent to the terminal", state: sent },
    { name: "Paid by the customer", state: paid },
    { name: `Recorded in ${billing}`, state: recorded },
  ];
  return (
    <ol class="steps" aria-label="Progress">
      {steps.map(({ name, state }, index) => (
        <li class={`step ${state}`} aria-current={state === "now" ? "step" : undefined}>
          <span class="step-mark">
            {state === "done" ? <Icon name="check" /> : state === "failed" ? <Icon name="cross" /> : String(index + 1)}
          </span>
          <span class="step-name">{name}</span>
          <span class="visually-hidden">{MARKS[state]}</span>
        </li>
      ))}
    </ol>
  );
};

function states({ status, payments_session_id: session, payment_id: payment }: CollectionView): [State, State, State] {
  switch (status) {
    case "queued":
    case "sending":
      return ["now", "next", "next"];
    case "in_progress":
      return ["done", "now", "next"];
    case "succeeded":
      return ["done", "done", "now"];
    case "recorded":
      return ["done", "done", "done"];
    case "failed":
    case "cancelled":
      return session ? ["done", "failed", "next"] : ["failed", "next", "next"];
    case "unresolved":
      return [session ? "done" : "now", payment ? "done" : session ? "now" : "next", "next"];
  }
}
