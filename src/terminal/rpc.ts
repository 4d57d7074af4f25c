import type { HumanAction } from "../collection/by-human.ts";
import type { Collection, HistoryEntry, RecordingSettings } from "../collection/collection.ts";
import type { CollectionEvent, Outcome } from "../collection/events.ts";
import type { CollectionId, OrganizationId, TerminalId } from "../collection/ids.ts";
import type { CollectionView } from "../collection/view.ts";

/** A person's or program's wish about one collection. `by` goes into the history. */
export type HumanWish = { by: string } & (
  | { action: "cancel" }
  | { action: "check" }
  | { action: "retry_recording"; settings: RecordingSettings }
  | { action: "resolve"; outcome: Outcome; reason: string; reference: string | null }
);

export type WishAnswer =
  | { kind: "done"; view: CollectionView }
  | { kind: "objection"; action: HumanAction; message: string }
  | { kind: "unknown" };

/** What programs tell a terminal about one of its collections. */
export type Notice = Extract<CollectionEvent, { type: "hinted" | "acknowledged" | "refund_seen" }>;

/** What a terminal's object answers. Every call may be repeated without harm. */
export interface TerminalRpc {
  /**
   * Takes a collection from the ledger into its queue and, when the terminal is free, sends it at once: resolves when
   * the first call to Zoho is answered, or after a few seconds, with the state as it is then.
   */
  accept(collection: Collection, history: HistoryEntry[]): Promise<CollectionView>;
  /** The truth about a collection of this terminal; null when it is not here (never told, or long done). */
  read(id: CollectionId): Promise<CollectionView | null>;
  wish(id: CollectionId, wish: HumanWish): Promise<WishAnswer>;
  notice(id: CollectionId, notice: Notice): Promise<CollectionView | null>;
  /** Tells the ledger all it does not know yet, now; false when the ledger is away. */
  flush(): Promise<boolean>;
  /** Makes sure of a collection the ledger believes open: the sweep (P5). */
  remind(collection: Collection): Promise<void>;
}

/** The object's name: one per organization and terminal. */
export const terminalName = (organizationId: OrganizationId, terminalId: TerminalId): string =>
  `${organizationId}/${terminalId}`;
