import type { Alarm, Clock, Log } from "./ports.ts";

/** An object's one alarm: set when it must come at another time, mended when it was lost with the last instance. */
export class WakeUp {
  /** When it comes, as far as this instance knows. */
  at: number | null = null;
  private readonly alarm: Alarm;
  private readonly clock: Clock;
  private readonly log: Log;

  constructor({ alarm, clock, log }: { alarm: Alarm; clock: Clock; log: Log }) {
    this.alarm = alarm;
    this.clock = clock;
    this.log = log;
  }

  /**
   * To be awaited before anything else reaches a new instance. An alarm that is still to come is left alone, for
   * setting it would replace it; one that is lost or past is set for what `due` says.
   */
  async mend(due: () => number | null): Promise<void> {
    const armed = await this.alarm.get();
    if (armed !== null && armed > this.clock.now()) {
      this.at = armed;
      return;
    }
    await this.arm(due());
  }

  /** Stored in the same breath as the writes before it. Never rejects; null leaves the alarm as it is. */
  async arm(at: number | null): Promise<void> {
    if (at === null) return;
    const soonest = Math.max(at, this.clock.now());
    if (this.at === soonest) return;
    this.at = soonest;
    try {
      await this.alarm.set(soonest);
    } catch (error) {
      this.at = null;
      this.log({ event: "alarm_not_set", reason: error instanceof Error ? error.message : "unknown" });
    }
  }

  /** It has come, or can no longer be relied on: the next `arm` sets it anew. */
  forget(): void {
    this.at = null;
  }
}
