/** What one check found. `bad` stops a deploy, `warn` does not. */
export interface Finding {
  /** A variable's name, or what was looked at. */
  about: string;
  state: "good" | "warn" | "bad";
  /** What is so and, unless it is good, what to do. */
  message: string;
}

export const good = (about: string, message: string): Finding => ({ about, state: "good", message });
export const warn = (about: string, message: string): Finding => ({ about, state: "warn", message });
export const bad = (about: string, message: string): Finding => ({ about, state: "bad", message });

const MARK = { good: "ok  ", warn: "note", bad: "BAD " } as const;

/** The findings as lines for a person, the names in one column. */
export function report(findings: Finding[]): string {
  const width = Math.max(...findings.map(({ about }) => about.length));
  return findings.map(({ about, state, message }) => `${MARK[state]}  ${about.padEnd(width)}  ${message}`).join("\n");
}
