import { isLoopback, Settings } from "../../environment.ts";
import { parseKeyRing } from "../../security/key-ring.ts";
import type { Environment } from "./environment.ts";
import { bad, type Finding, good, warn } from "./finding.ts";

/** Variables whose value is nobody's business. */
const SECRET = /KEY|SECRET|TOKEN/;

/** Looks at every variable; the settings when all of them can be used. Values of secrets are never shown. */
export async function checkSettings(
  environment: Environment,
): Promise<{ findings: Finding[]; settings: Settings | null }> {
  const parsed = Settings.safeParse(environment);
  const problems = new Map(
    (parsed.error?.issues ?? []).map((issue) => {
      const name = String(issue.path[0]);
      return [name, environment[name] === undefined ? "is not set" : issue.message];
    }),
  );
  const findings = Object.keys(Settings.shape).flatMap((name): Finding[] => {
    const problem = problems.get(name);
    const value = environment[name];
    if (problem !== undefined) return [bad(name, problem)];
    if (value === undefined) return [];
    return [good(name, SECRET.test(name) ? "is set" : value)];
  });
  if (!parsed.success) return { findings, settings: null };
  const { data: settings } = parsed;
  findings.push(...together(settings), await keyRing(settings));
  return { findings, settings };
}

/** What is wrong between variables that are right by themselves. */
function together(settings: Settings): Finding[] {
  const findings: Finding[] = [];
  const local = isLoopback(settings);
  if (!settings.PUBLIC_URL.startsWith("https://") && !local) {
    findings.push(bad("PUBLIC_URL", "must begin with https://: session cookies are sent over nothing else"));
  }
  if (new URL(settings.PUBLIC_URL).pathname !== "/") {
    findings.push(bad("PUBLIC_URL", "must be the address of the Worker alone, without a path"));
  }
  const replaced = (["ZOHO_ACCOUNTS_URL", "ZOHO_PAYMENTS_URL", "ZOHO_API_URL"] as const).filter(
    (name) => settings[name],
  );
  if (replaced.length > 0 && !local) {
    findings.push(warn(replaced.join(", "), "takes the place of Zoho's own address; leave it out in production"));
  }
  if (settings.DEMO_API_KEY !== undefined && !local) {
    findings.push(warn("DEMO_API_KEY", "is for the demo on one machine and opens nothing here; leave it out"));
  }
  if (settings.ZOHO_CLIENT_ID === settings.ZOHO_PAYMENTS_CLIENT_ID) {
    const message = "is the same as ZOHO_CLIENT_ID: Zoho Payments needs a client of its own, of type ORG";
    findings.push(bad("ZOHO_PAYMENTS_CLIENT_ID", message));
  }
  return findings;
}

async function keyRing({ ENCRYPTION_KEYS }: Settings): Promise<Finding> {
  try {
    const { sealing, byId } = await parseKeyRing(ENCRYPTION_KEYS);
    return good("key ring", `${byId.size} key${byId.size === 1 ? "" : "s"}; ${sealing.id} seals`);
  } catch (error) {
    return bad("key ring", error instanceof Error ? error.message : "cannot be read");
  }
}
