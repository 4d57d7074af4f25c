import type { CounterCard } from "../../views/collect/counter-choice.tsx";

/** The counter to begin with: the one used last, else the only one, else the only one at the invoice's location. */
export function likeliestCounter(counters: Pick<CounterCard, "id" | "here">[], last: string | null): string | null {
  if (counters.some(({ id }) => id === last)) return last;
  const here = counters.filter((counter) => counter.here);
  const [only, ...others] = here.length > 0 ? here : counters;
  return only && others.length === 0 ? only.id : null;
}
