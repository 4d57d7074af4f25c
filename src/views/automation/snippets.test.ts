import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { BUTTON, WORKFLOW } from "./snippets.ts";

test.each([
  ["button", BUTTON],
  ["workflow", WORKFLOW],
])("the page shows %s.ds word for word, with the places that are filled in", async (name, shown) => {
  expect(shown).toBe(await readFile(`src/extension/deluge/${name}.ds`, "utf8"));
  expect(shown).toContain("PUBLIC_URL/api/v1/collections");
  expect(shown).toContain("COUNTER_ID");
});
