import type { Settings } from "../../environment.ts";
import { accountsClient, type OAuthClient } from "../../zoho/accounts/client.ts";
import { homeDataCentre } from "../../zoho/data-centres.ts";
import { fetchTransport } from "../../zoho/transport.ts";
import { bad, type Finding, good, warn } from "./finding.ts";

const PATIENCE = 8_000;
/** Signatures of webhooks are refused at five minutes; sessions and codes live for minutes too. */
const CLOCK_MAY_DIFFER = 60_000;

/** Whether Zoho's hosts answer from here, Zoho knows both clients, and this machine's clock agrees with Zoho's. */
export async function checkZoho(settings: Settings): Promise<Finding[]> {
  const { accounts, api, payments } = homeDataCentre(settings);
  const hosts = [accounts, api, ...(payments === null ? [] : [payments])];
  const answers = await Promise.all(hosts.map(reach));
  const findings = answers.map(({ finding }) => finding);
  const date = answers.find((answer) => answer.date !== null)?.date ?? null;
  if (date !== null) findings.push(clock(date));
  if (answers[0]?.finding.state !== "good") return findings;
  const { ZOHO_CLIENT_ID, ZOHO_CLIENT_SECRET, ZOHO_PAYMENTS_CLIENT_ID, ZOHO_PAYMENTS_CLIENT_SECRET } = settings;
  findings.push(
    await client(accounts, "ZOHO_CLIENT", { id: ZOHO_CLIENT_ID, secret: ZOHO_CLIENT_SECRET }),
    await client(accounts, "ZOHO_PAYMENTS_CLIENT", {
      id: ZOHO_PAYMENTS_CLIENT_ID,
      secret: ZOHO_PAYMENTS_CLIENT_SECRET,
    }),
  );
  return findings;
}

async function reach(url: string): Promise<{ finding: Finding; date: number | null }> {
  const { origin } = new URL(url);
  try {
    const response = await fetch(origin, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    const date = Date.parse(response.headers.get("date") ?? "");
    return { finding: good(origin, "answers"), date: Number.isNaN(date) ? null : date };
  } catch {
    return { finding: bad(origin, "does not answer from this machine"), date: null };
  }
}

function clock(theirs: number): Finding {
  const seconds = Math.round(Math.abs(Date.now() - theirs) / 1_000);
  if (seconds * 1_000 <= CLOCK_MAY_DIFFER) return good("clock", `agrees with Zoho's to ${seconds} s`);
  return bad("clock", `differs from Zoho's by ${seconds} s: set this machine's clock`);
}

/**
 * Asks for a token with a refresh token that cannot exist: Zoho first says whether it knows the client, and its words
 * for the token come only then.
 */
async function client(accountsUrl: string, name: string, { id, secret }: OAuthClient): Promise<Finding> {
  const transport = fetchTransport();
  const accounts = accountsClient((request) => transport({ ...request, timeoutMs: PATIENCE }), Date.now);
  const answer = await accounts.refresh(accountsUrl, { id, secret }, "1000.doctor.doctor");
  if (answer.kind === "refused" && answer.code.startsWith("invalid_client")) {
    return bad(`${name}_ID/_SECRET`, `Zoho does not know it (${answer.code}): compare with the Developer Console`);
  }
  if (answer.kind === "refused") return good(`${name}_ID/_SECRET`, "Zoho knows it");
  return warn(`${name}_ID/_SECRET`, `Zoho did not say whether it knows it (${answer.kind})`);
}
