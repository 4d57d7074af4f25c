import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Bindings } from "../../src/objects/env.ts";
import { objectAlarm, objectSql } from "../../src/objects/workerd.ts";
import { platformStory, STORY } from "../world/platform-contract.ts";

test("workerd's storage and alarm tell the story that the simulation's tell", async () => {
  const stub = (env as Bindings).TERMINAL.getByName("60100000000/PLATFORM");
  const told = await runInDurableObject(stub, (_instance, ctx) =>
    platformStory(objectSql(ctx.storage), objectAlarm(ctx.storage), Date.now()),
  );
  expect(told).toEqual(STORY);
});
