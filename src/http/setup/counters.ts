import type { OrganizationId } from "../../collection/ids.ts";
import { TerminalId } from "../../collection/ids.ts";
import { addCounter, type Counter, type CounterSaved, changeCounter, findCounter } from "../../ledger/counters.ts";
import type { Dependencies } from "../dependencies.ts";
import { counterId } from "../schemas.ts";

export type CounterForm =
  | { kind: "saved"; words: string }
  | { kind: "errors"; errors: Record<string, string> }
  /** There is no such counter in use; nothing was done. */
  | { kind: "nothing" };

/** Adds a counter (`id` null: the form brings the new one's) or changes one, as a form of the set-up asks. */
export async function saveCounter(
  { ledger, now }: Pick<Dependencies, "ledger" | "now">,
  organizationId: OrganizationId,
  id: string | null,
  values: Record<string, string>,
): Promise<CounterForm> {
  const own = counterId.safeParse(id ?? values.id);
  if (!own.success) return { kind: "nothing" };
  const read = readFields(values);
  if ("errors" in read) return { kind: "errors", errors: read.errors };
  if (id !== null) {
    const saved = await changeCounter(ledger, { organizationId, id: own.data }, read);
    return saved ? outcome(saved) : { kind: "nothing" };
  }
  const counter: Counter = { organizationId, id: own.data, ...read, createdAt: now(), retiredAt: null };
  const saved = await addCounter(ledger, counter);
  if (saved.kind === "taken" && saved.field === "id") {
    // The same form sent twice: the counter is there.
    const there = await findCounter(ledger, organizationId, own.data);
    return there ? { kind: "saved", words: wordsFor(there) } : { kind: "nothing" };
  }
  return outcome(saved);
}

function readFields({ name = "", terminal_id = "", location_id = "" }: Record<string, string>) {
  const errors: Record<string, string> = {};
  if (name === "") errors.name = "Give the counter a name.";
  else if (name.length > 60) errors.name = "At most 60 characters.";
  const terminalId = TerminalId.safeParse(terminal_id);
  if (terminal_id === "") errors.terminal_id = "Enter the terminal's ID.";
  else if (!terminalId.success || !/^[\x21-\x7e]{1,64}$/.test(terminal_id)) {
    errors.terminal_id = "Letters, digits and signs without spaces, as the device shows it.";
  }
  if (Object.keys(errors).length > 0 || !terminalId.success) return { errors };
  return { name, terminalId: terminalId.data, locationId: location_id.slice(0, 64) || null };
}

function outcome(saved: CounterSaved): CounterForm {
  if (saved.kind === "saved") return { kind: "saved", words: wordsFor(saved.counter) };
  const field = saved.field === "terminal_id" ? "terminal_id" : "name";
  const words = { terminal_id: "Another counter has this terminal.", name: "Another counter has this name." };
  if (saved.elsewhere) return { kind: "errors", errors: { terminal_id: ELSEWHERE } };
  return { kind: "errors", errors: { [field]: `${words[field]} Choose another, or retire that one first.` } };
}

const ELSEWHERE =
  "Another organization with the same Zoho Payments account has a counter with this terminal. Retire it there first.";

const wordsFor = ({ name, terminalId }: Counter): string => `${name}, terminal ${terminalId}`;
