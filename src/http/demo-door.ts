import { isLoopback, type Settings } from "../environment.ts";
import type { Ledger } from "../ledger/client.ts";
import { firstOrganization } from "../ledger/organizations.ts";
import { sameSecret } from "../security/api-key.ts";
import type { NewSession } from "../security/staff-session.ts";
import type { Identity } from "./identity.ts";

/**
 * The demo's door, all of it: a fixed API key, and a staff session for whoever opens the collect page. It is shut
 * unless `DEMO_API_KEY` is set and every Zoho address is on this machine, so no money and no customer is behind it.
 */
export const isDemo = (settings: Settings): boolean => settings.DEMO_API_KEY !== undefined && isLoopback(settings);

/** True for the demo's key, open door or not. */
export const isDemoKey = async (settings: Settings, key: string): Promise<boolean> =>
  settings.DEMO_API_KEY !== undefined && (await sameSecret(settings.DEMO_API_KEY, key));

/** Whom the demo's key stands for when the ledger does not know it: the first organization. */
export async function demoIdentity(ledger: Ledger): Promise<Identity | null> {
  const organization = await firstOrganization(ledger);
  return organization && { organizationId: organization.id, by: "demo API key", kind: "api_key", role: "admin" };
}

/** The session the demo gives to whoever comes; null when the door is shut. */
export function demoSession(settings: Settings, organizationId: NewSession["organizationId"]): NewSession | null {
  return isDemo(settings) ? { organizationId, by: "demo cashier", role: "admin", demo: true } : null;
}
