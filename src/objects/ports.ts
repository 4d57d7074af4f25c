/**
 * What our Durable Objects need of their platform, and no more: the same classes run in workerd and, over SQLite and a
 * virtual clock, in the simulation.
 */
export interface Sql {
  /** Runs one statement at once; writes made without an await between them are kept together or not at all. */
  exec(query: string, ...values: SqlValue[]): Record<string, SqlValue>[];
}

export type SqlValue = string | number | null;

export interface Alarm {
  get(): Promise<number | null>;
  /** Stored in the same breath as the writes before it. */
  set(at: number): Promise<void>;
}

export interface Clock {
  now(): number;
  /** Resolves when `work` is over, however it ends, or at `at`, epoch ms: whichever is first. Leaves no timer behind. */
  within(work: Promise<unknown>, at: number): Promise<void>;
}

/** One structured line: ids and reasons, never tokens, names or card data. */
export type Log = (entry: { event: string } & Record<string, unknown>) => void;
