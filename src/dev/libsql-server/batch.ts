import type { HranaError, Outcome } from "./errors.ts";
import type { BatchCondition, StmtResult } from "./protocol.ts";

/** What one step of a batch came to; undefined if its condition was false and it was skipped. */
export type StepOutcome = Outcome<StmtResult> | undefined;

export type BatchResult = {
  readonly step_results: readonly (StmtResult | null)[];
  readonly step_errors: readonly (HranaError | null)[];
  readonly replication_index: null;
};

/** True if a condition of step `index` speaks only of steps before it, as it must. */
export function refersBack(condition: BatchCondition, index: number): boolean {
  switch (condition.type) {
    case "ok":
    case "error":
      return condition.step < index;
    case "not":
      return refersBack(condition.cond, index);
    case "and":
    case "or":
      return condition.conds.every((cond) => refersBack(cond, index));
    case "is_autocommit":
      return true;
  }
}

/** Whether a condition is true after the steps so far; a skipped step was neither ok nor an error. */
export function holds(condition: BatchCondition, outcomes: readonly StepOutcome[], isAutocommit: boolean): boolean {
  switch (condition.type) {
    case "ok":
      return outcomes[condition.step]?.ok === true;
    case "error":
      return outcomes[condition.step]?.ok === false;
    case "not":
      return !holds(condition.cond, outcomes, isAutocommit);
    case "and":
      return condition.conds.every((cond) => holds(cond, outcomes, isAutocommit));
    case "or":
      return condition.conds.some((cond) => holds(cond, outcomes, isAutocommit));
    case "is_autocommit":
      return isAutocommit;
  }
}

/** The steps' outcomes as a Hrana `BatchResult`. */
export function batchResult(outcomes: readonly StepOutcome[]): BatchResult {
  return {
    step_results: outcomes.map((outcome) => (outcome?.ok === true ? outcome.value : null)),
    step_errors: outcomes.map((outcome) => (outcome?.ok === false ? outcome.error : null)),
    replication_index: null,
  };
}

/** The steps' outcomes as the lines of a Hrana cursor. */
export function* cursorEntries(outcomes: readonly StepOutcome[]): Generator<object> {
  for (const [step, outcome] of outcomes.entries()) {
    if (outcome === undefined) continue;
    if (!outcome.ok) {
      yield { type: "step_error", step, error: outcome.error };
      continue;
    }
    const { cols, rows, affected_row_count, last_insert_rowid } = outcome.value;
    yield { type: "step_begin", step, cols };
    for (const row of rows) yield { type: "row", row };
    yield { type: "step_end", affected_row_count, last_insert_rowid };
  }
}
