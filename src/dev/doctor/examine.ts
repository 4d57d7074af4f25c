import type { Settings } from "../../environment.ts";
import { checkLedger } from "./check-ledger.ts";
import { checkSettings } from "./check-settings.ts";
import { checkZoho } from "./check-zoho.ts";
import type { Environment } from "./environment.ts";
import type { Finding } from "./finding.ts";

export interface Examination {
  findings: Finding[];
  /** Null when anything is bad. */
  settings: Settings | null;
}

/** Everything that must be right before a deployment can work. Changes nothing anywhere. */
export async function examine(environment: Environment, options: { migrates: boolean }): Promise<Examination> {
  const { findings, settings } = await checkSettings(environment);
  if (settings === null) return { findings, settings };
  const [ledger, zoho] = await Promise.all([checkLedger(settings, options.migrates), checkZoho(settings)]);
  findings.push(...ledger, ...zoho);
  return { findings, settings: findings.some(({ state }) => state === "bad") ? null : settings };
}
