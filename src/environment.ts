import { z } from "zod";

const url = (name: string) =>
  z
    .string()
    .trim()
    .refine((value) => URL.canParse(value), `${name} must be an address such as https://example.com`)
    .transform((value) => value.replace(/\/+$/, ""));

const text = z.string().trim().min(1, "must not be empty");

/** The settings of a deployment (DESIGN §6). Everything a person configures is here, and nothing else is read. */
export const Settings = z.object({
  DATABASE_URL: z
    .string()
    .trim()
    .regex(/^(libsql|https?):\/\/[^\s"']+$/, "must begin with libsql://, https:// or http:// and hold no quotes"),
  DATABASE_AUTH_TOKEN: text.optional(),
  /** A ring: `id:base64key,id:base64key`; the first seals, all open. */
  ENCRYPTION_KEYS: text.regex(
    /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=(,[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/]{43}=)*$/,
    "must be id:key pairs joined by commas, each key 32 bytes in base64",
  ),
  PUBLIC_URL: url("PUBLIC_URL"),
  ZOHO_CLIENT_ID: text,
  ZOHO_CLIENT_SECRET: text,
  ZOHO_PAYMENTS_CLIENT_ID: text,
  ZOHO_PAYMENTS_CLIENT_SECRET: text,
  ZOHO_ACCOUNTS_URL: url("ZOHO_ACCOUNTS_URL").optional(),
  ZOHO_PAYMENTS_URL: url("ZOHO_PAYMENTS_URL").optional(),
  ZOHO_API_URL: url("ZOHO_API_URL").optional(),
  /** Only these may be connected, ids joined by commas; any when unset. Outside Zoho it is the Payments account's id. */
  ALLOWED_ORGANIZATIONS: text
    .regex(/^\d{1,20}(\s*,\s*\d{1,20})*$/, "must be organization ids joined by commas")
    .transform((list) => list.split(",").map((id) => id.trim()))
    .optional(),
  /** Opens the demo's door; refused unless all three Zoho addresses are on this machine. */
  DEMO_API_KEY: text.optional(),
});
export type Settings = z.infer<typeof Settings>;

/** Reads the settings, or throws one error that names every variable that is missing or wrong. */
export function readSettings(environment: unknown): Settings {
  const parsed = Settings.safeParse(environment);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
  throw new Error(`Settings: ${problems.join("; ")}`);
}

/** True when this deployment talks to a Zoho look-alike on this machine only. */
export function isLoopback(settings: Settings): boolean {
  const addresses = [settings.ZOHO_ACCOUNTS_URL, settings.ZOHO_PAYMENTS_URL, settings.ZOHO_API_URL];
  return addresses.every((address) => address !== undefined && LOOPBACK.has(new URL(address).hostname));
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);
