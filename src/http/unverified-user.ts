/** The header in which the widget passes on who uses it, percent-encoded. */
export const USER_HEADER = "X-Zoho-User";

/**
 * Whoever holds an API key may say for whom it acts: the widget in Zoho names its user. Nobody has checked it, and the
 * history says so. Null for nothing, and for what is no name.
 */
export function unverifiedUser(header: string | undefined): string | null {
  if (header === undefined || header.length > 400) return null;
  const name = decoded(header)
    .replaceAll(/[\p{C}\p{Z}]+/gu, " ")
    .trim()
    .slice(0, 60)
    .trim();
  return name ? `${name} (unverified)` : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
