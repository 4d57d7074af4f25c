import { type Token, tokens } from "./sql-tokens.ts";

/** One SQL statement and what the server must know of it before the engine sees it. */
export type Statement = {
  /** Its text, without the closing semicolon. */
  readonly sql: string;
  /** Its words outside quotes, upper case, in order, with the dots and equal signs between them. */
  readonly words: readonly string[];
  /** What it does: `SELECT`, `INSERT`, `PRAGMA`, …; for `WITH` and `EXPLAIN` the verb that follows. */
  readonly verb: string;
  readonly isExplain: boolean;
  /** Parameter names by index less one, with their sign; undefined where a parameter has no name. */
  readonly params: readonly (string | undefined)[];
};

const AFTER_WITH = new Set(["SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE"]);

function isCreateTrigger(words: readonly string[]): boolean {
  const at = words.indexOf("CREATE");
  return at >= 0 && at <= 3 && words.slice(at + 1, at + 3).includes("TRIGGER");
}

function endsStatement(seen: readonly Token[], words: readonly string[]): boolean {
  if (!isCreateTrigger(words)) return true;
  // The body of a trigger has semicolons of its own: only `; END ;` closes it (https://www.sqlite.org/c3ref/complete.html).
  return seen.at(-1)?.text.toUpperCase() === "END" && seen.at(-2)?.kind === "semicolon";
}

/** SQLite's own bound on `?NNN` in this build; a greater number is its error to report. */
const MAX_PARAMS = 32_766;

function paramNames(seen: readonly Token[]): (string | undefined)[] {
  const names: (string | undefined)[] = [];
  for (const { kind, text } of seen) {
    if (kind !== "param") continue;
    const numbered = /^\?(\d+)$/.exec(text)?.[1];
    if (text === "?") names.push(undefined);
    else if (numbered === undefined) {
      if (!names.includes(text)) names.push(text);
    } else {
      const count = Math.min(Number(numbered), MAX_PARAMS);
      while (names.length < count) names.push(undefined);
      if (count > 0) names[count - 1] ??= text;
    }
  }
  return names;
}

function mainVerb(seen: readonly Token[]): { verb: string; isExplain: boolean } {
  let depth = 0;
  let isExplain = false;
  let inWith = false;
  for (const { kind, text } of seen) {
    if (kind === "open") depth += 1;
    else if (kind === "close") depth -= 1;
    if (kind !== "word" || depth > 0) continue;
    const word = text.toUpperCase();
    if (inWith) {
      if (AFTER_WITH.has(word)) return { verb: word, isExplain };
    } else if (word === "EXPLAIN") isExplain = true;
    else if (word === "WITH") inWith = true;
    else if (!(isExplain && (word === "QUERY" || word === "PLAN"))) return { verb: word, isExplain };
  }
  return { verb: "", isExplain };
}

function statement(sql: string, seen: readonly Token[], words: readonly string[]): Statement {
  const first = seen[0]?.start ?? 0;
  const last = seen.at(-1)?.end ?? 0;
  return { sql: sql.slice(first, last), words, ...mainVerb(seen), params: paramNames(seen) };
}

/** Cuts SQL text into its statements, in order; empty ones are dropped. Bodies of triggers are kept whole. */
export function splitStatements(sql: string): Statement[] {
  const found: Statement[] = [];
  let seen: Token[] = [];
  let words: string[] = [];
  for (const token of tokens(sql)) {
    if (token.kind === "semicolon" && endsStatement(seen, words)) {
      if (seen.length > 0) found.push(statement(sql, seen, words));
      seen = [];
      words = [];
      continue;
    }
    seen.push(token);
    if (token.kind === "word") words.push(token.text.toUpperCase());
    else if (token.text === "." || token.text === "=" || token.kind === "open") words.push(token.text);
  }
  if (seen.length > 0) found.push(statement(sql, seen, words));
  return found;
}

/** INSERT, UPDATE or DELETE: the statements that have a count of changed rows. */
export function changesRows({ verb, isExplain }: Statement): boolean {
  return !isExplain && (insertsRows({ verb, isExplain }) || verb === "UPDATE" || verb === "DELETE");
}

/** INSERT or REPLACE: the statements that have a last inserted rowid. */
export function insertsRows({ verb, isExplain }: Pick<Statement, "verb" | "isExplain">): boolean {
  return !isExplain && (verb === "INSERT" || verb === "REPLACE");
}

const TRANSACTION_VERBS = new Set(["BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE"]);

/** BEGIN, COMMIT, SAVEPOINT and their like. */
export function controlsTransaction({ verb, isExplain }: Statement): boolean {
  return !isExplain && TRANSACTION_VERBS.has(verb);
}

/** True if the statement needs the write lock; the opposite of https://www.sqlite.org/c3ref/stmt_readonly.html. */
export function writes({ verb, isExplain, words }: Statement): boolean {
  if (isExplain || verb === "SELECT" || verb === "VALUES") return false;
  if (verb === "BEGIN") return words.includes("IMMEDIATE") || words.includes("EXCLUSIVE");
  if (verb === "PRAGMA") return words.includes("USER_VERSION") && (words.includes("=") || words.includes("("));
  return !TRANSACTION_VERBS.has(verb);
}
