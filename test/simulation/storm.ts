import type { FaultRule, Simulator } from "../../src/simulator/index.ts";
import type { VirtualClock } from "../world/clock.ts";
import type { Fate } from "../world/host.ts";
import type { Weather } from "../world/ledger.ts";
import type { Random } from "../world/random.ts";

/** How bad a run is; drawn from its seed, so that calm and terrible days both happen. */
export interface Storm {
  /** Chance per await of an object. */
  crash: number;
  /** Chance per route call of the Worker. */
  workerCrash: number;
  alarmLate: number;
  alarmTwice: number;
  alarmLost: number;
  /** Chance per call to Zoho that something of the list happens to it. */
  zoho: number;
  ledger: number;
  /** How many outages, and how long at most, ms. */
  outages: number;
  outageLasts: number;
  tokensDie: number;
  clockJumps: number;
}

export const CALM: Storm = {
  crash: 0,
  workerCrash: 0,
  alarmLate: 0,
  alarmTwice: 0,
  alarmLost: 0,
  zoho: 0,
  ledger: 0,
  outages: 0,
  outageLasts: 0,
  tokensDie: 0,
  clockJumps: 0,
};

/** Its kind follows from the seed's place, so that any ten days in a row have calm ones and terrible ones. */
export function drawStorm(seed: number, random: Random): Storm {
  const kind = (seed * GOLDEN) % 1;
  if (kind < 0.1) return CALM;
  // Crashes alone: nothing is lost but memory, and the alarms must be enough.
  if (kind < 0.25) return { ...CALM, crash: 0.005 + random.next() * 0.04 };
  const heavy = kind > 0.6 ? 1 : 0.3;
  const amount = (most: number): number => random.next() * most * heavy;
  return {
    // On some bad days nobody dies: what the living promise of their polls is seen then.
    crash: random.chance(0.3) ? 0 : amount(0.02),
    workerCrash: amount(0.05),
    alarmLate: amount(0.1),
    alarmTwice: amount(0.1),
    alarmLost: amount(0.3),
    zoho: amount(0.25),
    ledger: amount(0.1),
    outages: random.between(0, 4),
    outageLasts: random.pick([5_000, 60_000, 60_000, 600_000, 600_000, 3 * 3_600_000]),
    tokensDie: random.between(0, 3),
    clockJumps: random.chance(0.3) ? random.between(1, 3) : 0,
  };
}

/** Its multiples lie evenly between whole numbers. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

export interface Counted {
  crashes: number;
  faults: Map<string, number>;
}

/** Fate of the objects under this storm, until `calm` is called. */
export function stormyFate(storm: Storm, random: Random, counted: Counted): Fate & { calm(): void } {
  let over = false;
  const when = (chance: number): boolean => !over && chance > 0 && random.chance(chance);
  const count = (what: string): true => {
    counted.faults.set(what, (counted.faults.get(what) ?? 0) + 1);
    return true;
  };
  return {
    crash: () => {
      if (!when(storm.crash)) return false;
      counted.crashes += 1;
      return true;
    },
    alarmLate: () =>
      when(storm.alarmLate) && count("alarm late") ? random.between(0, random.pick([500, 5_000, 60_000])) : 0,
    alarmLost: () => when(storm.alarmLost) && count("alarm lost"),
    alarmTwice: () => when(storm.alarmTwice) && count("alarm twice"),
    calm: () => {
      over = true;
    },
  };
}

/** The way to the database under this storm: time, refusals before and silence after it took effect, outages. */
export function stormyWeather(
  storm: Storm,
  random: Random,
  clock: VirtualClock,
  counted: Counted,
): Weather & { calm(): void } {
  let over = false;
  const from = clock.now();
  const outages = windows(storm, random, from);
  const count = (what: string): void => {
    counted.faults.set(what, (counted.faults.get(what) ?? 0) + 1);
  };
  const weather = async (work: () => Promise<unknown>): Promise<unknown> => {
    await clock.sleep(random.between(1, 8));
    const now = clock.now();
    if (!over && outages.some(([start, end]) => now >= start && now < end)) {
      count("ledger away");
      await clock.sleep(random.pick([5, 10_000]));
      throw new Error("the ledger is away");
    }
    if (over || !random.chance(storm.ledger)) return work();
    count("ledger fault");
    if (random.chance(0.5)) throw new Error("the ledger refused the connection");
    await work();
    throw new Error("the ledger's answer was lost");
  };
  return Object.assign(weather, {
    calm: () => {
      over = true;
    },
  });
}

