/** The headers a browser sets and a page cannot forge. */
export interface BrowserSays {
  /** `Sec-Fetch-Site`, absent in browsers older than 2023. */
  site: string | undefined;
  /** `Origin`, present on every state-changing request of a browser. */
  origin: string | undefined;
}

/**
 * True when a request that carries our cookie certainly came from one of our own pages. `ours` are the origins we are
 * served at: the public address and the one this request came to. With neither header the answer is no.
 */
export function isSameOrigin({ site, origin }: BrowserSays, ours: readonly string[]): boolean {
  if (site !== undefined && site !== "same-origin") return false;
  if (origin !== undefined) return ours.includes(origin);
  return site === "same-origin";
}
