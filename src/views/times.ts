/** Times as people at the counter read them, in the organization's time zone. */

const format = (timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  try {
    return new Intl.DateTimeFormat("en-IN", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-IN", { ...options, timeZone: "UTC", timeZoneName: "short" });
  }
};

/** `22 Nov 2026, 3:04:05 pm` */
export const moment = (at: string | number, timeZone: string): string =>
  format(timeZone, { dateStyle: "medium", timeStyle: "medium" }).format(new Date(at));

/** `3:04 pm` */
export const clock = (at: string | number, timeZone: string): string =>
  format(timeZone, { timeStyle: "short" }).format(new Date(at));

/** `Sunday, 22 November 2026` */
export const day = (at: string | number, timeZone: string): string =>
  format(timeZone, { dateStyle: "full" }).format(new Date(at));

/** Milliseconds since midnight there. */
export function sinceMidnight(now: number, timeZone: string): number {
  const parts = format(timeZone, { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
  const value = (type: string) =>
    Number(parts.formatToParts(new Date(now)).find((part) => part.type === type)?.value ?? 0);
  return ((value("hour") * 60 + value("minute")) * 60 + value("second")) * 1_000 + (now % 1_000);
}

/** Milliseconds as `2:05`, never below zero. */
export function minutes(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  return `${Math.trunc(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
