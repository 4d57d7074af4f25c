import { migrateLedger } from "./migrate-ledger.ts";

const migrated = await migrateLedger(process.env);
if (migrated.kind === "current") {
  const { applied, database } = migrated;
  const what =
    applied === 0 ? "was current already" : `is current: ${applied} migration${applied === 1 ? "" : "s"} applied`;
  console.log(`The ledger at ${database} ${what}.`);
} else {
  const { setting, message } = migrated;
  console.error(
    setting === null ? `The migration failed, and nothing was changed: ${message}` : `${setting} ${message}`,
  );
  process.exitCode = 1;
}