const ROUTES = [
  "payments.create",
  "payments.retrieve",
  "payments.list",
  "books.invoice",
  "books.invoices",
  "books.invoice_payments",
  "books.customer_payments",
  "books.record",
  "accounts.token",
] as const;

/** Rules for the simulated Zoho. A clear refusal never has an effect: that much of a server's word is assumed. */
export function stormyZoho(storm: Storm, random: Random, clock: VirtualClock, zoho: Simulator): void {
  if (storm.zoho > 0) {
    for (const route of ROUTES) for (const rule of faultsOf(route, storm.zoho, random)) zoho.faults.add(rule);
  }
  for (const service of ["payments", "books", "accounts"] as const) {
    for (const [from, until] of windows(storm, random, clock.now())) {
      zoho.faults.add({ ...outage(random), service, from, until });
    }
  }
  for (let i = 0; i < storm.tokensDie; i++) {
    clock.at(clock.now() + random.between(0, 3_600_000), () => zoho.accounts.expireAccessTokens());
  }
  if (random.chance(storm.zoho)) {
    clock.at(clock.now() + random.between(0, 1_800_000), () => zoho.accounts.throttle(true));
    clock.at(clock.now() + 2_400_000, () => zoho.accounts.throttle(false));
  }
}

function faultsOf(route: (typeof ROUTES)[number], most: number, random: Random): FaultRule[] {
  // Where an answer lost does the most harm, it is lost most often.
  const probability = random.next() * most * (route === "books.record" || route === "payments.create" ? 0.4 : 0.2);
  const one = { route, probability };
  const refusal = { code: "error", message: "Not Authorised" };
  const rules: FaultRule[] = [
    { ...one, kind: "delay", ms: random.between(100, 40_000), when: random.pick(["before", "after"] as const) },
    { ...one, kind: "drop_before" },
    { ...one, kind: "drop_after" },
    { ...one, kind: "hang", when: random.pick(["before", "after"] as const) },
    { ...one, kind: "html", when: random.pick(["before", "after"] as const) },
    { ...one, kind: "truncated" },
    { ...one, kind: "garbage" },
    { ...one, kind: "status", status: 500, when: random.pick(["before", "after"] as const) },
    { ...one, kind: "status", status: 503, when: "before" },
    { ...one, kind: "status", status: 429, when: "before" },
    { ...one, kind: "status", status: 401, when: "before", body: refusal },
    { ...one, kind: "status", status: 403, when: "before", body: { code: "forbidden", message: "?" } },
    { ...one, kind: "status", status: 404, when: "before", body: { code: "resource_does_not_exist", message: "?" } },
  ];
  // What a session's amount and status say before it is created is not the point; the polls and records are.
  if (route === "payments.retrieve") rules.push({ ...one, kind: "unknown_status" }, { ...one, kind: "wrong_amount" });
  if (route === "accounts.token") return rules.slice(0, 9);
  return rules;
}

/** Payments gone from some time in the hour on, for more than two days. */
export function longAbsence(random: Random, start: number): FaultRule & { until: number } {
  const from = start + random.between(0, 3_600_000);
  const until = from + random.between(49, 60) * 3_600_000;
  return { kind: "status", status: 503, service: "payments", from, until };
}

function outage(random: Random): FaultRule {
  return random.pick<FaultRule>([
    { kind: "drop_before" },
    { kind: "status", status: 503 },
    { kind: "html" },
    { kind: "hang" },
  ]);
}

function windows(storm: Storm, random: Random, start: number): [number, number][] {
  const count = storm.outages > 0 ? random.between(0, storm.outages) : 0;
  return Array.from({ length: count }, () => {
    const from = start + random.between(0, 3_600_000);
    return [from, from + random.between(1_000, Math.max(1_000, storm.outageLasts))];
  });
}
