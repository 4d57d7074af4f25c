/** Integer paise, the only money the simulator keeps. ₹1.00 is 100. */
export type Paise = number;

const DECIMAL = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/**
 * Reads rupees written as a JSON number or a decimal string with at most two places.
 * Anything else (negative, three places, exponent, NaN, other types) is undefined.
 */
export function paiseFrom(value: unknown): Paise | undefined {
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const match = DECIMAL.exec(String(value));
  if (match === null) return undefined;
  return Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0"));
}

/** A JSON number of rupees, as Books and Invoice emit money: 24599950 → 245999.5. */
export function rupees(paise: Paise): number {
  return paise / 100;
}

/** A string with two places, as Payments emits money: 10050 → "100.50". */
export function decimal(paise: Paise): string {
  const whole = Math.trunc(paise / 100);
  return `${whole}.${String(paise % 100).padStart(2, "0")}`;
}

const SYMBOLS: Record<string, string> = { INR: "₹", USD: "$" };

/** What people read, with Indian grouping for rupees: 24599950 → "₹2,45,999.50". */
export function formatMoney(paise: Paise, currency = "INR"): string {
  const [whole = "0", fraction = "00"] = decimal(Math.abs(paise)).split(".");
  const head = whole.slice(0, -3);
  const grouped =
    currency === "INR" ? head.replace(/\B(?=(\d{2})+(?!\d))/g, ",") : head.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const digits = head === "" ? whole : `${grouped},${whole.slice(-3)}`;
  return `${paise < 0 ? "-" : ""}${SYMBOLS[currency] ?? `${currency} `}${digits}.${fraction}`;
}
