import { Icon } from "../icons.tsx";

/** A counter as the page offers it. `waiting` is how many payments its terminal has before it is free. */
export interface CounterCard {
  id: string;
  name: string;
  terminalId: string;
  waiting: number;
  /** True when it stands where the invoice was made, and not all do. */
  here: boolean;
}

interface Props {
  counters: CounterCard[];
  chosen: string | null;
  error?: string | undefined;
}

export const CounterChoice = ({ counters, chosen, error }: Props) => (
  <fieldset class={error ? "choices wrong" : "choices"} aria-describedby={error ? "counter-error" : undefined}>
    <legend>Counter</legend>
    {counters.map(({ id, name, terminalId, waiting, here }) => (
      <label class="choice">
        <input type="radio" name="counter_id" value={id} checked={id === chosen} required />
        <Icon name="terminal" />
        <span class="choice-name">{name}</span>
        <span class="choice-hint">
          {here ? <span class="here">This branch</span> : null}
          <span class="code">{terminalId}</span> <span class={waiting ? "load busy" : "load"}>{load(waiting)}</span>
        </span>
      </label>
    ))}
    {error ? (
      <p class="error" id="counter-error">
        {error}
      </p>
    ) : null}
  </fieldset>
);

const load = (waiting: number): string => (waiting === 0 ? "Free" : waiting === 1 ? "Busy" : `${waiting - 1} waiting`);
