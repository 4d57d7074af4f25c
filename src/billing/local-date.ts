/**
 * The day a payment belongs to, yyyy-mm-dd in the organization's time zone: a payment at 00:30 in Kolkata is today's,
 * not UTC's yesterday's (books.md §1.5). An unknown zone falls back to India's, where POS payments are taken.
 */
export function localDate(at: number, timeZone: string): string {
  return formatter(timeZone).format(at);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  let made: Intl.DateTimeFormat;
  try {
    made = new Intl.DateTimeFormat("en-CA", { ...options, timeZone });
  } catch {
    made = new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "Asia/Kolkata" });
  }
  formatters.set(timeZone, made);
  return made;
}
