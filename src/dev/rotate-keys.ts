import { Settings } from "../environment.ts";
import { openLedger } from "../ledger/client.ts";
import { parseKeyRing } from "../security/key-ring.ts";
import { readEnvironment } from "./doctor/environment.ts";
import { rotateKeys } from "./rotate/rotate-keys.ts";

const Needed = Settings.pick({ DATABASE_URL: true, DATABASE_AUTH_TOKEN: true, ENCRYPTION_KEYS: true });

async function run(): Promise<number> {
  const { environment } = await readEnvironment(process.argv.slice(2));
  const settings = Needed.safeParse(environment);
  if (!settings.success) {
    for (const { path, message } of settings.error.issues) console.error(`${path.join(".")} ${message}`);
    return 2;
  }
  const { DATABASE_URL: url, DATABASE_AUTH_TOKEN: authToken, ENCRYPTION_KEYS } = settings.data;
  const ring = await parseKeyRing(ENCRYPTION_KEYS);
  const { resealed, lost } = await rotateKeys(openLedger({ url, authToken }), ring);
  console.log(`${resealed} sealed anew with ${ring.sealing.id}.`);
  if (lost.length === 0) {
    console.log("Every secret of the ledger opens with it: older keys may leave the ring after twelve hours.");
    return 0;
  }
  for (const { kind, organizationId, keyId } of lost) {
    console.error(`A ${kind} of organization ${organizationId} is sealed with key ${keyId} and does not open.`);
  }
  console.error("Put that key back into the ring and run this again, or connect the organization again.");
  return 1;
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
