/** Dates the way Zoho writes them, from epoch milliseconds; pure, and cheap enough for every request. */

const MINUTES_EAST: Record<string, number> = { "Asia/Kolkata": 330, UTC: 0 };
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const DAY = 86_400_000;

/** Only zones without daylight saving are known here; others read as UTC. */
function local(at: number, zone: string): Date {
  return new Date(at + (MINUTES_EAST[zone] ?? 0) * 60_000);
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}

/** yyyy-mm-dd in the zone: what Books calls a date. */
export function dayOf(at: number, zone = "Asia/Kolkata"): string {
  return local(at, zone).toISOString().slice(0, 10);
}

/** `2013-11-18T02:17:40+0530`: Books' timestamps have an offset without a colon. */
export function stampOf(at: number, zone = "Asia/Kolkata"): string {
  const east = MINUTES_EAST[zone] ?? 0;
  return `${local(at, zone).toISOString().slice(0, 19)}+${pad(Math.floor(east / 60))}${pad(east % 60)}`;
}

/** `Sep 18, 2025, 11:17 am`: Payments' `date_formatted`. */
export function paymentDate(at: number, zone = "Asia/Kolkata"): string {
  const day = local(at, zone);
  return `${MONTHS[day.getUTCMonth()]} ${pad(day.getUTCDate())}, ${day.getUTCFullYear()}, ${timeOf(at, zone).toLowerCase()}`;
}

/** `2:38 AM`. */
export function timeOf(at: number, zone = "Asia/Kolkata"): string {
  const day = local(at, zone);
  const hour = day.getUTCHours();
  return `${hour % 12 === 0 ? 12 : hour % 12}:${pad(day.getUTCMinutes())} ${hour < 12 ? "AM" : "PM"}`;
}

/** `18 Sep 2025` for people, from yyyy-mm-dd. */
export function readableDay(day: string): string {
  const [year = "", month = "1", date = ""] = day.split("-");
  return `${date} ${MONTHS[Number(month) - 1] ?? ""} ${year}`;
}

/** True for a real calendar day written yyyy-mm-dd. */
export function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === value;
}

/** Epoch milliseconds of the start of a yyyy-mm-dd in the zone. */
export function startOfDay(day: string, zone = "Asia/Kolkata"): number {
  return Date.parse(`${day}T00:00:00Z`) - (MINUTES_EAST[zone] ?? 0) * 60_000;
}
