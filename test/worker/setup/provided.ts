/** What the set-up hands to the tests, and to the Worker they run against. */
export interface Provided {
  workerSettings: Record<string, string>;
  zohoUrl: string;
}

declare module "vitest" {
  interface ProvidedContext extends Provided {}
}
