import type { Alarm, Clock, Sql } from "../../src/objects/ports.ts";
import type { VirtualClock } from "./clock.ts";
import { sqliteSql } from "./sqlite.ts";

/** What can befall an object at one of its awaits; the simulation draws from chance, other tests choose. */
export interface Fate {
  /** Asked at every await of an object, before and after what it waits for: true crashes it there. */
  crash(object: string): boolean;
  /** How much later than asked an alarm comes, ms. */
  alarmLate(object: string): number;
  /** Whether a crash takes the alarm with it. */
  alarmLost(object: string): boolean;
  /** Whether an alarm comes a second time. */
  alarmTwice(object: string): boolean;
}

export const kindFate: Fate = {
  crash: () => false,
  alarmLate: () => 0,
  alarmLost: () => false,
  alarmTwice: () => false,
};

/** What an instance is built from: its storage, its alarm, its clock, and a guard for everything else it awaits. */
export interface Platform {
  sql: Sql;
  alarm: Alarm;
  clock: Clock;
  /** Wraps a port: the object may crash before it is called and after it answered; a dead instance hears nothing. */
  guard<A extends unknown[], T>(port: (...args: A) => Promise<T>): (...args: A) => Promise<T>;
}

/** What the platform calls on an instance by itself, where the instance has it. */
interface Hooks {
  wake?(): Promise<void>;
  alarm?(): Promise<void>;
}

const hooks = (instance: object): Hooks => instance;

/** What a dead instance meets when it touches its storage, as in workerd. Nobody is left to hear of it. */
export class DeadInstance extends Error {
  constructor() {
    super("a dead instance touched its storage");
  }
}

process.on("unhandledRejection", (error) => {
  if (!(error instanceof DeadInstance)) throw error;
});

/** A new one each time: what waits for a promise that is kept is kept with it. */
const never = (): Promise<never> => new Promise(() => {});

/** Durable Objects on a virtual clock: one instance at a time, storage that survives, memory that does not. */
export class HostedObject<I extends object> {
  readonly name: string;
  crashes = 0;
  /** How far this object's clock is ahead of the world's, ms; a jump is a change of it. */
  skew = 0;
  private readonly clock: VirtualClock;
  private readonly fate: Fate;
  private readonly build: (platform: Platform) => I;
  private readonly sql = sqliteSql();
  private alarmAt: number | null = null;
  private alarmRunning = false;
  private instance: I | null = null;
  private ready: Promise<void> = Promise.resolve();
  private life = 0;
  private dying: ((error: Error) => void)[] = [];

  constructor(name: string, clock: VirtualClock, fate: Fate, build: (platform: Platform) => I) {
    this.name = name;
    this.clock = clock;
    this.fate = fate;
    this.build = build;
  }

  /** A call from outside. Rejects when the object crashes before it answers, as workerd's stubs do. */
  async call<T>(method: (instance: I) => Promise<T>): Promise<T> {
    const instance = this.wakeUp();
    const life = this.life;
    let died: (error: Error) => void = () => {};
    const death = new Promise<never>((_, reject) => {
      died = reject;
    });
    this.dying.push(died);
    try {
      const work = this.ready.then(() => (life === this.life ? method(instance) : never()));
      return await Promise.race([work, death]);
    } finally {
      this.dying = this.dying.filter((one) => one !== died);
    }
  }

  /** All memory is lost; storage stays, and the alarm unless fate takes it. */
  crash(): void {
    if (!this.instance) return;
    this.crashes += 1;
    this.life += 1;
    this.instance = null;
    const dying = this.dying;
    this.dying = [];
    for (const died of dying) died(new Error("the object was reset"));
    const interrupted = this.alarmRunning;
    this.alarmRunning = false;
    if (this.fate.alarmLost(this.name)) this.alarmAt = null;
    else if (interrupted && this.alarmAt === null) this.setAlarm(this.clock.now() + 2_000);
  }

  get armedAt(): number | null {
    return this.alarmAt;
  }

  loseAlarm(): void {
    this.alarmAt = null;
  }

  private wakeUp(): I {
    if (this.instance) return this.instance;
    const instance = this.build(this.platform());
    this.instance = instance;
    this.ready = hooks(instance).wake?.() ?? Promise.resolve();
    return instance;
  }

  private platform(): Platform {
    const life = this.life;
    const alive = (): boolean => this.life === life;
    const fatal = (): boolean => {
      if (alive() && this.fate.crash(this.name)) this.crash();
      return !alive();
    };
    const guard =
      <A extends unknown[], T>(port: (...args: A) => Promise<T>) =>
      async (...args: A): Promise<T> => {
        // What runs without an await runs to its end: death comes after.
        await null;
        if (fatal()) return never();
        try {
          const value = await port(...args);
          return fatal() ? await never() : value;
        } catch (error) {
          if (fatal()) return never();
          throw error;
        }
      };
    const { sql } = this;
    return {
      sql: {
        exec: (query, ...values) => {
          if (!alive()) throw new DeadInstance();
          return sql.exec(query, ...values);
        },
      },
      alarm: {
        get: guard(async () => (this.alarmAt === null ? null : this.alarmAt + this.skew)),
        // The alarm is stored in the same breath as the writes before it; only then may the object die.
        set: (at) => {
          if (!alive()) return never();
          this.setAlarm(at - this.skew);
          return guard(async () => {})();
        },
      },
      clock: {
        now: () => this.clock.now() + this.skew,
        within: async (work, at) => {
          await this.clock.within(work, at - this.skew);
          return alive() ? undefined : never();
        },
      },
      guard,
    };
  }

  private setAlarm(at: number): void {
    this.alarmAt = at;
    const due = at + this.fate.alarmLate(this.name);
    this.clock.at(due, () => this.deliver(at));
  }

  private deliver(at: number): void {
    if (this.alarmAt !== at) return;
    if (this.alarmRunning) {
      this.clock.at(this.clock.now() + 50, () => this.deliver(at));
      return;
    }
    this.alarmAt = null;
    this.alarmRunning = true;
    const again = this.fate.alarmTwice(this.name);
    const life = this.life;
    this.call((instance) => hooks(instance).alarm?.() ?? Promise.resolve()).then(
      () => {
        if (this.life === life) this.alarmRunning = false;
        if (again && this.alarmAt === null) this.setAlarm(this.clock.now());
      },
      () => {
        // It crashed; `crash` has seen to the alarm.
      },
    );
  }
}
