/**
 * Settings as the lines of an env file. wrangler's reader takes quoted text as it stands except that it expands `$`,
 * so that is escaped; what no quoting can carry is refused by name rather than passed on changed.
 */
export function envFile(settings: Record<string, string>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${quoted(name, value)}\n`)
    .join("");
}

function quoted(name: string, value: string): string {
  const quote = ["'", "`"].find((mark) => !value.includes(mark));
  if (quote === undefined || /[\\\r\n]/.test(value)) {
    throw new Error(
      `${name} holds a backslash, a line break, or both kinds of single quotes: wrangler cannot be given it`,
    );
  }
  return `${quote}${value.replaceAll("$", "\\$")}${quote}`;
}
