/** Times as people at the counter read them, in the organization's time zone. */

/** A time zone we do not know must not take the page away: then it is UTC, and says so. */
function write(at: string | number, timeZone: string, options: Intl.DateTimeFormatOptions): string {
  const known = knows(timeZone);
  const text = new Intl.DateTimeFormat("en-IN", { ...options, timeZone: known ? timeZone : "UTC" }).format(
    new Date(at),
  );
  return known ? text : `${text} UTC`;
}

function knows(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat("en-IN", { timeZone }));
  } catch {
    return false;
  }
}

/** `22 Nov 2026, 3:04:05 pm` */
export const moment = (at: string | number, timeZone: string): string =>
  write(at, timeZone, { dateStyle: "medium", timeStyle: "medium" });

/** `22 Nov, 3:04 pm` */
export const shortMoment = (at: string | number, timeZone: string): string =>
  write(at, timeZone, { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

/** `3:04 pm` */
export const clock = (at: string | number, timeZone: string): string => write(at, timeZone, { timeStyle: "short" });

/** `Sunday, 22 November 2026` */
export const day = (at: string | number, timeZone: string): string => write(at, timeZone, { dateStyle: "full" });

/** Milliseconds since midnight there. */
export function sinceMidnight(now: number, timeZone: string): number {
  const zone = knows(timeZone) ? timeZone : "UTC";
  const options = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone: zone } as const;
  const parts = new Intl.DateTimeFormat("en-IN", options).formatToParts(new Date(now));
  const value = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  return ((value("hour") * 60 + value("minute")) * 60 + value("second")) * 1_000 + (now % 1_000);
}

/** Milliseconds as `2:05`, never below zero. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
