import { OrganizationSettings } from "../../ledger/settings.ts";
import { PAYMENT_MODES } from "../../views/setup/recording.tsx";

export type ReadRecording = { settings: OrganizationSettings; words: string } | { errors: Record<string, string> };

const METHODS = ["card", "upi"] as const;

/** The recording form as settings, or what is wrong beside which field. What it does not show stays as it was. */
export function readRecording(values: Record<string, string>, before: OrganizationSettings): ReadRecording {
  const errors: Record<string, string> = {};
  const modes = { ...before.payment_modes };
  const accounts = { ...before.deposit_accounts };
  for (const method of METHODS) {
    const own = values[`own_mode_${method}`] ?? "";
    const listed = PAYMENT_MODES.find(({ id }) => id === values[`mode_${method}`]);
    if (own.length > 100) errors[`own_mode_${method}`] = "At most 100 characters.";
    else if (own) modes[method] = own;
    else if (listed) modes[method] = listed.id;
    const account = values[`account_${method}`];
    if (account !== undefined && !/^\d{0,25}$/.test(account)) {
      errors[`account_${method}`] = "Choose an account from the list.";
    } else if (account !== undefined) accounts[method] = account || null;
  }
  const zone = values.time_zone ?? "";
  if (zone && !isTimeZone(zone)) errors.time_zone = "Not a known time zone; write it as Asia/Kolkata.";
  if (Object.keys(errors).length > 0) return { errors };
  const settings = OrganizationSettings.parse({
    ...before,
    payment_modes: modes,
    deposit_accounts: accounts,
    comment_on_invoice: values.comment === "yes",
    time_zone: zone || null,
  });
  return { settings, words: `card as ${modes.card}, UPI as ${modes.upi}` };
}

function isTimeZone(zone: string): boolean {
  try {
    // Offsets such as +05:30 are formatted too, and are no zone: they know no summer.
    return /^[A-Za-z]/.test(zone) && Boolean(new Intl.DateTimeFormat("en", { timeZone: zone }));
  } catch {
    return false;
  }
}
