/** SQLite's words for "not now", as opposed to "never like this". */
const PASSING = /^SQLITE_(BUSY|LOCKED|IOERR|FULL|NOMEM|CANTOPEN|READONLY|INTERRUPT|PROTOCOL)/;
// The last is what workerd says of what befell it on the way.
const NETWORK =
  /fetch failed|network connection lost|connection (refused|reset|closed)|failed to connect|internal error; reference/i;

/**
 * True when an error thrown by a ledger query means that the ledger is away or behind, and not that we asked for
 * something wrong. Drivers wrap what went wrong, so the whole chain of causes is looked at.
 */
export function isLedgerOutage(error: unknown): boolean {
  let depth = 0;
  for (let at: unknown = error; at instanceof Error && depth < 8; at = at.cause, depth++) {
    const code = "code" in at ? String(at.code ?? "") : "";
    if (at.name === "TimeoutError" || at.name === "AbortError") return true;
    if (PASSING.test(code) || /no such (table|column)/.test(at.message)) return true;
    if (at.name.startsWith("Libsql") && !code.startsWith("SQLITE_")) return true;
    if (NETWORK.test(at.message)) return true;
  }
  return false;
}
