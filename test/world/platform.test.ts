import { expect, test } from "vitest";
import { VirtualClock } from "./clock.ts";
import { HostedObject, kindFate, type Platform } from "./host.ts";
import { platformStory, STORY } from "./platform-contract.ts";

/** An object that only shows its platform, and counts its alarms. */
class Bare {
  readonly platform: Platform;
  readonly rang: number[];

  constructor(platform: Platform, rang: number[]) {
    this.platform = platform;
    this.rang = rang;
  }

  async alarm(): Promise<void> {
    this.rang.push(this.platform.clock.now());
    if (this.rang.length === 1) {
      expect(await this.platform.alarm.get()).toBeNull();
      await this.platform.alarm.set(this.platform.clock.now() + 1_000);
    }
  }
}

test("the simulation's storage and alarm tell the story that workerd's tell", async () => {
  const clock = new VirtualClock(1_000_000);
  const object = new HostedObject("bare", clock, kindFate, (platform) => new Bare(platform, []));
  expect(await object.call(({ platform }) => platformStory(platform.sql, platform.alarm, clock.now()))).toEqual(STORY);
});

test("a crash keeps storage and the alarm, and loses everything else", async () => {
  const clock = new VirtualClock(1_000_000);
  const rang: number[] = [];
  const object = new HostedObject("bare", clock, kindFate, (platform) => new Bare(platform, rang));
  await object.call(async ({ platform }) => {
    platform.sql.exec("create table kept (value text)");
    platform.sql.exec("insert into kept values ('still here')");
    await platform.alarm.set(clock.now() + 5_000);
  });
  const before = await object.call(async (instance) => instance);
  object.crash();
  expect(() => before.platform.sql.exec("select 1")).toThrow("dead instance");
  expect(await object.call(async ({ platform }) => platform.sql.exec("select value from kept"))).toEqual([
    { value: "still here" },
  ]);
  await clock.run(1_010_000);
  expect(rang).toEqual([1_005_000, 1_006_000]);
});
