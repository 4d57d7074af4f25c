/** What the server needs to tell apart in SQL text; everything it need not understand is `other`. */
export type Token = {
  readonly kind: "word" | "param" | "semicolon" | "open" | "close" | "quoted" | "other";
  readonly text: string;
  readonly start: number;
  readonly end: number;
};

const SPACE = /[ \t\n\f\r]+/y;
const LINE_COMMENT = /--[^\n]*/y;
const BLOCK_COMMENT = /\/\*[\s\S]*?(?:\*\/|$)/y;
const WORD = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const NUMBER = /\.?\d[\w.]*/y;
const NUMBERED_PARAM = /\?\d*/y;
const NAMED_PARAM = /[:@$](?:[\w$\u0080-\uffff]|::)+(?:\([^)\s]*\))?/y;
const QUOTED = /'[^']*(?:''[^']*)*(?:'|$)|"[^"]*(?:""[^"]*)*(?:"|$)|`[^`]*(?:``[^`]*)*(?:`|$)|\[[^\]]*(?:\]|$)/y;

const PUNCTUATION: Readonly<Record<string, Token["kind"]>> = { ";": "semicolon", "(": "open", ")": "close" };

function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

function skipBlank(sql: string, from: number): number {
  let at = from;
  for (;;) {
    const next = matchAt(BLOCK_COMMENT, sql, matchAt(LINE_COMMENT, sql, matchAt(SPACE, sql, at)));
    if (next === at) return at;
    at = next;
  }
}

const READERS: readonly (readonly [Token["kind"], RegExp])[] = [
  ["word", WORD],
  ["quoted", QUOTED],
  ["param", NUMBERED_PARAM],
  ["param", NAMED_PARAM],
  ["other", NUMBER],
];

function tokenAt(sql: string, start: number): Token {
  for (const [kind, pattern] of READERS) {
    const end = matchAt(pattern, sql, start);
    if (end > start) return { kind, text: sql.slice(start, end), start, end };
  }
  const text = sql.charAt(start);
  return { kind: PUNCTUATION[text] ?? "other", text, start, end: start + 1 };
}

/**
 * Cuts SQL text into tokens by SQLite's lexical rules (https://www.sqlite.org/lang_expr.html, "Parameters", and
 * https://www.sqlite.org/lang_comment.html), without comments and blanks. Never fails: text that SQLite would refuse
 * gives some tokens all the same, and the engine reports the error.
 */
export function* tokens(sql: string): Generator<Token> {
  let at = skipBlank(sql, 0);
  while (at < sql.length) {
    const token = tokenAt(sql, at);
    yield token;
    at = skipBlank(sql, token.end);
  }
}
