/** Pages a person may be sent back to after signing in; everything else leads to the list. */
const KNOWN = [/^\/collect$/, /^\/collections(\/col_[0-9a-z]{20,40})?$/, /^\/setup$/, /^\/connect$/];
const FALLBACK = "/collections";

/**
 * The local address in `text` when it is one of our pages, else the list. What looks local and is not (`//host`,
 * `/\host`, a whole address) never passes: only the parsed path and query come out, never the text itself.
 */
export function knownPath(text: string | undefined): string {
  if (text === undefined || text.length > 1_000 || !text.startsWith("/")) return FALLBACK;
  const base = "https://here.invalid";
  if (!URL.canParse(text, base)) return FALLBACK;
  const { origin, pathname, search } = new URL(text, base);
  return origin === base && KNOWN.some((known) => known.test(pathname)) ? pathname + search : FALLBACK;
}
