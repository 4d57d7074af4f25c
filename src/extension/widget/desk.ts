import type { Api, Problem } from "./api.ts";
import type { Host } from "./host.ts";
import type { Following } from "./live.tsx";
import type { Screen } from "./screen.ts";

/** What every part of the widget works with. */
export interface Desk {
  host: Host;
  api: Api;
  screen: Screen;
  /** The organization's own. */
  timeZone: string;
  /** The name of what the invoice is in. */
  billing: string;
  /** Our server's clock minus this browser's, ms: a till's own clock may be minutes off. */
  skew: number;
  /** Looks at the invoice anew and shows what can be done. */
  begin(): Promise<void>;
  follow(collectionId: string, how?: Following): void;
  refused(problem: Problem): void;
}
