import { takeUpHooks } from "../../src/http/hooks/take-up.ts";
import { seedFor } from "../../src/simulator/index.ts";
import { sweep } from "../../src/sweep.ts";
import { VirtualClock } from "../world/clock.ts";
import { Random } from "../world/random.ts";
import { START, World } from "../world/world.ts";
import { Automation } from "./automation.ts";
import { type Broken, check, type Story } from "./checks.ts";
import { People } from "./people.ts";
import { CALM, type Counted, drawStorm, longAbsence, stormyFate, stormyWeather, stormyZoho } from "./storm.ts";

export interface DayResult {
  seed: number;
  collections: number;
  outcomes: Map<string, number>;
  faults: Map<string, number>;
  crashes: number;
  calls: number;
  broken: Broken[];
  stories: Map<string, Story>;
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const QUIET = 50 * HOUR;

/**
 * One simulated day from one seed: an hour of customers in whatever weather the seed draws, then two quiet days, then
 * the promises are checked. The same seed gives the same day.
 */
export async function simulateDay(seed: number, customers: number): Promise<DayResult> {
  const random = new Random(seed);
  const storm = drawStorm(seed, random.fork());
  const counted: Counted = { crashes: 0, faults: new Map() };
  const clock = new VirtualClock(START);
  const fate = stormyFate(storm, random.fork(), counted);
  const weather = stormyWeather(storm, random.fork(), clock, counted);
  // Now and then all come at once to one shop: more than Zoho lets be read and recorded in their minutes.
  const rush = random.chance(0.15);
  const organizations = rush ? 1 : random.between(1, 4);
  // Some shops have a queue at every counter, some have none.
  const served = random.between(15, 60);
  const terminals = Math.max(2, Math.ceil(customers / organizations / (rush ? 10 : served)));
  const world = await World.create(
    {
      seed: random.between(0, 0xffffffff),
      zoho: seedFor({ organizations, terminals, product: (index) => (index % 3 === 2 ? "invoice" : "books") }),
      settings: {
        latency_ms: random.pick([5, 50, 300]),
        expiry: random.pick(["failed", "in_progress_forever", "invalid_payment_session"] as const),
        decline_ends_session: random.chance(0.7),
        session_shows_refunds: random.chance(0.5),
        payments_unauthorised: random.pick(["http_401", "body_404"] as const),
        customer_payments_key: random.pick(["customerpayments", "customer_payments"] as const),
        invoice_money_as: random.pick(["number", "string"] as const),
        payments_index_lag_ms: random.pick([0, 0, 10_000]),
        books_index_lag_ms: random.pick([0, 0, 8_000]),
        books_invoice_payments_lag_ms: random.pick([0, 0, 8_000]),
        // Some days Books' allowance does not last.
        ...(random.chance(0.05) ? { books_per_day: random.between(100, 600) } : {}),
      },
      fate,
      weather,
      // One day in thirty on libSQL itself; the others on the same SQL over a faster engine.
      engine: random.chance(0.03) ? "libsql" : "fast",
    },
    clock,
  );
  try {
    // Every tenth day has webhooks, and somebody who is told.
    const automation = random.chance(0.1) ? await Automation.begin(world, random.fork()) : null;
    const people = new People(world, random.fork(), storm.workerCrash);
    stormyZoho(storm, random.fork(), clock, world.zoho);
    // Now and then Payments is away for longer than anything is asked about by the clock alone.
    const absence = random.chance(0.06) ? longAbsence(random, clock.now()) : null;
    if (absence) world.zoho.faults.add(absence);
    const deps = world.dependencies();
    // Alarms alone must carry the work; the sweep mends only what is lost for good.
    const swept = storm.alarmLost > 0 || storm.workerCrash > 0 || storm.ledger > 0;
    const cron = (every: number, until: number): void => {
      if (clock.now() > until) return;
      // What fails is tried by the next.
      if (swept) sweep(deps).catch(() => {});
      if (automation) takeUpHooks(deps).catch(() => {});
      clock.at(clock.now() + every, () => cron(every, until));
    };

    const jump = (object: { skew: number }): void => {
      bump(counted.faults, "clock jumped");
      object.skew = random.between(-45_000, 45_000);
    };

    const end = clock.now() + HOUR;
    const arrive = rush ? 3 * MINUTE : HOUR - MINUTE;
    for (let i = 0; i < customers; i++) {
      const shop = random.pick(world.seed.organizations);
      clock.at(clock.now() + random.between(0, arrive), () => void people.serve(shop));
    }
    for (const shop of world.seed.organizations) {
      for (const counter of shop.counters) void people.attend(counter.terminal_id, end + HOUR / 6);
    }
    cron(MINUTE, end + 3 * HOUR);
    for (let i = 0; i < storm.clockJumps; i++) {
      clock.at(clock.now() + random.between(0, HOUR), () => {
        const objects = [...world.terminals.values()];
        if (objects.length > 0) jump(random.pick(objects));
      });
    }
    await clock.run(end + 3 * HOUR);

    fate.calm();
    weather.calm();
    world.zoho.faults.clear();
    if (absence) world.zoho.faults.add(absence);
    world.zoho.accounts.throttle(false);
    const over = (absence?.until ?? end + 3 * HOUR) + QUIET;
    cron(30 * MINUTE, over);
    await clock.run(over);

    for (const { fault } of world.zoho.calls.list()) if (fault) bump(counted.faults, `zoho ${fault}`);
    const { broken, stories } = await check(world, people, {
      calm: storm === CALM && absence === null,
      swept,
      hinted: automation !== null,
      jumps: counted.faults.get("clock jumped") ?? 0,
    });
    broken.push(...(automation?.check(world, stories) ?? []));
    if (automation)
      for (const { forged } of world.zoho.webhooks.sent()) bump(counted.faults, `webhook${forged ? " forged" : ""}`);
    const outcomes = new Map<string, number>();
    for (const { collection } of stories.values()) {
      bump(
        outcomes,
        collection.attention ? `${collection.status} (${collection.attention.reason})` : collection.status,
      );
    }
    return {
      seed,
      collections: stories.size,
      outcomes,
      faults: counted.faults,
      crashes: counted.crashes,
      calls: world.zoho.calls.total,
      broken,
      stories,
    };
  } finally {
    world.close();
  }
}

export function bump(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
