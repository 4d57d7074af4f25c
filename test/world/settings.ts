import { Settings } from "../../src/environment.ts";

/** The settings of the Worker in a world. */
export const SETTINGS = Settings.parse({
  DATABASE_URL: "http://127.0.0.1:9",
  ENCRYPTION_KEYS: `one:${btoa("0123456789abcdef0123456789abcdef")}`,
  PUBLIC_URL: "https://connector.test",
  ZOHO_CLIENT_ID: "a",
  ZOHO_CLIENT_SECRET: "b",
  ZOHO_PAYMENTS_CLIENT_ID: "c",
  ZOHO_PAYMENTS_CLIENT_SECRET: "d",
});
