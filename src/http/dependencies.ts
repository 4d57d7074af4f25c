import type { OrganizationId, TerminalId } from "../collection/ids.ts";
import type { Settings } from "../environment.ts";
import type { Ledger } from "../ledger/client.ts";
import type { NotifierRpc } from "../notifier/rpc.ts";
import type { Log } from "../objects/ports.ts";
import type { OrganizationRpc } from "../organization/rpc.ts";
import type { TerminalRpc } from "../terminal/rpc.ts";
import type { Transport } from "../zoho/transport.ts";

/** A terminal's object as a route reaches it; `fetch` takes a WebSocket upgrade on `/{collection id}`. */
export type TerminalStub = TerminalRpc & { fetch(request: Request): Promise<Response> };

/** What requests are counted by (wrangler.toml). */
export type LimitKind = "key" | "staff" | "visitor" | "hook";

/** Everything a route may touch outside itself; made anew for each request. */
export interface Dependencies {
  settings: Settings;
  ledger: Ledger;
  transport: Transport;
  now(): number;
  randomBytes(count: number): Uint8Array;
  terminal(organization: OrganizationId, terminal: TerminalId): TerminalStub;
  organization(organization: OrganizationId): OrganizationRpc;
  /** Makes the organization's object drop what it holds of the grants: they have changed. */
  reconnected(organization: OrganizationId): Promise<void>;
  notifier(organization: OrganizationId): NotifierRpc;
  /** Work that goes on after the answer; it must not reject. */
  later(work: Promise<unknown>): void;
  /** A static asset of this build by its path; absent where none are served. */
  asset?(path: string): Promise<Response>;
  /** Resolves after `ms`. */
  wait(ms: number): Promise<void>;
  /**
   * False when `who` has asked too often in the last minute: an API key, a staff member, a visitor's address, or the
   * sender of an organization's webhook. Absent where nothing counts.
   */
  mayGoOn?(kind: LimitKind, who: string): Promise<boolean>;
  log: Log;
}
