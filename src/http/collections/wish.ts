import { objection } from "../../collection/by-human.ts";
import type { Outcome } from "../../collection/events.ts";
import { type CollectionView, view } from "../../collection/view.ts";
import { findOrganization } from "../../ledger/organizations.ts";
import { recordingSettings } from "../../ledger/settings.ts";
import type { HumanWish, WishAnswer } from "../../terminal/rpc.ts";
import type { Dependencies } from "../dependencies.ts";
import { type Problem, TERMINAL_AWAY } from "../errors.ts";
import type { Identity } from "../identity.ts";
import { type Known, known, unfinished } from "./current.ts";

/** What someone wants of a collection; what else the terminal needs for it is added here. */
export type Wanted =
  | { action: "cancel" | "check" | "retry_recording" }
  | { action: "resolve"; outcome: Outcome; reason: string; reference: string | null };

export type WishOutcome = { kind: "done"; view: CollectionView } | { kind: "refused"; problem: Problem };

/** Carries a person's wish to the collection's terminal, its single writer, and tells what came of it. */
export async function wish(
  deps: Pick<Dependencies, "ledger" | "terminal" | "now" | "log">,
  identity: Identity,
  id: string,
  wanted: Wanted,
): Promise<WishOutcome> {
  const found = await known(deps, identity.organizationId, id);
  if (!found) return refused(UNKNOWN);
  const full = await complete(deps, found, wanted, identity.by);
  let answer: WishAnswer;
  try {
    answer = await carry(deps, found, full);
  } catch (error) {
    deps.log({ event: "wish_not_carried", collection: id, reason: error instanceof Error ? error.message : "unknown" });
    return refused(TERMINAL_AWAY);
  }
  switch (answer.kind) {
    case "done":
      return answer;
    case "objection":
      return refused({ code: "action_not_possible", message: answer.message });
    case "unknown":
      return forgotten(found, wanted, deps.now());
  }
}

export const UNKNOWN: Problem = {
  code: "unknown_collection",
  message: "Your organization has no collection with this id.",
};

/** A terminal that does not know what is left to do was never told of it, or let it go: it takes it back. */
async function carry(deps: Pick<Dependencies, "terminal">, found: Known, full: HumanWish): Promise<WishAnswer> {
  const { collection, history } = found;
  const terminal = deps.terminal(collection.organizationId, collection.terminalId);
  const answer = await terminal.wish(collection.id, full);
  if (answer.kind !== "unknown" || !unfinished(collection)) return answer;
  await terminal.accept(collection, history);
  return terminal.wish(collection.id, full);
}

async function complete(
  deps: Pick<Dependencies, "ledger">,
  { collection }: Known,
  wanted: Wanted,
  by: string,
): Promise<HumanWish> {
  if (wanted.action === "resolve") return { ...wanted, by };
  if (wanted.action !== "retry_recording") return { action: wanted.action, by };
  const organization = await findOrganization(deps.ledger, collection.organizationId);
  const settings = organization
    ? recordingSettings(organization.settings, organization.timeZone, collection.method)
    : collection.recording.settings;
  return { action: "retry_recording", settings, by };
}

/** What is long over answers from the ledger. */
function forgotten({ collection, history }: Known, wanted: Wanted, now: number): WishOutcome {
  const message = objection(collection, wanted, now);
  if (message !== null) return refused({ code: "action_not_possible", message });
  return wanted.action === "check" ? { kind: "done", view: view(collection, history, null) } : refused(TERMINAL_AWAY);
}

const refused = (problem: Problem): WishOutcome => ({ kind: "refused", problem });
