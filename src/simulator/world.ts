import type { AccountsState } from "./accounts/state.ts";
import type { Organization } from "./books/state.ts";
import type { CallLog } from "./calls.ts";
import type { Installed } from "./extension/state.ts";
import type { FaultList } from "./faults.ts";
import type { Ids } from "./ids.ts";
import type { PaymentsAccount, Terminal } from "./payments/state.ts";
import type { SimulatorSettings } from "./settings.ts";
import type { Happening } from "./webhooks/happening.ts";

/** The injected time, with an offset a demo may push forward. */
export type Clock = { now(): number; advance(ms: number): void; readonly offset: number };

/** All that the handlers share: Zoho's state and the injected surroundings. */
export type World = {
  clock: Clock;
  random: () => number;
  sleep: (ms: number) => Promise<void>;
  settings: SimulatorSettings;
  faults: FaultList;
  calls: CallLog;
  ids: Ids;
  /** Origin of the simulator as clients reach it; "" means the origin of the request. */
  publicUrl: string;
  /** Origin of the connector, behind the Collect via POS button. */
  collectUrl: string;
  accounts: AccountsState;
  payments: Map<string, PaymentsAccount>;
  /** Every terminal of every account; a terminal belongs to one account. */
  terminals: Map<string, Terminal>;
  books: Map<string, Organization>;
  /** Extensions, by the organization they are installed in. */
  extensions: Map<string, Installed>;
  /** API calls under way, by service and organization. */
  underWay: Map<string, number>;
  /** Called with everything a webhook may tell of. */
  happened(happening: Happening): void;
  /** Called after every change of state, for persistence. */
  changed(): void;
};

/** A clock over `now` that starts with no offset. */
export function createClock(now: () => number): Clock {
  let offset = 0;
  return {
    now: () => now() + offset,
    advance(ms) {
      offset += ms;
    },
    get offset() {
      return offset;
    },
  };
}
