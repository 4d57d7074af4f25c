import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { MUTANTS } from "./mutants.ts";

test.each(MUTANTS)("the mutant that $name finds one place to change in $file", ({ file, find }) => {
  const source = readFileSync(new URL(`../../src/${file}`, import.meta.url), "utf8");
  expect(source.split(find)).toHaveLength(2);
});
